// TrimRevisions and VerifyStore on the real server: what goes, what readers of it
// are told in every call, and what a check says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "google/protobuf/util/time_util.h"
#include "pledge/v1/admin_service.grpc.pb.h"
#include "pledge/v1/job_service.grpc.pb.h"
#include "pledge/v1/watch_service.grpc.pb.h"
#include "tests/integration/letters.h"
#include "tests/integration/revisions.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using ::testing::HasSubstr;
using testing::InfoOf;
using testing::Letter;
using Documents = v1::DocumentService::Stub;
using Admin = v1::AdminService::Stub;

constexpr char kDocument[] = "collections/water/documents/a";

class UpkeepTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Start();
    testing::RevisionWriter writer(server_.NewChannel(), "water", "s");
    for (int i = 1; i <= 5; ++i) {
      const auto result = writer.Put("a", Letter(i));
      ASSERT_NE(result.outcome(), v1::INGEST_OUTCOME_UNSPECIFIED);
      if (i == 2) old_ = Head();
    }
    ASSERT_NE(writer.Put("b", Letter(9)).outcome(), v1::INGEST_OUTCOME_UNSPECIFIED);
  }

  void Start() {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    documents_ = v1::DocumentService::NewStub(server_.NewChannel());
    admin_ = v1::AdminService::NewStub(server_.NewChannel());
    queries_ = v1::QueryService::NewStub(server_.NewChannel());
  }

  v1::GetStoreStatusResponse Status() {
    v1::GetStoreStatusResponse response;
    EXPECT_TRUE(
        CallUnary(*admin_, &Admin::GetStoreStatus, v1::GetStoreStatusRequest(), &response).ok());
    return response;
  }
  v1::ReadInfo Head() { return Status().head(); }

  static v1::TrimRevisionsRequest Keep(int revisions) {
    v1::TrimRevisionsRequest request;
    request.add_parents("collections/water");
    request.set_keep_revisions(revisions);
    return request;
  }
  // The job when it has ended.
  v1::Job Await(const v1::Job& job) {
    const auto jobs = v1::JobService::NewStub(server_.NewChannel());
    v1::WatchJobRequest request;
    request.set_name(job.name());
    grpc::ClientContext context;
    testing::SetDeadline(&context, 60);
    const auto stream = jobs->WatchJob(&context, request);
    v1::WatchJobResponse response;
    while (stream->Read(&response)) {
    }
    const grpc::Status status = stream->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.job();
  }
  v1::Job Trim(const v1::TrimRevisionsRequest& request) {
    v1::TrimRevisionsResponse response;
    const auto status = CallUnary(*admin_, &Admin::TrimRevisions, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return Await(response.job());
  }
  v1::Job Verify(bool recompute) {
    v1::VerifyStoreRequest request;
    request.set_recompute(recompute);
    v1::VerifyStoreResponse response;
    const auto status = CallUnary(*admin_, &Admin::VerifyStore, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return Await(response.job());
  }

  // The reason of an error; "OK" for none.
  static std::string Reason(const grpc::Status& status) {
    return status.ok() ? "OK" : InfoOf(status).reason();
  }
  std::string GetRevision(int ordinal) {
    v1::GetDocumentRevisionRequest request;
    request.set_name(std::string(kDocument) + "/revisions/" + std::to_string(ordinal));
    v1::GetDocumentRevisionResponse response;
    return Reason(CallUnary(*documents_, &Documents::GetDocumentRevision, request, &response));
  }
  std::string GetAt(const v1::ReadPoint& point) {
    v1::GetDocumentRequest request;
    request.set_name(kDocument);
    *request.mutable_read_point() = point;
    v1::GetDocumentResponse response;
    return Reason(CallUnary(*documents_, &Documents::GetDocument, request, &response));
  }
  template <typename Stream>
  static std::string ReasonAtEnd(Stream& stream) {
    v1::StreamCommitmentsResponse message;
    while (stream.Read(&message)) {
    }
    return Reason(stream.Finish());
  }
  std::string Stream(const std::string& parent, const std::string& token) {
    v1::StreamCommitmentsRequest request;
    request.mutable_selector()->add_parents(parent);
    if (!token.empty()) request.mutable_options()->set_resume_token(token);
    grpc::ClientContext context;
    testing::SetDeadline(&context);
    const auto stream = queries_->StreamCommitments(&context, request);
    return ReasonAtEnd(*stream);
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<Documents> documents_;
  std::unique_ptr<Admin> admin_;
  std::unique_ptr<v1::QueryService::Stub> queries_;
  v1::ReadInfo old_;  // when revision 2 was the newest
};

TEST_F(UpkeepTest, WhatIsTrimmedSaysSoInEveryCall) {
  v1::ListDocumentRevisionsRequest list;
  list.set_parent(kDocument);
  list.set_page_size(1);
  v1::ListCommitmentsRequest page;
  page.set_parent("collections/water");
  page.set_page_size(1);
  page.mutable_read_point()->set_exactly(old_.consistency_token());
  v1::ListCommitmentsResponse first_page;
  const auto paged =
      CallUnary(*queries_, &v1::QueryService::Stub::ListCommitments, page, &first_page);
  ASSERT_TRUE(paged.ok()) << paged.error_message();
  v1::StreamCommitmentsRequest stream;
  stream.mutable_selector()->add_parents("collections/water");
  stream.mutable_options()->set_max_batch(1);
  stream.mutable_read_point()->set_exactly(old_.consistency_token());
  std::string resume_token;
  {
    grpc::ClientContext context;
    const auto reader = queries_->StreamCommitments(&context, stream);
    v1::StreamCommitmentsResponse message;
    ASSERT_TRUE(reader->Read(&message));
    resume_token = message.position().resume_token();
    context.TryCancel();
    reader->Finish();
  }

  const v1::Job job = Trim(Keep(2));

  EXPECT_EQ(job.state(), v1::JOB_STATE_SUCCEEDED);
  EXPECT_EQ(job.trim().trimmed_revisions(), 3);
  EXPECT_GT(job.trim().trimmed_bytes(), 0);
  EXPECT_EQ(job.done(), 2);
  EXPECT_EQ(GetRevision(3), "HISTORY_TRIMMED");
  EXPECT_EQ(GetRevision(4), "OK");
  EXPECT_EQ(GetRevision(6), "REVISION_NOT_FOUND");
  v1::ReadPoint point;
  point.set_exactly(old_.consistency_token());
  EXPECT_EQ(GetAt(point), "HISTORY_TRIMMED");
  *point.mutable_as_of_time() = old_.commit_time();
  EXPECT_EQ(GetAt(point), "HISTORY_TRIMMED");
  point.set_at_least(old_.consistency_token());
  EXPECT_EQ(GetAt(point), "OK");
  EXPECT_EQ(Stream(std::string(kDocument) + "/revisions/2", ""), "HISTORY_TRIMMED");
  EXPECT_EQ(Stream("collections/water", resume_token), "HISTORY_TRIMMED");
  page.clear_read_point();
  page.set_page_token(first_page.next_page_token());
  EXPECT_EQ(
      Reason(CallUnary(*queries_, &v1::QueryService::Stub::ListCommitments, page, &first_page)),
      "HISTORY_TRIMMED");
  v1::DiffDocumentRevisionsRequest diff;
  diff.set_base(std::string(kDocument) + "/revisions/1");
  diff.set_target(std::string(kDocument) + "/revisions/latest");
  v1::DiffDocumentRevisionsResponse difference;
  EXPECT_EQ(Reason(CallUnary(*documents_, &Documents::DiffDocumentRevisions, diff, &difference)),
            "HISTORY_TRIMMED");
  v1::RollbackDocumentRequest rollback;
  rollback.set_name(diff.base());
  v1::RollbackDocumentResponse rolled_back;
  EXPECT_EQ(Reason(CallUnary(*documents_, &Documents::RollbackDocument, rollback, &rolled_back)),
            "HISTORY_TRIMMED");
  v1::ListDocumentRevisionsResponse listed;
  ASSERT_TRUE(CallUnary(*documents_, &Documents::ListDocumentRevisions, list, &listed).ok());
  EXPECT_EQ(listed.revisions_size(), 1);
  EXPECT_EQ(listed.oldest_revision(), 4);
}

TEST_F(UpkeepTest, AWatchFromATrimmedPointIsToldTheOldestOne) {
  Trim(Keep(1));
  const auto watches = v1::WatchService::NewStub(server_.NewChannel());
  v1::WatchChangesRequest request;
  request.mutable_selector()->add_parents("collections/water");
  request.set_target(v1::WATCH_TARGET_DOCUMENTS);
  request.set_resume_token(old_.consistency_token());
  grpc::ClientContext context;
  testing::SetDeadline(&context);
  const auto stream = watches->WatchChanges(&context, request);
  v1::WatchChangesResponse message;

  EXPECT_FALSE(stream->Read(&message));
  const grpc::Status status = stream->Finish();

  EXPECT_EQ(Reason(status), "HISTORY_TRIMMED");
  const auto metadata = InfoOf(status).metadata();
  EXPECT_EQ(metadata.at("oldest_commit"), std::to_string(Status().oldest().commit_number()));
  request.set_resume_token(metadata.at("oldest_token"));
  grpc::ClientContext again;
  testing::SetDeadline(&again);
  const auto from_oldest = watches->WatchChanges(&again, request);
  ASSERT_TRUE(from_oldest->Read(&message));
  EXPECT_EQ(message.changes(0).name(), "collections/water/documents/b");
  again.TryCancel();
  from_oldest->Finish();
}

TEST_F(UpkeepTest, AnOpenStreamIsToldInTheMiddle) {
  testing::RevisionWriter writer(server_.NewChannel(), "water", "more");
  for (int i = 0; i < 400; ++i) {
    ASSERT_NE(writer.Put("d" + std::to_string(i), Letter(100 + i)).outcome(),
              v1::INGEST_OUTCOME_UNSPECIFIED);
  }
  const auto slow = v1::QueryService::NewStub(server_.NewSmallChannel());
  v1::StreamCommitmentsRequest request;
  request.mutable_selector()->add_parents("collections/water");
  request.mutable_options()->set_max_batch(1);
  grpc::ClientContext context;
  testing::SetDeadline(&context, 60);
  const auto stream = slow->StreamCommitments(&context, request);
  v1::StreamCommitmentsResponse message;
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_NE(writer.Put("a", Letter(6)).outcome(), v1::INGEST_OUTCOME_UNSPECIFIED);

  Trim(Keep(1));

  EXPECT_EQ(ReasonAtEnd(*stream), "HISTORY_TRIMMED");
}

TEST_F(UpkeepTest, StatusTellsTheOldestStateAndItIsWhole) {
  EXPECT_EQ(Status().oldest().commit_number(), 0);

  Trim(Keep(1));

  const v1::ReadInfo oldest = Status().oldest();
  EXPECT_GT(oldest.commit_number(), old_.commit_number());
  v1::ReadPoint point;
  point.set_exactly(oldest.consistency_token());
  EXPECT_EQ(GetAt(point), "OK");
  *point.mutable_as_of_time() = oldest.commit_time();
  EXPECT_EQ(GetAt(point), "OK");
  server_.Kill();
  Start();
  EXPECT_EQ(Status().oldest().commit_number(), oldest.commit_number());
  EXPECT_EQ(GetRevision(4), "HISTORY_TRIMMED");
}

TEST_F(UpkeepTest, ADryRunOnlyCountsAndTimesKeep) {
  v1::TrimRevisionsRequest request = Keep(1);
  request.set_dry_run(true);
  const v1::Job counted = Trim(request);
  EXPECT_EQ(counted.trim().trimmed_revisions(), 4);
  EXPECT_EQ(GetRevision(1), "OK");
  request.set_dry_run(false);
  *request.mutable_keep_after() = old_.commit_time();

  const v1::Job trimmed = Trim(request);

  EXPECT_EQ(trimmed.trim().trimmed_revisions(), 1);
  EXPECT_EQ(GetRevision(1), "HISTORY_TRIMMED");
  EXPECT_EQ(GetRevision(2), "OK");
}

TEST_F(UpkeepTest, BadRequestsNameTheField) {
  const auto field = [&](const v1::TrimRevisionsRequest& request) {
    v1::TrimRevisionsResponse response;
    const auto status = CallUnary(*admin_, &Admin::TrimRevisions, request, &response);
    EXPECT_EQ(Reason(status), "FIELD_INVALID");
    return InfoOf(status).metadata().at("field");
  };
  EXPECT_EQ(field(Keep(0)), "keep_revisions");
  v1::TrimRevisionsRequest request = Keep(1);
  request.clear_parents();
  EXPECT_THAT(field(request), HasSubstr("parents"));
  request = Keep(1);
  request.set_job_id("../x");
  EXPECT_EQ(field(request), "job_id");
  request = Keep(1);
  request.mutable_keep_after()->set_nanos(-1);
  EXPECT_EQ(field(request), "keep_after");
}

TEST_F(UpkeepTest, ACheckOfASoundStoreIsNoted) {
  EXPECT_FALSE(Status().has_last_verified_time());

  const v1::Job job = Verify(/*recompute=*/true);

  EXPECT_EQ(job.state(), v1::JOB_STATE_SUCCEEDED);
  EXPECT_EQ(job.verify().fault_count(), 0) << job.ShortDebugString();
  EXPECT_EQ(job.verify().revisions(), 6);
  EXPECT_EQ(job.done(), 2);
  EXPECT_GT(job.verify().bytes(), 0);
  EXPECT_TRUE(Status().has_last_verified_time());
  Trim(Keep(1));
  EXPECT_EQ(Verify(false).verify().fault_count(), 0);
}

TEST_F(UpkeepTest, PledgectlTrimsAndChecks) {
  const std::string pledgectl = testing::ProgramPath("pledgectl");
  const auto run = [&](const std::string& words) {
    return testing::RunCommand(pledgectl + " " + words + " --server " + server_.address());
  };

  const auto dry = run("trim water --keep 2 --dry-run --wait");
  const auto trimmed = run("trim water/a --keep 2 --wait -o jsonl");
  const auto checked = run("check --recompute --wait");
  const auto status = run("status");

  EXPECT_EQ(dry.exit_code, 0) << dry.output;
  EXPECT_THAT(dry.output, HasSubstr("would go\t3 revisions"));
  EXPECT_EQ(trimmed.exit_code, 0) << trimmed.output;
  EXPECT_THAT(trimmed.output, HasSubstr("\"trimmedRevisions\":\"3\""));
  EXPECT_EQ(checked.exit_code, 0) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("faults\t0\n"));
  EXPECT_THAT(status.output, HasSubstr("verified\t20"));
  EXPECT_EQ(run("trim water").exit_code, 2);
  EXPECT_EQ(run("trim water --keep 0").exit_code, 2);
  EXPECT_EQ(run("trim water/none --keep 1").exit_code, 5);
}

}  // namespace
}  // namespace pledge
