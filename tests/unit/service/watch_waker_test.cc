// The waker on a real record store in memory: commits, deadlines, ends, and no
// lost wake-up.
#include "service/rpc/watch_waker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "storage/memory_engine.h"

namespace pledge::rpc {
namespace {

class TestSleeper : public Sleeper {
 public:
  bool MustEnd() const override { return must_end; }
  void OnWake() override { woken.Notify(); }

  std::atomic<bool> must_end{false};
  absl::Notification woken;
};

class WatchWakerTest : public ::testing::Test {
 protected:
  WatchWakerTest() : store_(*storage::RecordStore::Open(storage::NewMemoryEngine(), {})) {}

  void Commit() {
    absl::Notification done;
    store_->CreateSession("c", "s" + std::to_string(++sessions_), absl::Hours(1),
                          [&](auto) { done.Notify(); });
    done.WaitForNotification();
  }

  std::unique_ptr<storage::RecordStore> store_;
  WatchWaker waker_{*store_};
  int sessions_ = 0;
};

TEST_F(WatchWakerTest, ACommitWakes) {
  TestSleeper sleeper;
  waker_.Sleep(waker_.NewId(), &sleeper, 0, absl::InfiniteFuture());
  EXPECT_FALSE(sleeper.woken.HasBeenNotified());

  Commit();

  sleeper.woken.WaitForNotification();
}

TEST_F(WatchWakerTest, AHeadThatHasMovedWakesAtOnce) {
  Commit();
  TestSleeper sleeper;

  waker_.Sleep(waker_.NewId(), &sleeper, 0, absl::InfiniteFuture());

  EXPECT_TRUE(sleeper.woken.HasBeenNotified());
}

TEST_F(WatchWakerTest, TheDeadlineWakes) {
  TestSleeper sleeper;

  waker_.Sleep(waker_.NewId(), &sleeper, 0, absl::Now() + absl::Milliseconds(10));

  sleeper.woken.WaitForNotification();
}

TEST_F(WatchWakerTest, WakeWakesOneAndWhoMustEndDoesNotSleep) {
  TestSleeper first, second, ended;
  const uint64_t first_id = waker_.NewId();
  const uint64_t second_id = waker_.NewId();
  waker_.Sleep(first_id, &first, 0, absl::InfiniteFuture());
  waker_.Sleep(second_id, &second, 0, absl::InfiniteFuture());

  waker_.Wake(first_id);
  waker_.Wake(first_id);
  EXPECT_TRUE(first.woken.HasBeenNotified());
  EXPECT_FALSE(second.woken.HasBeenNotified());

  ended.must_end = true;
  waker_.Sleep(waker_.NewId(), &ended, 0, absl::InfiniteFuture());
  EXPECT_TRUE(ended.woken.HasBeenNotified());
  waker_.Wake(second_id);
}

// Each sleeper goes to sleep again past every head, while commits are made: all
// see the last one.
TEST_F(WatchWakerTest, NoWakeUpIsLost) {
  constexpr int kSleepers = 20;
  constexpr storage::CommitNumber kCommits = 200;
  class Walker : public Sleeper {
   public:
    Walker(WatchWaker& waker, const storage::RecordStore& store, absl::BlockingCounter& done)
        : waker_(waker), store_(store), done_(done), id_(waker.NewId()) {}
    bool MustEnd() const override { return false; }
    void OnWake() override {
      const auto head = store_.Head().number;
      if (head >= kCommits) return (void)done_.DecrementCount();
      waker_.Sleep(id_, this, head, absl::InfiniteFuture());
    }

   private:
    WatchWaker& waker_;
    const storage::RecordStore& store_;
    absl::BlockingCounter& done_;
    const uint64_t id_;
  };
  absl::BlockingCounter done(kSleepers);
  std::vector<std::unique_ptr<Walker>> walkers;
  for (int i = 0; i < kSleepers; ++i) {
    walkers.push_back(std::make_unique<Walker>(waker_, *store_, done));
    walkers.back()->OnWake();
  }

  for (storage::CommitNumber i = 0; i < kCommits; ++i) Commit();

  done.Wait();
  waker_.Stop();
}

}  // namespace
}  // namespace pledge::rpc
