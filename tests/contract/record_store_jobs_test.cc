// Durable jobs: their rows, and steps whose writes and progress stand or fall
// together. Run on every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "service/base/error.h"
#include "service/base/sha256.h"
#include "storage/job_store.h"
#include "tests/contract/store_fixture.h"
#include "tests/contract/store_verifier.h"

namespace pledge::storage {
namespace {

using ::testing::ElementsAre;
using testing::EngineKinds;
using testing::MakePut;
using testing::Put;
using testing::StoreTest;

NewJob MakeJob(const std::string& id, const std::string& request = "request") {
  return {id, "tester", Sha256(request), {.work = "work of " + id, .total = 3}};
}

class RecordStoreJobs : public StoreTest {
 protected:
  RecordStoreJobs() { Reopen(); }

  JobStore& jobs() { return store().Jobs(); }

  absl::StatusOr<StoredJob> Create(NewJob job) {
    return Wait<StoredJob>([&](auto done) { jobs().CreateJob(std::move(job), done); });
  }
  absl::StatusOr<StoredJob> Cancel(const std::string& id) {
    return Wait<StoredJob>([&](auto done) { jobs().CancelJob(id, done); });
  }
  absl::StatusOr<JobUpdateResult> Update(JobUpdate update) {
    return Wait<JobUpdateResult>([&](auto done) { jobs().UpdateJob(std::move(update), done); });
  }
  void End(const std::string& id, JobState state = JobState::kSucceeded) {
    const auto ended = Update({.id = id, .state = state});
    ASSERT_TRUE(ended.ok()) << ended.status();
  }

  // An analysis of `source`, made again on the head of the document as it is.
  PutDocumentRequest Reanalysis(const std::string& document_id, const std::string& source,
                                const std::string& result) {
    PutDocumentRequest put = MakePut("letters", document_id, source);
    auto draft = std::make_shared<RevisionDraft>(*put.draft);
    draft->result_digest = Sha256(result);
    draft->engine_version = "test-2";
    draft->commitments = PackRecords({{result, 1}}, "");
    draft->columns.commitments.resize(1);
    const auto document = store().GetDocument("letters", document_id, head());
    EXPECT_TRUE(document.ok()) << document.status();
    draft->base_commit = document->commit.number;
    put.draft = std::move(draft);
    put.is_reanalysis = true;
    return put;
  }

  std::vector<std::string> ListIds(CommitNumber before = UINT64_MAX, size_t limit = 100) {
    std::vector<std::string> ids;
    const auto page = jobs().ListJobs(before, limit);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return ids;
    for (const StoredJob& job : *page) ids.push_back(job.id);
    return ids;
  }

  uint64_t OrdinalOf(const std::string& document_id) {
    const auto document = store().GetDocument("letters", document_id, head());
    EXPECT_TRUE(document.ok()) << document.status();
    return document.ok() ? document->ordinal : 0;
  }

 private:
  template <typename Result, typename Start>
  static absl::StatusOr<Result> Wait(const Start& start) {
    absl::StatusOr<Result> answer = absl::UnknownError("no answer");
    absl::Notification done;
    start([&](absl::StatusOr<Result> result) {
      answer = std::move(result);
      done.Notify();
    });
    done.WaitForNotification();
    return answer;
  }
};

TEST_P(RecordStoreJobs, AJobIsKeptAsItWasMade) {
  const auto made = Create(MakeJob("a"));
  ASSERT_TRUE(made.ok()) << made.status();
  Reopen();

  const auto job = jobs().GetJob("a");

  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->state, JobState::kPending);
  EXPECT_EQ(job->actor, "tester");
  EXPECT_EQ(job->progress.work, "work of a");
  EXPECT_EQ(job->progress.total, 3);
  EXPECT_EQ(job->create_commit, made->commit.number);
  EXPECT_EQ(job->create_time, made->commit.time);
  EXPECT_FALSE(job->end_time.has_value());
  EXPECT_EQ(ReasonOf(jobs().GetJob("b").status()), ErrorReason::kJobNotFound);
}

TEST_P(RecordStoreJobs, TheSameRequestFindsTheJobAndAnotherIsRefused) {
  const auto made = Create(MakeJob("a"));
  const auto again = Create(MakeJob("a"));
  const auto other = Create(MakeJob("a", "other request"));

  ASSERT_TRUE(made.ok() && again.ok());
  EXPECT_FALSE(made->is_replayed);
  EXPECT_TRUE(again->is_replayed);
  EXPECT_EQ(again->create_commit, made->create_commit);
  EXPECT_EQ(ReasonOf(other.status()), ErrorReason::kRequestIdReused);
  EXPECT_THAT(ListIds(), ElementsAre("a"));
}

TEST_P(RecordStoreJobs, JobsAreListedNewestFirstInPages) {
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(Create(MakeJob(id)).ok());
  const auto b = jobs().GetJob("b");

  EXPECT_THAT(ListIds(), ElementsAre("c", "b", "a"));
  EXPECT_THAT(ListIds(UINT64_MAX, 2), ElementsAre("c", "b"));
  EXPECT_THAT(ListIds(b->create_commit), ElementsAre("a"));
}

TEST_P(RecordStoreJobs, TheOldestUnfinishedJobComesFirst) {
  EXPECT_FALSE(jobs().FirstUnfinishedJob()->has_value());
  for (const char* id : {"a", "b"}) ASSERT_TRUE(Create(MakeJob(id)).ok());

  EXPECT_EQ((*jobs().FirstUnfinishedJob())->id, "a");
  End("a");
  EXPECT_EQ((*jobs().FirstUnfinishedJob())->id, "b");
  End("b", JobState::kFailed);
  EXPECT_FALSE(jobs().FirstUnfinishedJob()->has_value());
}

TEST_P(RecordStoreJobs, CancellingEndsWhatHasNotBegunAndMarksWhatRuns) {
  for (const char* id : {"pending", "running", "ended"}) ASSERT_TRUE(Create(MakeJob(id)).ok());
  ASSERT_TRUE(Update({.id = "running"}).ok());
  End("ended");

  const auto pending = Cancel("pending");
  const auto running = Cancel("running");
  const auto ended = Cancel("ended");

  EXPECT_EQ(pending->state, JobState::kCancelled);
  EXPECT_TRUE(pending->end_time.has_value());
  EXPECT_EQ(running->state, JobState::kRunning);
  EXPECT_TRUE(running->cancel_requested);
  EXPECT_EQ(ended->state, JobState::kSucceeded);
  EXPECT_FALSE(ended->cancel_requested);
  EXPECT_EQ(ReasonOf(Cancel("none").status()), ErrorReason::kJobNotFound);
  EXPECT_EQ((*jobs().FirstUnfinishedJob())->id, "running");
}

TEST_P(RecordStoreJobs, AStepKeepsAWishToStop) {
  ASSERT_TRUE(Create(MakeJob("a")).ok());
  ASSERT_TRUE(Update({.id = "a"}).ok());
  ASSERT_TRUE(Cancel("a").ok());

  const auto step = Update({.id = "a", .progress = JobProgress{.work = "w", .cursor = "1"}});

  ASSERT_TRUE(step.ok()) << step.status();
  EXPECT_TRUE(step->job.cancel_requested);
  EXPECT_EQ(step->job.progress.cursor, "1");
}

TEST_P(RecordStoreJobs, AnEndedJobStaysAsItIs) {
  ASSERT_TRUE(Create(MakeJob("a")).ok());
  const auto failed = Update({.id = "a",
                              .state = JobState::kFailed,
                              .error = MakeError(ErrorReason::kBug, "why", {{"key", "value"}})});
  ASSERT_TRUE(failed.ok()) << failed.status();
  const CommitNumber before = head();

  const auto later = Update({.id = "a", .progress = JobProgress{.work = "later"}});

  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_EQ(head(), before);
  EXPECT_EQ(later->job.state, JobState::kFailed);
  EXPECT_EQ(later->job.progress.work, "work of a");
  EXPECT_EQ(ReasonOf(later->job.error), ErrorReason::kBug);
  EXPECT_EQ(MetadataOf(later->job.error), (ErrorMetadata{{"key", "value"}}));
}

TEST_P(RecordStoreJobs, AnAnalysisMadeAgainIsARevisionOfTheSameSource) {
  ASSERT_TRUE(Put(store(), MakePut("letters", "d", "text")).ok());

  const auto made = Put(store(), Reanalysis("d", "text", "new records"));
  const auto same = Put(store(), Reanalysis("d", "text", "new records"));

  ASSERT_TRUE(made.ok() && same.ok()) << made.status() << same.status();
  EXPECT_EQ(made->outcome, PutOutcome::kUpdated);
  EXPECT_EQ(made->revision.cause, RevisionCause::kReanalyzed);
  EXPECT_EQ(made->revision.engine_version, "test-2");
  EXPECT_EQ(made->revision.ordinal, 2u);
  EXPECT_EQ(store().ReadSource(made->revision).value_or(""), "text");
  EXPECT_EQ(same->outcome, PutOutcome::kUnchanged);
  EXPECT_EQ(OrdinalOf("d"), 2u);
}

TEST_P(RecordStoreJobs, AnAnalysisMadeAgainNeverCoversAnotherWrite) {
  ASSERT_TRUE(Put(store(), MakePut("letters", "d", "text")).ok());
  PutDocumentRequest stale = Reanalysis("d", "text", "new records");
  ASSERT_TRUE(Put(store(), MakePut("letters", "d", "text", "other fields")).ok());

  EXPECT_EQ(ReasonOf(Put(store(), std::move(stale)).status()), ErrorReason::kHeadMoved);
  EXPECT_EQ(ReasonOf(Put(store(), Reanalysis("d", "other text", "records")).status()),
            ErrorReason::kBug);
  EXPECT_EQ(OrdinalOf("d"), 2u);
}

TEST_P(RecordStoreJobs, AStepsWritesStandWithItsProgress) {
  ASSERT_TRUE(Create(MakeJob("a")).ok());
  for (const char* id : {"d1", "d2"}) ASSERT_TRUE(Put(store(), MakePut("letters", id, id)).ok());
  JobUpdate step{.id = "a"};
  step.writes.push_back({Reanalysis("d1", "d1", "r"), {.work = "one", .cursor = "d1", .done = 1}});
  step.writes.push_back({Reanalysis("d2", "d2", "r"), {.work = "two", .cursor = "d2", .done = 2}});
  step.progress = JobProgress{.work = "three", .cursor = "end", .done = 3, .failed = 1};

  const auto result = Update(std::move(step));
  Reopen();

  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_TRUE(result->refused.ok()) << result->refused;
  const auto job = jobs().GetJob("a");
  EXPECT_EQ(job->state, JobState::kRunning);
  EXPECT_EQ(job->progress.cursor, "end");
  EXPECT_EQ(job->progress.done, 3);
  EXPECT_EQ(job->progress.failed, 1);
  EXPECT_EQ(OrdinalOf("d1"), 2u);
  EXPECT_EQ(OrdinalOf("d2"), 2u);
}

TEST_P(RecordStoreJobs, AStepEndsBeforeTheFirstWriteThatIsRefused) {
  ASSERT_TRUE(Create(MakeJob("a")).ok());
  for (const char* id : {"d1", "d2"}) ASSERT_TRUE(Put(store(), MakePut("letters", id, id)).ok());
  JobUpdate step{.id = "a", .state = JobState::kSucceeded};
  step.writes.push_back({Reanalysis("d1", "d1", "r"), {.work = "one", .cursor = "d1", .done = 1}});
  step.writes.push_back({Reanalysis("d2", "d2", "r"), {.work = "two", .cursor = "d2", .done = 2}});
  step.progress = JobProgress{.work = "three", .cursor = "end", .done = 3};
  JobUpdate again = step;
  ASSERT_TRUE(Put(store(), MakePut("letters", "d2", "newer text")).ok());

  const auto result = Update(std::move(step));
  const CommitNumber before = head();
  again.writes.erase(again.writes.begin());
  const auto nothing = Update(std::move(again));

  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(ReasonOf(result->refused), ErrorReason::kHeadMoved);
  EXPECT_EQ(result->job.state, JobState::kRunning);
  EXPECT_EQ(result->job.progress.cursor, "d1");
  EXPECT_EQ(result->job.progress.done, 1);
  EXPECT_EQ(OrdinalOf("d1"), 2u);
  EXPECT_EQ(OrdinalOf("d2"), 2u);
  ASSERT_TRUE(nothing.ok()) << nothing.status();
  EXPECT_EQ(ReasonOf(nothing->refused), ErrorReason::kHeadMoved);
  EXPECT_EQ(nothing->job.progress.cursor, "d1");
  EXPECT_EQ(head(), before);
}

TEST_P(RecordStoreJobs, AStepThatIsNotCommittedLeavesNothing) {
  ASSERT_TRUE(Create(MakeJob("a")).ok());
  ASSERT_TRUE(Put(store(), MakePut("letters", "d", "d")).ok());
  JobUpdate step{.id = "a", .progress = JobProgress{.work = "w", .cursor = "end", .done = 1}};
  step.writes.push_back({Reanalysis("d", "d", "r"), {.work = "w", .cursor = "d", .done = 1}});

  faults_->SetNextCommit(testing::Faults::NextCommit::kRefuse);
  const auto result = Update(std::move(step));

  EXPECT_EQ(ReasonOf(result.status()), ErrorReason::kStoreReadOnly);
  EXPECT_EQ(jobs().GetJob("a")->progress.cursor, "");
  EXPECT_EQ(jobs().GetJob("a")->state, JobState::kPending);
  EXPECT_EQ(OrdinalOf("d"), 1u);
}

TEST_P(RecordStoreJobs, NoMoreJobsWaitThanTheLimit) {
  for (size_t i = 0; i < kMaxUnfinishedJobs; ++i) {
    ASSERT_TRUE(Create(MakeJob(absl::StrCat("j", i))).ok());
  }

  EXPECT_EQ(ReasonOf(Create(MakeJob("more")).status()), ErrorReason::kServerBusy);
  EXPECT_TRUE(Create(MakeJob("j0")).ok());  // is there
  End("j0");
  EXPECT_TRUE(Create(MakeJob("more")).ok());
}

TEST_P(RecordStoreJobs, EndedJobsGoAfterThirtyDays) {
  for (const char* id : {"old", "runs", "young"}) ASSERT_TRUE(Create(MakeJob(id)).ok());
  End("old");
  clock_.Advance(absl::Hours(24));
  End("young");

  clock_.Advance(kEndedJobKept - absl::Hours(25));
  ASSERT_TRUE(jobs().ExpireJobs().ok());
  EXPECT_THAT(ListIds(), ElementsAre("young", "runs", "old"));
  clock_.Advance(absl::Hours(2));
  ASSERT_TRUE(jobs().ExpireJobs().ok());
  const CommitNumber before = head();
  ASSERT_TRUE(jobs().ExpireJobs().ok());

  EXPECT_EQ(head(), before) << "nothing was left to be deleted";
  EXPECT_THAT(ListIds(), ElementsAre("young", "runs"));
  EXPECT_EQ(ReasonOf(jobs().GetJob("old").status()), ErrorReason::kJobNotFound);
  const auto again = Create(MakeJob("old", "another request"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->is_replayed);
}

TEST_P(RecordStoreJobs, JobsOfOneGroupSeeEachOther) {
  faults_->Hold();
  std::vector<absl::StatusOr<StoredJob>> answers;
  absl::Mutex mutex;
  const auto note = [&](absl::StatusOr<StoredJob> job) {
    absl::MutexLock lock(&mutex);
    answers.push_back(std::move(job));
  };
  jobs().CreateJob(MakeJob("first"), note);  // goes alone, the others gather
  jobs().CreateJob(MakeJob("a"), note);
  jobs().CreateJob(MakeJob("a"), note);
  jobs().CreateJob(MakeJob("a", "other"), note);
  jobs().CancelJob("a", note);
  faults_->Release();
  {
    const auto is_done = [&] { return answers.size() == 5; };
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&is_done));
  }

  EXPECT_FALSE(answers[1]->is_replayed);
  EXPECT_TRUE(answers[2]->is_replayed);
  EXPECT_EQ(ReasonOf(answers[3].status()), ErrorReason::kRequestIdReused);
  EXPECT_EQ(answers[4]->state, JobState::kCancelled);
  EXPECT_EQ(jobs().GetJob("a")->state, JobState::kCancelled);
  EXPECT_EQ((*jobs().FirstUnfinishedJob())->id, "first");
}

TEST_P(RecordStoreJobs, TheRowsOfStepsAreWhole) {
  ASSERT_TRUE(Create(MakeJob("a")).ok());
  ASSERT_TRUE(Put(store(), MakePut("letters", "d", "d")).ok());
  JobUpdate step{.id = "a", .state = JobState::kSucceeded};
  step.writes.push_back({Reanalysis("d", "d", "r"), {.work = "w", .cursor = "d", .done = 1}});
  ASSERT_TRUE(Update(std::move(step)).ok());
  store_.reset();

  const auto engine = home_->Open();

  EXPECT_THAT(testing::FindBrokenRows(*engine), ::testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreJobs, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
