#include "client/cpp/ingest.h"

#include <atomic>
#include <map>

#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "client/cpp/status.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/fake_ingest_service.h"

namespace pledge::client {
namespace {

using testing::FakeIngestService;
using testing::FakeServer;
using Action = FakeIngestService::Action;

constexpr char kSession[] = "collections/city/ingestSessions/s1";

// Documents "d1", "d2", …, each with bytes of its own.
class NumberedSource final : public ItemSource {
 public:
  explicit NumberedSource(int64_t count) : count_(count) {}
  int64_t count() const override { return count_; }
  void Load(int64_t sequence, int64_t, v1::IngestItem* item) override {
    item->set_document_id(absl::StrCat("d", sequence));
    item->mutable_content()->set_data(absl::StrCat("letter ", sequence));
    ++loads_[sequence];
  }
  const std::map<int64_t, int>& loads() const { return loads_; }

 private:
  const int64_t count_;
  std::map<int64_t, int> loads_;
};

// Keeps what it is told; hooks run inside the calls.
class RecordingObserver final : public IngestObserver {
 public:
  std::function<void()> on_result = [] {};
  std::function<void()> on_cut = [] {};

  void OnAttached(const v1::IngestSession& session) override {
    attached_at.push_back(session.durable_sequence());
  }
  void OnResult(const v1::IngestResult& result) override {
    ++results[result.sequence()];
    on_result();
  }
  void OnRetry(const v1::IngestResult& result) override { ++retries[result.sequence()]; }
  void OnAck(int64_t durable_sequence, int64_t) override { durable = durable_sequence; }
  void OnCut(const absl::Status& cause, int64_t, absl::Duration) override {
    cuts.push_back(cause);
    on_cut();
  }

  std::vector<int64_t> attached_at;
  std::map<int64_t, int> results;
  std::map<int64_t, int> retries;
  std::vector<absl::Status> cuts;
  int64_t durable = 0;
};

class IngestClientTest : public ::testing::Test {
 protected:
  IngestClientTest() {
    options_.collection = "city";
    options_.session_id = "s1";
    options_.first_delay = absl::Milliseconds(5);
    options_.longest_delay = absl::Milliseconds(50);
  }

  std::unique_ptr<IngestClient> MakeClient() {
    auto client = std::make_unique<IngestClient>(Connect(server_.address()), options_);
    EXPECT_TRUE(client->OpenSession().ok());
    return client;
  }

  IngestReport Run(int64_t count) {
    NumberedSource source(count);
    return MakeClient()->Run(source, observer_);
  }

  // Each of the items from `first` to `last` has exactly one final result, and
  // its document exactly one revision.
  void ExpectOnce(int64_t first, int64_t last) {
    EXPECT_EQ(observer_.results.size(), static_cast<size_t>(last - first + 1));
    for (const auto& [sequence, times] : observer_.results) {
      EXPECT_EQ(times, 1) << sequence;
      EXPECT_GE(sequence, first);
      EXPECT_LE(sequence, last);
    }
    for (const auto& [id, revisions] : service_.documents()) EXPECT_EQ(revisions.size(), 1u) << id;
    EXPECT_EQ(service_.durable_sequence(kSession), last);
  }

  FakeIngestService service_;
  FakeServer server_{{&service_}};
  IngestOptions options_;
  RecordingObserver observer_;
};

TEST_F(IngestClientTest, StoresEveryItemOnce) {
  const IngestReport report = Run(300);

  ASSERT_TRUE(report.status.ok()) << report.status;
  EXPECT_FALSE(report.stopped);
  EXPECT_EQ(report.sent_items, 300);
  EXPECT_EQ(report.session.durable_sequence(), 300);
  EXPECT_EQ(report.session.counts().created(), 300);
  EXPECT_EQ(report.commit_number, 301);
  EXPECT_EQ(observer_.durable, 300);
  EXPECT_EQ(service_.streams(), 1);
  ExpectOnce(1, 300);
}

TEST_F(IngestClientTest, DoesNothingForNoItems) {
  EXPECT_TRUE(Run(0).status.ok());
  EXPECT_TRUE(observer_.results.empty());
}

TEST_F(IngestClientTest, GoesOnAfterTheStreamIsCut) {
  int cuts = 0;
  service_.on_item = [&](int64_t sequence) {
    return sequence % 40 == 0 && ++cuts <= 5 ? Action::kCut : Action::kStore;
  };

  const IngestReport report = Run(200);

  ASSERT_TRUE(report.status.ok()) << report.status;
  EXPECT_EQ(service_.streams(), 6);
  EXPECT_EQ(observer_.cuts.size(), 5u);
  ExpectOnce(1, 200);
}

TEST_F(IngestClientTest, AsksAgainForResultsThatWereLost) {
  bool cut = false;
  service_.on_item = [&](int64_t sequence) {
    return sequence == 50 && !std::exchange(cut, true) ? Action::kStoreAndCut : Action::kStore;
  };

  const IngestReport report = Run(100);

  ASSERT_TRUE(report.status.ok()) << report.status;
  ASSERT_EQ(observer_.attached_at.size(), 2u);
  EXPECT_EQ(observer_.attached_at[1], 50);  // durable, though nobody was told
  ExpectOnce(1, 100);
}

TEST_F(IngestClientTest, SurvivesARestartOfTheServer) {
  service_.on_item = [&](int64_t sequence) {
    return sequence == 30 && service_.streams() == 1 ? Action::kCut : Action::kStore;
  };
  // Down at the first cut, up again when an attempt has failed.
  observer_.on_cut = [&] { observer_.cuts.size() == 1 ? server_.Stop() : server_.Start(); };

  const IngestReport report = Run(100);

  ASSERT_TRUE(report.status.ok()) << report.status;
  EXPECT_GE(observer_.cuts.size(), 2u);
  ExpectOnce(1, 100);
}

TEST_F(IngestClientTest, GoesOnWhereAnEarlierRunWasStopped) {
  const auto first = MakeClient();
  observer_.on_result = [&] { first->Stop(); };
  NumberedSource source(500);
  const IngestReport stopped = first->Run(source, observer_);

  ASSERT_TRUE(stopped.status.ok()) << stopped.status;
  EXPECT_TRUE(stopped.stopped);
  const int64_t durable = stopped.session.durable_sequence();
  ExpectOnce(1, durable);  // what was on its way was waited for
  ASSERT_LT(durable, 500);

  observer_ = RecordingObserver();
  NumberedSource rest(500);
  const IngestReport report = MakeClient()->Run(rest, observer_);

  ASSERT_TRUE(report.status.ok()) << report.status;
  EXPECT_EQ(observer_.attached_at, std::vector<int64_t>{durable});
  EXPECT_EQ(rest.loads().begin()->first, durable + 1);
  ExpectOnce(durable + 1, 500);
}

TEST_F(IngestClientTest, GoesOnAfterAClientThatWentAwayInTheMiddle) {
  // The first client's stream breaks for good: as if it had been killed.
  options_.give_up_after = absl::ZeroDuration();
  service_.on_item = [&](int64_t sequence) {
    return sequence == 70 && service_.streams() == 1 ? Action::kStoreAndCut : Action::kStore;
  };
  EXPECT_EQ(Run(100).status.code(), absl::StatusCode::kUnavailable);

  observer_ = RecordingObserver();
  const IngestReport report = Run(100);

  ASSERT_TRUE(report.status.ok()) << report.status;
  ExpectOnce(71, 100);
}

TEST_F(IngestClientTest, SendsAgainWhatWasTurnedAway) {
  std::map<int64_t, int> tries;
  service_.on_item = [&](int64_t sequence) {
    return sequence % 25 == 0 && ++tries[sequence] <= 2 ? Action::kRetry : Action::kStore;
  };

  const IngestReport report = Run(100);

  ASSERT_TRUE(report.status.ok()) << report.status;
  EXPECT_GE(observer_.retries[25], 2);
  EXPECT_EQ(service_.streams(), 1);
  ExpectOnce(1, 100);
}

TEST_F(IngestClientTest, GivesUpWhenItIsTurnedAwayForTooLong) {
  options_.give_up_after = absl::Milliseconds(50);
  service_.on_item = [](int64_t sequence) {
    return sequence >= 10 ? Action::kRetry : Action::kStore;
  };

  const IngestReport report = Run(20);

  EXPECT_EQ(report.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailsOf(report.status).reason, "DISK_RESERVE");
  EXPECT_EQ(report.session.durable_sequence(), 9);
}

TEST_F(IngestClientTest, ComesBackAfterTheServerHasDrained) {
  service_.on_item = [&](int64_t sequence) {
    return sequence == 20 && service_.streams() == 1 ? Action::kDrain : Action::kStore;
  };

  const IngestReport report = Run(60);

  ASSERT_TRUE(report.status.ok()) << report.status;
  ASSERT_EQ(observer_.cuts.size(), 1u);
  EXPECT_EQ(DetailsOf(observer_.cuts[0]).reason, "DRAINING");
  ExpectOnce(1, 60);
}

TEST_F(IngestClientTest, StopsWhenAnotherProcessTakesTheSessionOver) {
  service_.on_item = [](int64_t sequence) {
    return sequence == 5 ? Action::kFence : Action::kStore;
  };

  const IngestReport report = Run(60);

  EXPECT_EQ(report.status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(DetailsOf(report.status).reason, "SESSION_FENCED");
  EXPECT_EQ(service_.streams(), 1);
  EXPECT_TRUE(observer_.cuts.empty());
}

TEST_F(IngestClientTest, LeavesAStreamThatIsSilent) {
  options_.stall_timeout = absl::Milliseconds(100);
  service_.on_item = [&](int64_t sequence) {
    return sequence == 10 && service_.streams() == 1 ? Action::kIgnore : Action::kStore;
  };

  const IngestReport report = Run(30);

  ASSERT_TRUE(report.status.ok()) << report.status;
  ASSERT_GE(observer_.cuts.size(), 1u);
  EXPECT_EQ(DetailsOf(observer_.cuts[0]).reason, "STREAM_STALLED");
  ExpectOnce(1, 30);
}

TEST_F(IngestClientTest, GivesUpWhenTheServerStaysAway) {
  options_.give_up_after = absl::Milliseconds(100);
  service_.on_item = [](int64_t sequence) {
    return sequence == 10 ? Action::kCut : Action::kStore;
  };
  observer_.on_cut = [&] { server_.Stop(); };

  const IngestReport report = Run(30);

  EXPECT_EQ(report.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(report.session.durable_sequence(), 9);
}

TEST_F(IngestClientTest, NoticesThatAcknowledgedItemsAreGone) {
  service_.on_item = [&](int64_t sequence) {
    return sequence == 10 && service_.streams() == 1 ? Action::kCut : Action::kStore;
  };
  observer_.on_cut = [&] { service_.Forget(kSession, 4); };

  const IngestReport report = Run(30);

  EXPECT_EQ(report.status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DetailsOf(report.status).reason, "SESSION_WENT_BACK");
}

TEST_F(IngestClientTest, DoesNotRepeatWhatTheServerRefuses) {
  service_.stream_status =
      testing::ErrorWithReason(grpc::StatusCode::PERMISSION_DENIED, "NOT_ALLOWED", "not for you");

  const IngestReport report = Run(30);

  EXPECT_EQ(report.status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(observer_.cuts.empty());
}

TEST_F(IngestClientTest, RefusesASessionThatHoldsMore) {
  ASSERT_TRUE(Run(10).status.ok());

  const IngestReport report = Run(5);

  EXPECT_EQ(DetailsOf(report.status).reason, "SESSION_MISMATCH");
}

TEST_F(IngestClientTest, SaysThatASessionHasExpired) {
  ASSERT_TRUE(Run(1).status.ok());
  service_.Expire(kSession);

  IngestClient client(Connect(server_.address()), options_);

  const auto session = client.OpenSession();
  EXPECT_EQ(session.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailsOf(session.status()).reason, "SESSION_EXPIRED");
}

TEST_F(IngestClientTest, FailsAtOnceWithoutAServer) {
  server_.Stop();
  IngestClient client(Connect(server_.address()), options_);

  EXPECT_EQ(client.OpenSession().status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(IngestClientTest, StopsWhileItWaitsForTheServer) {
  options_.first_delay = absl::Seconds(30);
  options_.longest_delay = absl::Seconds(30);
  const auto client = MakeClient();
  service_.on_item = [](int64_t) { return Action::kCut; };
  observer_.on_cut = [&] { client->Stop(); };
  NumberedSource source(5);

  const IngestReport report = client->Run(source, observer_);

  EXPECT_TRUE(report.status.ok()) << report.status;
  EXPECT_TRUE(report.stopped);
}

}  // namespace
}  // namespace pledge::client
