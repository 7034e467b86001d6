// Following a watch on a server in this process: cuts, commits in pieces, stops,
// failures.
#include "client/cpp/change_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "tests/unit/pledgectl/fake_ingest_service.h"

namespace pledge::client {
namespace {

// Sends one change for each commit, in two pieces for every third one, and
// breaks the stream after so many messages.
class FakeWatchService final : public v1::WatchService::Service {
 public:
  int commits = 6;
  int break_after = 1000;
  grpc::Status breaks_with{grpc::StatusCode::UNAVAILABLE, "cut"};
  grpc::Status end = grpc::Status::OK;  // how the first stream ends
  bool hangs = false;                   // a stream that is through stays open
  int falls_silent = 0;                 // so many streams say nothing after their first message
  bool closes = false;                  // the first stream closes as planned after a message

  grpc::Status WatchChanges(grpc::ServerContext* context, const v1::WatchChangesRequest* request,
                            grpc::ServerWriter<v1::WatchChangesResponse>* writer) override {
    tokens.push_back(request->resume_token());
    int left = break_after;
    for (int commit = atoi(request->resume_token().c_str()) + 1; commit <= commits; ++commit) {
      v1::WatchChangesResponse message;
      message.add_changes()->set_name(absl::StrCat(commit, "a"));
      if (commit % 3 == 0) {
        message.set_continues(true);
        if (left-- == 0) return Break();
        writer->Write(message);
        message.Clear();
        message.add_changes()->set_name(absl::StrCat(commit, "b"));
      }
      message.set_resume_token(absl::StrCat(commit));
      if (left-- == 0) return Break();
      const bool is_last = std::exchange(closes, false);
      if (is_last) message.mutable_closing_in()->set_seconds(1);
      writer->Write(message);
      if (is_last || falls_silent > 0) {
        if (!is_last) --falls_silent;
        return WaitForCancel(context);
      }
    }
    while (hangs && !context->IsCancelled()) std::this_thread::yield();
    return end;
  }

  std::vector<std::string> tokens;  // with which streams began

 private:
  static grpc::Status WaitForCancel(grpc::ServerContext* context) {
    while (!context->IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  }
  grpc::Status Break() const { return breaks_with; }
};

class ChangeStreamTest : public ::testing::Test {
 protected:
  // Names of all changes until the last commit was seen, "|" between messages.
  std::string Follow(ChangeStream& stream) {
    std::string names;
    status_ = stream.Run([&](const v1::WatchChangesResponse& message) {
      for (const v1::Change& change : message.changes()) names += change.name() + " ";
      names += "| ";
      return message.resume_token() != absl::StrCat(service_.commits);
    });
    return names;
  }

  FakeWatchService service_;
  testing::FakeServer server_{{&service_}};
  absl::Status status_;
};

constexpr char kWhole[] = "1a | 2a | 3a 3b | 4a | 5a | 6a 6b | ";

TEST_F(ChangeStreamTest, PiecesOfACommitComeTogether) {
  ChangeStream stream(Connect(server_.address()), {});

  EXPECT_EQ(Follow(stream), kWhole);
  EXPECT_TRUE(status_.ok()) << status_;
  EXPECT_EQ(stream.token(), "6");
}

// Also when a stream breaks between two pieces.
TEST_F(ChangeStreamTest, NothingIsMissedOrGivenTwiceThroughCuts) {
  for (const int pieces : {2, 3, 4}) {
    service_.break_after = pieces;
    service_.tokens.clear();
    ChangeStream stream(Connect(server_.address()), {});

    EXPECT_EQ(Follow(stream), kWhole);
    EXPECT_GT(service_.tokens.size(), 1u);
  }
}

TEST_F(ChangeStreamTest, BeginsWithTheTokenOfTheRequest) {
  v1::WatchChangesRequest request;
  request.set_resume_token("4");
  ChangeStream stream(Connect(server_.address()), request);

  EXPECT_EQ(Follow(stream), "5a | 6a 6b | ");
}

TEST_F(ChangeStreamTest, FailuresThatDoNotPassEndIt) {
  service_.commits = 1;
  service_.end = {grpc::StatusCode::OUT_OF_RANGE, "trimmed"};
  ChangeStream stream(Connect(server_.address()), {});

  const absl::Status status = stream.Run([](const auto&) { return true; });

  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(stream.token(), "1");
}

// The failure of a broken connection has no reason, and not always UNAVAILABLE.
TEST_F(ChangeStreamTest, GoesOnAfterAFailureOfTheConnection) {
  for (const auto code : {grpc::StatusCode::INTERNAL, grpc::StatusCode::UNKNOWN,
                          grpc::StatusCode::CANCELLED, grpc::StatusCode::OK}) {
    service_.tokens.clear();
    service_.break_after = 3;
    service_.breaks_with = {code, ""};
    ChangeStream stream(Connect(server_.address()), {});

    EXPECT_EQ(Follow(stream), kWhole) << code;
    EXPECT_THAT(service_.tokens, ::testing::SizeIs(::testing::Gt(1u)));
  }
}

TEST_F(ChangeStreamTest, AFailureWithAReasonEndsIt) {
  service_.break_after = 3;
  service_.breaks_with =
      testing::ErrorWithReason(grpc::StatusCode::INTERNAL, "CHECKSUM_FAILED", "broken");
  ChangeStream stream(Connect(server_.address()), {});

  Follow(stream);

  EXPECT_EQ(status_.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(service_.tokens.size(), 1u);
}

TEST_F(ChangeStreamTest, AStreamWithoutHeartbeatIsLeft) {
  service_.falls_silent = 2;
  ChangeStream stream(Connect(server_.address()), {},
                      {.heartbeat_timeout = absl::Milliseconds(200)});

  EXPECT_EQ(Follow(stream), kWhole);
  EXPECT_THAT(service_.tokens, ::testing::ElementsAre("", "1", "2"));
}

TEST_F(ChangeStreamTest, OpensAgainAtAPlannedClose) {
  service_.closes = true;
  ChangeStream stream(Connect(server_.address()), {},
                      {.heartbeat_timeout = absl::InfiniteDuration()});

  EXPECT_EQ(Follow(stream), kWhole);
  EXPECT_THAT(service_.tokens, ::testing::ElementsAre("", "1"));
}

TEST_F(ChangeStreamTest, NobodyThereIsGivenUp) {
  ChangeStream stream(Connect("unix:/nonexistent/socket"), {},
                      {.give_up_after = absl::ZeroDuration()});

  EXPECT_EQ(stream.Run([](const auto&) { return true; }).code(), absl::StatusCode::kUnavailable);
}

TEST_F(ChangeStreamTest, StopEndsAStreamThatWaits) {
  service_.hangs = true;
  ChangeStream stream(Connect(server_.address()), {});
  std::thread stopper;

  const absl::Status status = stream.Run([&](const v1::WatchChangesResponse& message) {
    if (message.resume_token() == "6") stopper = std::thread([&] { stream.Stop(); });
    return true;
  });

  stopper.join();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(stream.token(), "6");
}

}  // namespace
}  // namespace pledge::client
