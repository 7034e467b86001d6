#include "client/cpp/record_stream.h"

#include "client/cpp/names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/fake_ingest_service.h"
#include "tests/unit/pledgectl/fake_read_services.h"

namespace pledge::client {
namespace {

using ::testing::ElementsAre;

class RecordStreamTest : public ::testing::Test {
 protected:
  // The ids of the commitments that come.
  absl::Status Read(const std::string& parent, int64_t limit) {
    const auto stub = v1::QueryService::NewStub(Connect(server_.address()));
    v1::StreamCommitmentsRequest request;
    request.mutable_selector()->add_parents(ParseName(parent)->Full());
    request.mutable_read_point()->set_latest(true);
    request.mutable_options()->set_limit(limit);
    return ReadRecords<v1::StreamCommitmentsRequest, v1::StreamCommitmentsResponse>(
        [&](grpc::ClientContext* context, const v1::StreamCommitmentsRequest& sent) {
          requests_.push_back(sent);
          return stub->StreamCommitments(context, sent);
        },
        request, std::nullopt,
        [&](const v1::StreamCommitmentsResponse& message) {
          for (const auto& commitment : message.commitments()) {
            ids_.push_back(LastId(commitment.name()));
          }
        });
  }

  testing::FakeQueryService service_;
  testing::FakeServer server_{{&service_}};
  std::vector<v1::StreamCommitmentsRequest> requests_;
  std::vector<std::string> ids_;
};

TEST_F(RecordStreamTest, ReadsToTheEnd) {
  ASSERT_TRUE(Read("city/lamps", 0).ok());

  EXPECT_THAT(ids_, ElementsAre("c01", "c02"));
  EXPECT_EQ(requests_.size(), 1u);
}

TEST_F(RecordStreamTest, ResumesAfterACutWithoutRepeating) {
  service_.cuts = 1;

  ASSERT_TRUE(Read("city/lamps", 0).ok());

  EXPECT_THAT(ids_, ElementsAre("c01", "c02"));
  ASSERT_EQ(requests_.size(), 2u);
  EXPECT_EQ(requests_[1].options().resume_token(), "1");
  EXPECT_FALSE(requests_[1].has_read_point());
}

TEST_F(RecordStreamTest, AsksForTheRestOfALimitAfterACut) {
  service_.cuts = 1;

  ASSERT_TRUE(Read("city/lamps", 2).ok());

  ASSERT_EQ(requests_.size(), 2u);
  EXPECT_EQ(requests_[1].options().limit(), 1);
}

TEST_F(RecordStreamTest, SaysWhenAStreamIsNeverComplete) {
  service_.never_complete = true;

  const absl::Status status = Read("city/lamps", 0);

  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(DetailsOf(status).reason, "STREAM_CUT");
}

TEST_F(RecordStreamTest, PassesOnOtherFailures) {
  const absl::Status status = Read("city/nothing", 0);

  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(requests_.size(), 1u);
}

}  // namespace
}  // namespace pledge::client
