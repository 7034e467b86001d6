#include "client/cpp/pledgectl/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace pledge::cli {
namespace {

TEST(Interrupt, CallsBackAtTheFirstSignal) {
  BlockSignals();
  for (const int signal : {SIGINT, SIGTERM}) {
    absl::Notification called;
    const Interrupt interrupt([&] { called.Notify(); });

    kill(getpid(), signal);

    EXPECT_TRUE(called.WaitForNotificationWithTimeout(absl::Seconds(30)));
  }
}

TEST(Interrupt, EndsWithoutASignal) {
  BlockSignals();
  bool called = false;
  {
    const Interrupt interrupt([&] { called = true; });
  }

  EXPECT_FALSE(called);
}

TEST(InterruptDeathTest, EndsTheProcessAtTheSecondSignal) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        BlockSignals();
        const Interrupt interrupt([] { kill(getpid(), SIGINT); });
        kill(getpid(), SIGINT);
        for (;;) pause();
      },
      ::testing::ExitedWithCode(130), "");
}

}  // namespace
}  // namespace pledge::cli
