// Jobs on the real server: analysing stored letters again through restarts,
// crashes, cancels and other writes, and what JobService tells of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <functional>

#include "absl/strings/str_cat.h"
#include "pledge/v1/job_service.grpc.pb.h"
#include "service/pipeline/analyze.h"
#include "tests/integration/letters.h"
#include "tests/integration/old_store.h"
#include "tests/integration/server_process.h"
#include "tests/integration/watch_client.h"

namespace pledge {
namespace {

using testing::CallUnary;
using ::testing::ElementsAre;
using testing::InfoOf;
using testing::Letter;
using testing::OldLetter;
using Documents = v1::DocumentService::Stub;
using Jobs = v1::JobService::Stub;

std::string Id(int number) { return absl::StrCat("d", 10000 + number); }
std::string Name(const std::string& id) { return "collections/water/documents/" + id; }

std::vector<OldLetter> OldLetters(int count) {
  std::vector<OldLetter> letters;
  for (int i = 0; i < count; ++i) letters.push_back({Id(i), Letter(i)});
  return letters;
}

v1::ReanalyzeDocumentsRequest Request(const std::string& job_id,
                                      const std::string& parent = "collections/water") {
  v1::ReanalyzeDocumentsRequest request;
  request.set_job_id(job_id);
  request.add_parents(parent);
  return request;
}

class JobTest : public ::testing::Test {
 protected:
  void Start(const std::vector<OldLetter>& letters) {
    if (!letters.empty()) testing::WriteOldLetters(server_.store_dir(), "water", letters);
    Restart();
  }
  void Restart() {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    channel_ = server_.NewChannel();
    documents_ = v1::DocumentService::NewStub(channel_);
    jobs_ = v1::JobService::NewStub(channel_);
  }

  grpc::Status Reanalyze(const v1::ReanalyzeDocumentsRequest& request, v1::Job* job = nullptr) {
    v1::ReanalyzeDocumentsResponse response;
    const auto status = CallUnary(*documents_, &Documents::ReanalyzeDocuments, request, &response);
    if (job != nullptr) *job = response.job();
    return status;
  }

  v1::Job Get(const std::string& id) {
    v1::GetJobRequest request;
    request.set_name("jobs/" + id);
    v1::GetJobResponse response;
    const auto status = CallUnary(*jobs_, &Jobs::GetJob, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.job();
  }

  // Reads the watch of a job until `is_enough` says so of a state or it ends. The
  // states; `end` is how the stream ended, when it did.
  std::vector<v1::Job> Watch(const std::string& id,
                             const std::function<bool(const v1::Job&)>& is_enough,
                             grpc::Status* end = nullptr) {
    grpc::ClientContext context;
    testing::SetDeadline(&context, 120);
    v1::WatchJobRequest request;
    request.set_name("jobs/" + id);
    const auto stream = jobs_->WatchJob(&context, request);
    std::vector<v1::Job> states;
    v1::WatchJobResponse message;
    while (stream->Read(&message)) {
      states.push_back(message.job());
      if (is_enough(message.job())) context.TryCancel();
    }
    const grpc::Status status = stream->Finish();
    if (end != nullptr) *end = status;
    return states;
  }
  v1::Job AwaitEnd(const std::string& id) {
    grpc::Status end;
    const auto states = Watch(
        id, [](const v1::Job&) { return false; }, &end);
    EXPECT_TRUE(end.ok()) << end.error_message();
    return states.empty() ? v1::Job() : states.back();
  }
  v1::Job AwaitProgress(const std::string& id, int64_t beyond) {
    const auto states = Watch(id, [&](const v1::Job& job) { return job.done() > beyond; });
    return states.empty() ? v1::Job() : states.back();
  }

  std::vector<v1::DocumentRevision> Revisions(const std::string& id) {
    v1::ListDocumentRevisionsRequest request;
    request.set_parent(Name(id));
    v1::ListDocumentRevisionsResponse response;
    const auto status =
        CallUnary(*documents_, &Documents::ListDocumentRevisions, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.revisions().begin(), response.revisions().end()};
  }
  // Documents of OldLetters(count) with a second revision; none has a third.
  int CountReanalyzed(int count) {
    int reanalyzed = 0;
    for (int i = 0; i < count; ++i) {
      const auto revisions = Revisions(Id(i));
      EXPECT_LE(revisions.size(), 2u) << Id(i);
      if (revisions.size() != 2) continue;
      EXPECT_EQ(revisions[0].cause(), v1::REVISION_CAUSE_REANALYZED);
      ++reanalyzed;
    }
    return reanalyzed;
  }

  std::vector<v1::Commitment> Commitments(const std::string& parent) {
    const auto queries = v1::QueryService::NewStub(channel_);
    v1::ListCommitmentsRequest request;
    request.set_parent(parent);
    v1::ListCommitmentsResponse response;
    const auto status =
        CallUnary(*queries, &v1::QueryService::Stub::ListCommitments, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.commitments().begin(), response.commitments().end()};
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Documents> documents_;
  std::unique_ptr<Jobs> jobs_;
};

TEST_F(JobTest, ADryRunCountsWhatARealRunThenDoes) {
  std::vector<OldLetter> letters = OldLetters(3);
  letters.push_back({"complete", Letter(50), /*is_complete=*/true});
  letters.push_back({"deleted", Letter(51), false, /*is_deleted=*/true});
  letters.push_back({"empty", " \n", /*is_complete=*/true});
  Start(letters);
  v1::ReanalyzeDocumentsRequest dry = Request("dry");
  dry.set_dry_run(true);
  v1::Job made;

  ASSERT_TRUE(Reanalyze(dry, &made).ok());
  const v1::Job counted = AwaitEnd("dry");
  const int after_dry_run = CountReanalyzed(3);
  ASSERT_TRUE(Reanalyze(Request("real")).ok());
  const v1::Job done = AwaitEnd("real");

  EXPECT_EQ(made.name(), "jobs/dry");
  EXPECT_EQ(after_dry_run, 0);
  EXPECT_EQ(CountReanalyzed(3), 3);
  for (const v1::Job* job : {&counted, &done}) {
    EXPECT_EQ(job->state(), v1::JOB_STATE_SUCCEEDED) << job->DebugString();
    EXPECT_EQ(job->done(), 5);
    EXPECT_EQ(job->total(), 5);
    EXPECT_EQ(job->failed(), 1) << "the empty one";
    EXPECT_EQ(job->reanalyze().engine_version(), pipeline::kEngineVersion);
    EXPECT_EQ(job->reanalyze().changed_documents(), 3);
    EXPECT_EQ(job->reanalyze().unchanged_documents(), 1);
    EXPECT_EQ(job->reanalyze().added_commitments(), 3);
    EXPECT_EQ(job->reanalyze().changed_commitments(), 3);
    EXPECT_EQ(job->reanalyze().removed_commitments(), 0);
    EXPECT_TRUE(job->has_end_time());
    EXPECT_EQ(job->expire_time().seconds() - job->end_time().seconds(), 30 * 24 * 3600);
  }
  EXPECT_TRUE(counted.reanalyze().dry_run());
  EXPECT_EQ(Revisions("complete").size(), 1u);
  EXPECT_EQ(Revisions("empty").size(), 1u);
}

TEST_F(JobTest, OldRevisionsReadAsTheyWereAndLineageIsKept) {
  Start(OldLetters(1));
  const auto before = Commitments(Name(Id(0)));

  ASSERT_TRUE(Reanalyze(Request("job", Name(Id(0)))).ok());
  AwaitEnd("job");
  const auto old = Commitments(Name(Id(0)) + "/revisions/1");
  const auto now = Commitments(Name(Id(0)));
  const auto revisions = Revisions(Id(0));

  ASSERT_EQ(before.size(), 1u);
  ASSERT_EQ(old.size(), 1u);
  ASSERT_EQ(now.size(), 2u);
  EXPECT_EQ(old[0].SerializeAsString(), before[0].SerializeAsString());
  EXPECT_EQ(now[0].lineage_id(), before[0].lineage_id());
  EXPECT_FALSE(before[0].has_deadline());
  EXPECT_TRUE(now[0].has_deadline());
  ASSERT_EQ(revisions.size(), 2u);
  EXPECT_EQ(revisions[0].source_sha256(), revisions[1].source_sha256());
  EXPECT_NE(revisions[0].snapshot().etag(), revisions[1].snapshot().etag());
  EXPECT_EQ(revisions[0].comment(), "jobs/job");
}

TEST_F(JobTest, AKilledJobGoesOnAndDoesNothingTwice) {
  constexpr int kLetters = 1000;
  Start(OldLetters(kLetters));
  ASSERT_TRUE(Reanalyze(Request("job")).ok());

  int64_t done = 0;
  for (int kills = 0; kills < 3; ++kills) {
    const v1::Job job = AwaitProgress("job", done);
    done = job.done();
    EXPECT_LT(done, kLetters) << "killed in the middle";
    server_.Kill();
    Restart();
    EXPECT_GE(Get("job").done(), done);
  }
  const v1::Job job = AwaitEnd("job");

  EXPECT_EQ(job.state(), v1::JOB_STATE_SUCCEEDED) << job.DebugString();
  EXPECT_EQ(job.done(), kLetters);
  EXPECT_EQ(job.reanalyze().changed_documents(), kLetters);
  EXPECT_EQ(job.reanalyze().added_commitments(), kLetters);
  EXPECT_EQ(CountReanalyzed(kLetters), kLetters);
}

TEST_F(JobTest, ACancelledJobKeepsWhatItHasDone) {
  constexpr int kLetters = 1000;
  Start(OldLetters(kLetters));
  ASSERT_TRUE(Reanalyze(Request("job")).ok());
  ASSERT_TRUE(Reanalyze(Request("waiting")).ok());
  AwaitProgress("job", 0);
  const auto cancel = [&](const std::string& id) {
    v1::CancelJobRequest request;
    request.set_name("jobs/" + id);
    v1::CancelJobResponse response;
    const auto status = CallUnary(*jobs_, &Jobs::CancelJob, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.job();
  };

  const v1::Job waiting = cancel("waiting");
  cancel("job");
  const v1::Job job = AwaitEnd("job");

  EXPECT_EQ(waiting.state(), v1::JOB_STATE_CANCELLED) << "it had not begun";
  EXPECT_EQ(job.state(), v1::JOB_STATE_CANCELLED);
  EXPECT_TRUE(job.cancel_requested());
  EXPECT_LT(job.done(), kLetters);
  EXPECT_EQ(CountReanalyzed(kLetters), job.reanalyze().changed_documents());
  EXPECT_EQ(cancel("job").state(), v1::JOB_STATE_CANCELLED) << "again: nothing happens";
}

TEST_F(JobTest, AnOrderlyRestartGoesOnWithWhatRunsAndWhatWaits) {
  constexpr int kLetters = 400;
  Start(OldLetters(kLetters));
  ASSERT_TRUE(Reanalyze(Request("first")).ok());
  ASSERT_TRUE(Reanalyze(Request("second", Name(Id(1)))).ok());
  AwaitProgress("first", 0);

  EXPECT_EQ(server_.Terminate(), 0) << server_.Log();
  Restart();
  const v1::Job second = AwaitEnd("second");
  const v1::Job first = Get("first");

  EXPECT_EQ(first.state(), v1::JOB_STATE_SUCCEEDED) << "the older one goes first";
  EXPECT_EQ(first.reanalyze().changed_documents(), kLetters);
  EXPECT_EQ(second.state(), v1::JOB_STATE_SUCCEEDED);
  EXPECT_EQ(second.reanalyze().unchanged_documents(), 1);
  EXPECT_EQ(CountReanalyzed(kLetters), kLetters);
}

TEST_F(JobTest, WritesOfClientsMeanwhileStay) {
  constexpr int kLetters = 400;
  Start(OldLetters(kLetters));
  ASSERT_TRUE(Reanalyze(Request("job")).ok());
  int updated = 0;
  // Along the way of the job, in front of it and behind it.
  for (int i = 0; i < kLetters; i += 7, ++updated) {
    v1::UpdateDocumentRequest request;
    request.mutable_document()->set_name(Name(Id(i)));
    (*request.mutable_document()->mutable_labels())["by"] = "client";
    v1::UpdateDocumentResponse response;
    const auto status = CallUnary(*documents_, &Documents::UpdateDocument, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  const v1::Job job = AwaitEnd("job");

  EXPECT_EQ(job.state(), v1::JOB_STATE_SUCCEEDED);
  EXPECT_EQ(job.failed(), 0);
  EXPECT_EQ(job.reanalyze().changed_documents() + job.reanalyze().unchanged_documents(), kLetters);
  for (int i = 0; i < kLetters; i += 7) {
    const auto revisions = Revisions(Id(i));
    ASSERT_FALSE(revisions.empty());
    // An update is analysed by the newest engine, so nothing is left to be done.
    EXPECT_EQ(revisions[0].cause(), v1::REVISION_CAUSE_METADATA_UPDATED) << Id(i);
    EXPECT_EQ(revisions[0].snapshot().labels().at("by"), "client") << Id(i);
    EXPECT_EQ(Commitments(Name(Id(i))).size(), 2u);
  }
}

TEST_F(JobTest, AWatchTellsEachStepAndEndsWithTheJob) {
  Start(OldLetters(300));
  ASSERT_TRUE(Reanalyze(Request("job")).ok());
  grpc::Status end;

  const auto states = Watch(
      "job", [](const v1::Job&) { return false; }, &end);
  const auto afterwards = Watch(
      "job", [](const v1::Job&) { return false; }, &end);

  EXPECT_TRUE(end.ok()) << end.error_message();
  ASSERT_GE(states.size(), 3u);
  for (size_t i = 1; i < states.size(); ++i) EXPECT_GE(states[i].done(), states[i - 1].done());
  EXPECT_EQ(states.back().state(), v1::JOB_STATE_SUCCEEDED);
  ASSERT_EQ(afterwards.size(), 1u);
  EXPECT_EQ(afterwards[0].SerializeAsString(), states.back().SerializeAsString());
}

TEST_F(JobTest, AWatchOfAJobThatRunsEndsWhenTheServerDrains) {
  Start(OldLetters(600));
  ASSERT_TRUE(Reanalyze(Request("job")).ok());
  grpc::ClientContext context;
  testing::SetDeadline(&context, 60);
  v1::WatchJobRequest request;
  request.set_name("jobs/job");
  const auto stream = jobs_->WatchJob(&context, request);
  v1::WatchJobResponse message;
  ASSERT_TRUE(stream->Read(&message));

  server_.Signal(SIGTERM);
  while (stream->Read(&message)) {
  }

  EXPECT_EQ(InfoOf(stream->Finish()).reason(), "DRAINING");
  EXPECT_EQ(server_.Wait(), 0) << server_.Log();
}

TEST_F(JobTest, WatchersOfDocumentsSeeTheRevisionsAndTheirCause) {
  Start(OldLetters(2));
  testing::WatchClient watch(
      channel_, testing::WatchRequest(v1::WATCH_TARGET_DOCUMENTS, "collections/water"));
  v1::WatchChangesResponse first;
  ASSERT_TRUE(watch.Read(&first));

  ASSERT_TRUE(Reanalyze(Request("job")).ok());
  std::vector<v1::Change> changes;
  watch.ReadUntil([&](const v1::WatchChangesResponse& message) {
    changes.insert(changes.end(), message.changes().begin(), message.changes().end());
    return changes.size() >= 2;
  });

  ASSERT_EQ(changes.size(), 2u);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(changes[i].name(), Name(Id(i)));
    EXPECT_EQ(changes[i].cause(), v1::REVISION_CAUSE_REANALYZED);
  }
}

TEST_F(JobTest, TheSameRequestFindsItsJobAndAnotherIsRefused) {
  Start(OldLetters(1));
  v1::Job first, again, other;

  ASSERT_TRUE(Reanalyze(Request("job"), &first).ok());
  AwaitEnd("job");
  ASSERT_TRUE(Reanalyze(Request("job"), &again).ok());
  const auto reused = Reanalyze(Request("job", Name(Id(0))));
  ASSERT_TRUE(Reanalyze(Request(""), &other).ok());

  EXPECT_EQ(again.name(), first.name());
  EXPECT_EQ(again.state(), v1::JOB_STATE_SUCCEEDED);
  EXPECT_EQ(InfoOf(reused).reason(), "REQUEST_ID_REUSED");
  EXPECT_GT(other.name().size(), std::string("jobs/").size());
  AwaitEnd(other.name().substr(5));
  EXPECT_EQ(CountReanalyzed(1), 1);
}

TEST_F(JobTest, BadRequestsNameTheirFault) {
  Start({});
  const auto reason_of = [&](const v1::ReanalyzeDocumentsRequest& request) {
    const auto info = InfoOf(Reanalyze(request));
    return absl::StrCat(info.reason(), " ",
                        info.metadata().count("field") ? info.metadata().at("field") : "");
  };
  v1::ReanalyzeDocumentsRequest many = Request("a");
  for (int i = 0; i < 100; ++i) many.add_parents("collections/water");
  v1::ReanalyzeDocumentsRequest all = Request("a");
  all.add_parents("collections/-");
  v1::GetJobRequest bad;
  bad.set_name("job/a");
  v1::GetJobRequest none;
  none.set_name("jobs/none");
  v1::CancelJobRequest cancel;
  cancel.set_name("jobs/none");
  v1::GetJobResponse got;
  v1::CancelJobResponse cancelled;

  EXPECT_EQ(reason_of({}), "FIELD_INVALID parents");
  EXPECT_EQ(reason_of(many), "FIELD_INVALID parents");
  EXPECT_EQ(reason_of(all), "FIELD_INVALID parents[1]");
  EXPECT_EQ(reason_of(Request("a", "water")), "FIELD_INVALID parents[0]");
  EXPECT_EQ(reason_of(Request("A")), "FIELD_INVALID job_id");
  EXPECT_EQ(reason_of(Request("a", Name("none"))), "DOCUMENT_NOT_FOUND ");
  EXPECT_EQ(InfoOf(CallUnary(*jobs_, &Jobs::GetJob, bad, &got)).reason(), "FIELD_INVALID");
  const auto missing = CallUnary(*jobs_, &Jobs::GetJob, none, &got);
  EXPECT_EQ(missing.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(InfoOf(missing).reason(), "JOB_NOT_FOUND");
  EXPECT_EQ(InfoOf(CallUnary(*jobs_, &Jobs::CancelJob, cancel, &cancelled)).reason(),
            "JOB_NOT_FOUND");
  grpc::Status end;
  Watch(
      "none", [](const v1::Job&) { return false; }, &end);
  EXPECT_EQ(InfoOf(end).reason(), "JOB_NOT_FOUND");
}

TEST_F(JobTest, JobsAreListedInPagesNewestFirst) {
  Start({});
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(Reanalyze(Request(id)).ok());
  v1::ListJobsRequest request;
  request.set_page_size(2);
  v1::ListJobsResponse page, second, refused;

  ASSERT_TRUE(CallUnary(*jobs_, &Jobs::ListJobs, request, &page).ok());
  ASSERT_TRUE(Reanalyze(Request("later")).ok());
  request.set_page_token(page.next_page_token());
  ASSERT_TRUE(CallUnary(*jobs_, &Jobs::ListJobs, request, &second).ok());
  request.set_page_token("x");
  const auto forged = CallUnary(*jobs_, &Jobs::ListJobs, request, &refused);

  const auto names = [](const v1::ListJobsResponse& list) {
    std::vector<std::string> out;
    for (const v1::Job& job : list.jobs()) out.push_back(job.name());
    return out;
  };
  EXPECT_THAT(names(page), ElementsAre("jobs/c", "jobs/b"));
  EXPECT_THAT(names(second), ElementsAre("jobs/a"));
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_EQ(InfoOf(forged).reason(), "TOKEN_MALFORMED");
}

}  // namespace
}  // namespace pledge
