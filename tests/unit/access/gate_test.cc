#include "service/access/gate.h"

#include <gtest/gtest.h>

#include "service/base/error.h"

namespace pledge::access {
namespace {

std::shared_ptr<const Policy> WithRate(int rate) {
  return *Policy::Parse(
      "{\"quotas\": [{\"principals\": [\"me\"], \"maxStreams\": 2, "
      "\"ingestBytesPerSecond\": " +
      std::to_string(rate) + "}]}");
}

TEST(Gate, WithoutAPolicyLetsEverythingThrough) {
  Gate gate;

  EXPECT_TRUE(gate.Check("anyone", *FindMethod("DrainServer"), {true, {}}).ok());
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(gate.EnterStream("me").ok());
  EXPECT_TRUE(gate.TakeBytes("me", 1 << 30, absl::UnixEpoch()).ok());
}

TEST(Gate, WithAPolicyRefusesWhatNoRuleAllows) {
  Gate gate;
  gate.Replace(WithRate(1));

  EXPECT_EQ(ReasonOf(gate.Check("me", *FindMethod("GetServerInfo"), {})), ErrorReason::kNotAllowed);
}

TEST(Gate, CountsTheStreamsOfEachCaller) {
  Gate gate;
  gate.Replace(WithRate(1));
  ASSERT_TRUE(gate.EnterStream("me").ok());
  ASSERT_TRUE(gate.EnterStream("me").ok());

  EXPECT_EQ(ReasonOf(gate.EnterStream("me")), ErrorReason::kQuotaExceeded);
  EXPECT_TRUE(gate.EnterStream("other").ok());
  gate.LeaveStream("me");
  EXPECT_TRUE(gate.EnterStream("me").ok());
}

TEST(Gate, StreamsThatWereOpenBeforeAPolicyCount) {
  Gate gate;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(gate.EnterStream("me").ok());

  gate.Replace(WithRate(1));

  EXPECT_FALSE(gate.EnterStream("me").ok());
  gate.LeaveStream("me");
  gate.LeaveStream("me");
  EXPECT_TRUE(gate.EnterStream("me").ok());
}

TEST(Gate, GivesAsManyBytesASecondAsThePolicySays) {
  Gate gate;
  gate.Replace(WithRate(100));
  const absl::Time start = absl::UnixEpoch();

  EXPECT_TRUE(gate.TakeBytes("me", 60, start).ok());
  EXPECT_TRUE(gate.TakeBytes("me", 60, start).ok());  // 20 are owed
  EXPECT_EQ(ReasonOf(gate.TakeBytes("me", 1, start + absl::Milliseconds(190))),
            ErrorReason::kQuotaExceeded);
  EXPECT_TRUE(gate.TakeBytes("me", 1, start + absl::Milliseconds(210)).ok());
  EXPECT_TRUE(gate.TakeBytes("other", 1000, start).ok());
}

TEST(Gate, LargeDocumentComesThroughAndIsPaidOff) {
  Gate gate;
  gate.Replace(WithRate(100));
  const absl::Time start = absl::UnixEpoch();

  EXPECT_TRUE(gate.TakeBytes("me", 1000, start).ok());
  EXPECT_FALSE(gate.TakeBytes("me", 1, start + absl::Seconds(8)).ok());
  EXPECT_TRUE(gate.TakeBytes("me", 1, start + absl::Seconds(10)).ok());
}

TEST(Gate, ClockThatGoesBackGivesNothing) {
  Gate gate;
  gate.Replace(WithRate(100));
  const absl::Time start = absl::UnixEpoch() + absl::Hours(1);
  ASSERT_TRUE(gate.TakeBytes("me", 150, start).ok());

  EXPECT_FALSE(gate.TakeBytes("me", 1, start - absl::Minutes(5)).ok());
}

}  // namespace
}  // namespace pledge::access
