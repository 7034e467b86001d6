#include "client/cpp/ingest_window.h"

#include "absl/time/clock.h"
#include "client/cpp/status.h"
#include "gtest/gtest.h"

namespace pledge::client {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1000);

v1::StreamIngestResponse::Credit MakeCredit(int32_t items, int64_t bytes) {
  v1::StreamIngestResponse::Credit credit;
  credit.set_max_items(items);
  credit.set_max_bytes(bytes);
  return credit;
}

// Sends what the window gives; the sequences that went out.
std::vector<int64_t> SendAll(IngestWindow& window, int64_t size_bytes = 1) {
  std::vector<int64_t> sent;
  while (const auto next = window.Next(kNow)) {
    window.MarkSent(*next, size_bytes);
    sent.push_back(*next);
  }
  return sent;
}

using Sequences = std::vector<int64_t>;

TEST(IngestWindow, SendsAllInOrderAndFinishes) {
  IngestWindow window(3);
  ASSERT_TRUE(window.Attach(0, MakeCredit(10, 100)).ok());

  EXPECT_EQ(SendAll(window), (Sequences{1, 2, 3}));

  EXPECT_TRUE(window.all_sent());
  EXPECT_FALSE(window.finished());
  for (int64_t i : {1, 2, 3}) EXPECT_TRUE(window.TakeFinal(i));
  EXPECT_TRUE(window.finished());
}

TEST(IngestWindow, SkipsWhatAnEarlierRunHasSent) {
  IngestWindow window(5);
  ASSERT_TRUE(window.Attach(3, MakeCredit(10, 100)).ok());

  EXPECT_EQ(SendAll(window), (Sequences{4, 5}));
}

TEST(IngestWindow, IsFinishedWhenTheSessionHoldsAll) {
  IngestWindow window(2);
  EXPECT_FALSE(window.finished());
  ASSERT_TRUE(window.Attach(2, MakeCredit(10, 100)).ok());
  EXPECT_TRUE(window.finished());
}

TEST(IngestWindow, KeepsToTheCreditOfItems) {
  IngestWindow window(5);
  ASSERT_TRUE(window.Attach(0, MakeCredit(2, 100)).ok());

  EXPECT_EQ(SendAll(window), (Sequences{1, 2}));
  window.TakeFinal(1);
  EXPECT_EQ(SendAll(window), (Sequences{3}));
}

TEST(IngestWindow, KeepsToTheCreditOfBytes) {
  IngestWindow window(5);
  ASSERT_TRUE(window.Attach(0, MakeCredit(10, 100)).ok());

  EXPECT_EQ(SendAll(window, 60), (Sequences{1, 2}));
  window.TakeFinal(2);
  EXPECT_EQ(SendAll(window, 60), (Sequences{3}));
}

TEST(IngestWindow, SendsAnItemThatIsLargerThanTheCredit) {
  IngestWindow window(2);
  ASSERT_TRUE(window.Attach(0, MakeCredit(10, 100)).ok());

  EXPECT_EQ(SendAll(window, 1000), (Sequences{1}));
}

TEST(IngestWindow, SendsAgainWhatHadNoResultWhenItWasCut) {
  IngestWindow window(5);
  ASSERT_TRUE(window.Attach(0, MakeCredit(4, 100)).ok());
  SendAll(window);
  window.TakeFinal(1);

  // 2 became durable, but its result was lost: it is asked for again.
  ASSERT_TRUE(window.Attach(2, MakeCredit(10, 100)).ok());

  EXPECT_EQ(window.in_flight(), 0);
  EXPECT_EQ(SendAll(window), (Sequences{2, 3, 4, 5}));
}

TEST(IngestWindow, TakesEachFinalResultOnce) {
  IngestWindow window(2);
  ASSERT_TRUE(window.Attach(0, MakeCredit(10, 100)).ok());
  SendAll(window);

  EXPECT_TRUE(window.TakeFinal(1));
  EXPECT_FALSE(window.TakeFinal(1));
  EXPECT_FALSE(window.TakeFinal(7));
}

TEST(IngestWindow, WaitsBeforeItSendsAgainAndSendsNothingNewMeanwhile) {
  IngestWindow window(4);
  ASSERT_TRUE(window.Attach(0, MakeCredit(3, 100)).ok());
  SendAll(window);

  window.TakeFinal(1);
  EXPECT_TRUE(window.TakeRetry(2, kNow + absl::Seconds(1)));
  EXPECT_TRUE(window.TakeRetry(3, kNow + absl::Seconds(2)));

  EXPECT_EQ(window.not_before(), kNow + absl::Seconds(2));
  EXPECT_EQ(window.Next(kNow + absl::Seconds(1)), std::nullopt);
  EXPECT_EQ(window.Next(kNow + absl::Seconds(2)), 2);
}

TEST(IngestWindow, ForgetsADelayThatHasNoItem) {
  IngestWindow window(2);
  ASSERT_TRUE(window.Attach(0, MakeCredit(1, 100)).ok());
  SendAll(window);
  window.TakeRetry(1, kNow - absl::Seconds(1));
  EXPECT_EQ(SendAll(window), (Sequences{1}));

  EXPECT_EQ(window.not_before(), absl::InfinitePast());
  EXPECT_TRUE(window.TakeFinal(1));
  EXPECT_EQ(SendAll(window), (Sequences{2}));
}

TEST(IngestWindow, RefusesASessionOfAnotherList) {
  IngestWindow window(2);

  const absl::Status status = window.Attach(3, MakeCredit(1, 1));

  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailsOf(status).reason, "SESSION_MISMATCH");
}

TEST(IngestWindow, NoticesThatAcknowledgedItemsAreGone) {
  IngestWindow window(5);
  ASSERT_TRUE(window.Attach(0, MakeCredit(10, 100)).ok());
  window.SetDurable(4);

  const absl::Status status = window.Attach(3, MakeCredit(10, 100));

  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DetailsOf(status).reason, "SESSION_WENT_BACK");
}

TEST(IngestWindow, MakesDoWithoutCredit) {
  IngestWindow window(2);
  ASSERT_TRUE(window.Attach(0, {}).ok());

  EXPECT_EQ(SendAll(window), (Sequences{1, 2}));
}

TEST(IngestWindow, CreditMayChangeOnTheWay) {
  IngestWindow window(10);
  v1::StreamIngestResponse::Credit credit;
  credit.set_max_items(5);
  ASSERT_TRUE(window.Attach(0, credit).ok());
  window.MarkSent(1, 10);
  ASSERT_TRUE(window.Next(absl::Now()).has_value());

  credit.set_max_items(1);
  window.SetCredit(credit);
  EXPECT_FALSE(window.Next(absl::Now()).has_value());
  credit.set_max_items(2);
  window.SetCredit(credit);
  EXPECT_EQ(window.Next(absl::Now()), 2);
}

}  // namespace
}  // namespace pledge::client
