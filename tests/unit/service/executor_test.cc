#include "service/base/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "absl/synchronization/notification.h"

namespace pledge {
namespace {

TEST(Executor, RunsEveryTaskBeforeStopReturns) {
  std::atomic<int> ran{0};
  Executor executor(3, 1000);
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(executor.TryPost([&] { ++ran; }));
  }

  executor.Stop();

  EXPECT_EQ(ran, 500);
}

TEST(Executor, TryPostRefusesWhenFullAndPostDoesNot) {
  absl::Notification started, release;
  Executor executor(1, 2);
  ASSERT_TRUE(executor.TryPost([&] {
    started.Notify();
    release.WaitForNotification();
  }));
  started.WaitForNotification();
  EXPECT_TRUE(executor.TryPost([] {}));
  EXPECT_TRUE(executor.TryPost([] {}));

  const bool third = executor.TryPost([] {});
  const bool admitted = executor.Post([] {});

  EXPECT_FALSE(third);
  EXPECT_TRUE(admitted);
  EXPECT_EQ(executor.queued(), 3u);
  release.Notify();
}

// A bulk ingest posts steps by the thousand.
TEST(Executor, TakesNewWorkInTurnsWithNextSteps) {
  absl::Notification started, release;
  Executor executor(1, 2);
  ASSERT_TRUE(executor.Post([&] {
    started.Notify();
    release.WaitForNotification();
  }));
  started.WaitForNotification();
  std::string order;
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(executor.Post([&] { order += 's'; }));

  const bool first = executor.TryPost([&] { order += 'n'; });
  const bool second = executor.TryPost([&] { order += 'n'; });
  release.Notify();
  executor.Stop();

  EXPECT_TRUE(first);
  EXPECT_TRUE(second);
  EXPECT_EQ(order, "nsnsss");
}

TEST(Executor, RefusesAfterStop) {
  Executor executor(1, 10);
  executor.Stop();

  EXPECT_FALSE(executor.TryPost([] {}));
  EXPECT_FALSE(executor.Post([] {}));
}

}  // namespace
}  // namespace pledge
