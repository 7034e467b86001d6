#include "tests/bench/load.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/bench/histogram.h"

namespace pledge::bench {
namespace {

TEST(Histogram, GivesPercentilesThatAreAtMostAThirtySecondTooHigh) {
  Histogram histogram;
  for (int i = 1; i <= 1000; ++i) histogram.Record(absl::Microseconds(i));

  for (const int percent : {1, 50, 90, 99, 100}) {
    const double exact = percent * 10.0;
    const double given = absl::ToDoubleMicroseconds(histogram.Percentile(percent));
    EXPECT_GE(given, exact) << percent;
    EXPECT_LE(given, exact * 33 / 32 + 0.001) << percent;
  }
  EXPECT_EQ(histogram.Max(), absl::Milliseconds(1));
}

TEST(Histogram, IsZeroWhenNothingWasRecorded) {
  EXPECT_EQ(Histogram().Percentile(99), absl::ZeroDuration());
}

TEST(Histogram, AddsUp) {
  Histogram low;
  Histogram high;
  low.Record(absl::Nanoseconds(3));
  high.Record(absl::Hours(1));

  low.Add(high);

  EXPECT_EQ(low.count(), 2);
  EXPECT_EQ(low.Percentile(50), absl::Nanoseconds(3));
  EXPECT_EQ(low.Percentile(100), absl::Hours(1));
}

// Ends operations when the test says so, on one thread of its own.
class ManualServer {
 public:
  Start AsStart() {
    return [this](int, int64_t number, Done done) {
      absl::MutexLock lock(&mutex_);
      most_ = std::max(most_, ++open_);
      begun_ = std::max(begun_, number + 1);
      waiting_.push_back(std::move(done));
    };
  }

  // Answers all that waits, as `ended`.
  void AnswerAll(const Ended& ended) {
    std::vector<Done> taken;
    {
      absl::MutexLock lock(&mutex_);
      taken.swap(waiting_);
      open_ -= static_cast<int>(taken.size());
    }
    for (const Done& done : taken) done(ended);
  }

  int most() {
    absl::MutexLock lock(&mutex_);
    return most_;
  }
  int64_t begun() {
    absl::MutexLock lock(&mutex_);
    return begun_;
  }

 private:
  absl::Mutex mutex_;
  std::vector<Done> waiting_;
  int open_ = 0;
  int most_ = 0;
  int64_t begun_ = 0;
};

// Answers again and again until the load is over.
LoadResult Serve(ManualServer& server, const Ended& ended, std::function<LoadResult()> load) {
  std::atomic<bool> over{false};
  std::thread answers([&] {
    while (!over.load()) {
      server.AnswerAll(ended);
      absl::SleepFor(absl::Milliseconds(1));
    }
  });
  LoadResult result = load();
  over.store(true);
  answers.join();
  return result;
}

TEST(ClosedLoad, KeepsSoManyOperationsAtATime) {
  ManualServer server;

  const LoadResult result = Serve(server, {.ok = true, .units = 2, .bytes = 10}, [&] {
    return RunClosed(3, absl::Milliseconds(30), server.AsStart());
  });

  EXPECT_EQ(server.most(), 3);
  EXPECT_EQ(result.latency.count(), server.begun());
  EXPECT_EQ(result.units, 2 * server.begun());
  EXPECT_EQ(result.bytes, 10 * server.begun());
  EXPECT_EQ(result.failed, 0);
}

TEST(ClosedLoad, CountsFailuresApart) {
  ManualServer server;

  const LoadResult result = Serve(server, {.ok = false, .units = 1, .bytes = 10}, [&] {
    return RunClosed(1, absl::Milliseconds(5), server.AsStart());
  });

  EXPECT_EQ(result.failed, server.begun());
  EXPECT_EQ(result.units, 0);
  EXPECT_EQ(result.latency.count(), 0);
}

// A server that answers one call at a time and stalls: of the ten calls that were
// meant for the first hundredth of a second, the last waits as long as the stall.
TEST(OpenLoad, CountsLatencyFromTheIntendedStart) {
  constexpr absl::Duration kStall = absl::Milliseconds(60);
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;

  const LoadResult result =
      RunOpen(1000, 1, absl::Milliseconds(10), [&](int, int64_t number, Done done) {
        threads.emplace_back([&answered, number, done = std::move(done)] {
          if (number == 0) absl::SleepFor(kStall);
          ++answered;
          done({.ok = true, .units = 1, .bytes = 0});
        });
      });
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(answered.load(), 10);
  EXPECT_EQ(result.latency.count(), 10);
  EXPECT_GE(result.latency.Percentile(1), kStall - absl::Milliseconds(11));
}

TEST(OpenLoad, BeginsAsManyOperationsAsTheRateSays) {
  ManualServer server;

  const LoadResult result = Serve(server, {.ok = true, .units = 1, .bytes = 0}, [&] {
    return RunOpen(500, 100, absl::Milliseconds(40), server.AsStart());
  });

  EXPECT_EQ(server.begun(), 20);
  EXPECT_EQ(result.units, 20);
}

}  // namespace
}  // namespace pledge::bench
