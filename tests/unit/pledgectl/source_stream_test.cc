#include "client/cpp/source_stream.h"

#include <functional>

#include "client/cpp/channel.h"
#include "client/cpp/sha256.h"
#include "client/cpp/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/fake_ingest_service.h"

namespace pledge::client {
namespace {

using ::testing::ElementsAre;

// Gives `bytes` in pieces of three; breaks after each piece `cuts` times.
class FakeSource final : public v1::DocumentService::Service {
 public:
  std::string bytes = "0123456789";
  std::string sha256 = Sha256("0123456789");
  int cuts = 0;
  bool ends_early = false;
  std::function<void()> on_cut = [] {};
  std::vector<std::string> asked;  // ranges

  grpc::Status ReadSource(grpc::ServerContext*, const v1::ReadSourceRequest* request,
                          grpc::ServerWriter<v1::ReadSourceResponse>* writer) override {
    const auto size = static_cast<int64_t>(bytes.size());
    asked.push_back(request->has_range() ? std::to_string(request->range().start()) + "-" +
                                               std::to_string(request->range().end())
                                         : "all");
    int64_t at = request->range().start();
    const int64_t end = request->has_range() ? request->range().end() : size;
    bool is_first = true;
    do {
      v1::ReadSourceResponse piece;
      piece.set_offset(at);
      piece.set_data(bytes.substr(at, std::min<int64_t>(3, end - at)));
      piece.set_total_size(size);
      if (is_first) piece.set_sha256(sha256);
      is_first = false;
      writer->Write(piece);
      at += static_cast<int64_t>(piece.data().size());
      if (at < end && ends_early) return grpc::Status::OK;
      if (at < end && cuts > 0) {
        --cuts;
        on_cut();
        return {grpc::StatusCode::UNAVAILABLE, "cut"};
      }
    } while (at < end);
    return grpc::Status::OK;
  }
};

class SourceStreamTest : public ::testing::Test {
 protected:
  absl::Status Read(v1::ReadSourceRequest request = {}) {
    const auto stub = v1::DocumentService::NewStub(Connect(server_.address()));
    read_.clear();
    return ReadSource(*stub, std::move(request), absl::Seconds(60),
                      [this](const v1::ReadSourceResponse& piece) {
                        read_ += piece.data();
                        return refusal_;
                      });
  }
  static v1::ReadSourceRequest Range(int64_t start, int64_t end) {
    v1::ReadSourceRequest request;
    request.mutable_range()->set_start(start);
    request.mutable_range()->set_end(end);
    return request;
  }
  std::string ReasonOf(const absl::Status& status) { return DetailsOf(status).reason; }

  FakeSource service_;
  testing::FakeServer server_{{&service_}};
  std::string read_;
  absl::Status refusal_;
};

TEST_F(SourceStreamTest, ReadsToTheEnd) {
  ASSERT_TRUE(Read().ok());

  EXPECT_EQ(read_, "0123456789");
  EXPECT_THAT(service_.asked, ElementsAre("all"));
}

TEST_F(SourceStreamTest, GoesOnWhereItWasCut) {
  service_.cuts = 2;

  ASSERT_TRUE(Read().ok());

  EXPECT_EQ(read_, "0123456789");
  EXPECT_THAT(service_.asked, ElementsAre("all", "3-10", "6-10"));
}

TEST_F(SourceStreamTest, GoesOnInsideARange) {
  service_.cuts = 1;

  ASSERT_TRUE(Read(Range(2, 9)).ok());

  EXPECT_EQ(read_, "2345678");
  EXPECT_THAT(service_.asked, ElementsAre("2-9", "5-9"));
}

TEST_F(SourceStreamTest, AnEmptySourceIsRead) {
  service_.bytes = "";
  service_.sha256 = Sha256("");

  EXPECT_TRUE(Read().ok());
  EXPECT_TRUE(Read(Range(0, 0)).ok());
}

TEST_F(SourceStreamTest, OtherBytesAfterACutAreNotMixedIn) {
  service_.cuts = 1;
  service_.on_cut = [this] {
    service_.bytes = "abcdefghij";
    service_.sha256 = Sha256("abcdefghij");
  };

  const absl::Status status = Read();

  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(status), "SOURCE_CHANGED");
  EXPECT_EQ(read_, "012");
}

TEST_F(SourceStreamTest, WrongBytesAreFound) {
  service_.bytes = "0123456x89";

  EXPECT_EQ(ReasonOf(Read()), "DIGEST_MISMATCH");
  EXPECT_TRUE(Read(Range(0, 5)).ok()) << "a part has no digest";
}

TEST_F(SourceStreamTest, ARefusalEndsIt) {
  refusal_ = absl::InternalError("disk full");

  EXPECT_EQ(Read(), refusal_);
  EXPECT_EQ(read_, "012");
  EXPECT_THAT(service_.asked, ElementsAre("all"));
}

}  // namespace
}  // namespace pledge::client
