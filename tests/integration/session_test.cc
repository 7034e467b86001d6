// Ingest sessions on the real server, beside the streams: lists of sessions and
// of results, finishing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::InfoOf;
using testing::Letter;
using Stub = v1::IngestService::Stub;

constexpr char kSession[] = "collections/water/ingestSessions/s1";

class SessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    stub_ = v1::IngestService::NewStub(server_.NewChannel());
    CreateSession("s1");
  }

  void CreateSession(const std::string& id) {
    v1::CreateIngestSessionRequest request;
    request.set_parent("collections/water");
    request.set_ingest_session_id(id);
    v1::CreateIngestSessionResponse response;
    const auto status = CallUnary(*stub_, &Stub::CreateIngestSession, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // Sends items 1 … count; every third must exist and so is refused.
  grpc::Status Ingest(int count) {
    grpc::ClientContext context;
    testing::SetDeadline(&context, 60);
    const auto stream = stub_->StreamIngest(&context);
    v1::StreamIngestRequest request;
    request.mutable_open()->set_ingest_session(kSession);
    stream->Write(request);
    for (int i = 1; i <= count; ++i) {
      auto* item = request.mutable_item();
      item->set_sequence(i);
      item->set_document_id("d" + std::to_string(i));
      item->mutable_content()->set_data(Letter(i));
      item->set_if_etag(i % 3 == 0 ? "*" : "");
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
    v1::StreamIngestResponse response;
    while (stream->Read(&response)) {
    }
    return stream->Finish();
  }

  grpc::Status ListResults(const v1::ListIngestResultsRequest& request,
                           v1::ListIngestResultsResponse* response) {
    return CallUnary(*stub_, &Stub::ListIngestResults, request, response);
  }

  grpc::Status Finish(std::optional<int64_t> expected_count,
                      v1::FinishIngestSessionResponse* response) {
    v1::FinishIngestSessionRequest request;
    request.set_name(kSession);
    if (expected_count) request.set_expected_count(*expected_count);
    return CallUnary(*stub_, &Stub::FinishIngestSession, request, response);
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<Stub> stub_;
};

TEST_F(SessionTest, ResultsAreReadAgainInPages) {
  ASSERT_TRUE(Ingest(10).ok());
  v1::ListIngestResultsRequest request;
  request.set_parent(kSession);
  request.set_page_size(4);
  std::vector<v1::IngestResult> results;
  int pages = 0;

  do {
    v1::ListIngestResultsResponse response;
    const auto status = ListResults(request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    results.insert(results.end(), response.results().begin(), response.results().end());
    request.set_page_token(response.next_page_token());
    ++pages;
  } while (!request.page_token().empty());

  EXPECT_EQ(pages, 3);
  ASSERT_EQ(results.size(), 10u);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(results[i].sequence(), i + 1);
    EXPECT_GT(results[i].commit_number(), 0);
  }
  EXPECT_EQ(results[0].outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(results[0].revision(), "collections/water/documents/d1/revisions/1");
  EXPECT_EQ(results[2].outcome(), v1::INGEST_OUTCOME_REJECTED);
  EXPECT_EQ(results[2].status().code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_GT(results[2].status().details_size(), 0);
}

TEST_F(SessionTest, ResultsAreChosenByOutcome) {
  ASSERT_TRUE(Ingest(7).ok());
  v1::ListIngestResultsRequest request;
  request.set_parent(kSession);
  request.add_outcomes(v1::INGEST_OUTCOME_REJECTED);
  v1::ListIngestResultsResponse response;

  const auto status = ListResults(request, &response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.results_size(), 2);
  EXPECT_EQ(response.results(0).sequence(), 3);
  EXPECT_EQ(response.results(1).sequence(), 6);
  EXPECT_EQ(response.next_page_token(), "");
}

TEST_F(SessionTest, PageTokensAreBoundToTheirRequest) {
  ASSERT_TRUE(Ingest(4).ok());
  CreateSession("s2");
  v1::ListIngestResultsRequest request;
  request.set_parent(kSession);
  request.set_page_size(2);
  v1::ListIngestResultsResponse response;
  ASSERT_TRUE(ListResults(request, &response).ok());
  const std::string token = response.next_page_token();
  ASSERT_NE(token, "");

  for (int kind = 0; kind < 3; ++kind) {
    v1::ListIngestResultsRequest other = request;
    other.set_page_token(token);
    if (kind == 0) other.set_parent("collections/water/ingestSessions/s2");
    if (kind == 1) other.add_outcomes(v1::INGEST_OUTCOME_CREATED);
    if (kind == 2) other.set_page_token(token + "A");
    const auto status = ListResults(other, &response);
    EXPECT_EQ(InfoOf(status).reason(), "TOKEN_MALFORMED") << kind;
  }
}

TEST_F(SessionTest, BadRequestsNameTheField) {
  v1::ListIngestResultsRequest request;
  v1::ListIngestResultsResponse response;
  EXPECT_EQ(InfoOf(ListResults(request, &response)).metadata().at("field"), "parent");
  request.set_parent(kSession);
  request.set_page_size(-1);
  EXPECT_EQ(InfoOf(ListResults(request, &response)).metadata().at("field"), "page_size");
  request.set_page_size(0);
  request.add_outcomes(static_cast<v1::IngestOutcome>(77));
  EXPECT_EQ(InfoOf(ListResults(request, &response)).metadata().at("field"), "outcomes");
  request.clear_outcomes();
  request.set_parent("collections/water/ingestSessions/none");
  EXPECT_EQ(InfoOf(ListResults(request, &response)).reason(), "SESSION_NOT_FOUND");
  v1::FinishIngestSessionResponse finished;
  EXPECT_EQ(InfoOf(Finish(-1, &finished)).metadata().at("field"), "expected_count");
}

TEST_F(SessionTest, SessionsAreListedInPages) {
  for (const char* id : {"b", "a", "c"}) CreateSession(id);
  v1::ListIngestSessionsRequest request;
  request.set_parent("collections/water");
  request.set_page_size(3);
  std::vector<std::string> names;

  do {
    v1::ListIngestSessionsResponse response;
    const auto status = CallUnary(*stub_, &Stub::ListIngestSessions, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const auto& session : response.sessions()) names.push_back(session.name());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());

  EXPECT_THAT(names,
              ElementsAre(HasSubstr("/a"), HasSubstr("/b"), HasSubstr("/c"), HasSubstr("/s1")));
}

TEST_F(SessionTest, FinishChecksTheCountAndClosesTheSession) {
  ASSERT_TRUE(Ingest(4).ok());
  v1::FinishIngestSessionResponse response;

  const auto mismatch = Finish(5, &response);
  const auto finished = Finish(4, &response);
  const auto more = Ingest(5);

  EXPECT_EQ(mismatch.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(InfoOf(mismatch).reason(), "COUNT_MISMATCH");
  EXPECT_EQ(InfoOf(mismatch).metadata().at("durable_sequence"), "4");
  ASSERT_TRUE(finished.ok()) << finished.error_message();
  EXPECT_EQ(response.session().state(), v1::INGEST_SESSION_STATE_FINISHED);
  EXPECT_GT(response.read_info().commit_number(), 4);
  EXPECT_EQ(more.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(InfoOf(more).reason(), "SESSION_FINISHED");
}

}  // namespace
}  // namespace pledge
