#include "service/base/executor.h"

#include <gtest/gtest.h>

#include <atomic>

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

TEST(Executor, RefusesAfterStop) {
  Executor executor(1, 10);
  executor.Stop();

  EXPECT_FALSE(executor.TryPost([] {}));
  EXPECT_FALSE(executor.Post([] {}));
}

}  // namespace
}  // namespace pledge
