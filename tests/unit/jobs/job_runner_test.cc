// The runner with work of our own making on a store that fails on command.
#include "service/jobs/job_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "service/base/error.h"
#include "service/base/sha256.h"
#include "service/jobs/job_point.h"
#include "tests/contract/store_fixture.h"

namespace pledge::jobs {
namespace {

using storage::JobState;
using storage::StoredJob;
using ::testing::ElementsAre;
using testing::EngineKinds;
using testing::MakePut;
using testing::StoreTest;

// What each step of the test's work does.
using StepFunction = std::function<absl::StatusOr<StepResult>(const JobPoint&, const StepContext&)>;

class FunctionWork final : public JobWork {
 public:
  explicit FunctionWork(StepFunction step) : step_(std::move(step)) {}
  absl::StatusOr<StepResult> Step(const JobPoint& from, const StepContext& context) override {
    return step_(from, context);
  }

 private:
  const StepFunction step_;
};

// One item on; ends with the last one.
StepResult Count(const JobPoint& from) {
  StepResult result{{}, from, false};
  result.after.job.set_done(from.job.done() + 1);
  result.after.job.mutable_trim()->set_trimmed_revisions(result.after.job.done());
  result.after.cursor = absl::StrCat("at ", result.after.job.done());
  result.is_finished = result.after.job.done() >= from.job.total();
  return result;
}

class JobRunnerTest : public StoreTest {
 protected:
  JobRunnerTest() { Reopen(); }
  ~JobRunnerTest() override { runner_.reset(); }

  void Start(StepFunction step) {
    const WorkRegistry registry = {
        {v1::Job::kTrim, [step] { return std::make_unique<FunctionWork>(step); }}};
    runner_ = std::make_unique<JobRunner>(store(), registry,
                                          RunnerOptions{.retry_delay = absl::Milliseconds(1)});
  }

  void Create(const std::string& id, int total = 3) {
    JobPoint start;
    start.job.set_total(total);
    start.job.mutable_trim()->add_parents("collections/-");
    absl::Notification done;
    store().Jobs().CreateJob({id, "tester", Sha256(id), EncodePoint(start)},
                             [&](const absl::StatusOr<StoredJob>& job) {
                               EXPECT_TRUE(job.ok()) << job.status();
                               done.Notify();
                             });
    done.WaitForNotification();
    if (runner_ != nullptr) runner_->Notify();
  }

  void Cancel(const std::string& id) {
    absl::Notification done;
    store().Jobs().CancelJob(id, [&](const auto&) { done.Notify(); });
    done.WaitForNotification();
    runner_->Notify();
  }

  // As a process leaves the job that dies in the middle of a step.
  void Crash(const std::string& id, int crash_count) {
    absl::Notification done;
    store().Jobs().UpdateJob({.id = id, .crash_count = crash_count},
                             [&](const auto&) { done.Notify(); });
    done.WaitForNotification();
  }

  StoredJob Get(const std::string& id) {
    const auto job = store().Jobs().GetJob(id);
    EXPECT_TRUE(job.ok()) << job.status();
    return job.value_or(StoredJob());
  }

  // Waits until the job is as `is_so` wants it.
  StoredJob Await(const std::string& id, const std::function<bool(const StoredJob&)>& is_so) {
    for (;;) {
      const uint64_t seen = runner_->change_count();
      StoredJob job = Get(id);
      if (is_so(job)) return job;
      runner_->AwaitChange(seen, absl::Seconds(60));
    }
  }
  StoredJob AwaitEnd(const std::string& id) {
    return Await(id, [](const StoredJob& job) { return HasEnded(job.state); });
  }

  std::unique_ptr<JobRunner> runner_;
};

TEST_P(JobRunnerTest, AJobRunsStepByStepToItsEnd) {
  std::vector<std::string> cursors;  // written before the end is seen
  Start([&](const JobPoint& from, const StepContext& context) {
    EXPECT_EQ(context.job_name, "jobs/a");
    EXPECT_EQ(context.actor, "tester");
    cursors.push_back(from.cursor);
    return Count(from);
  });

  Create("a");
  const StoredJob job = AwaitEnd("a");

  EXPECT_EQ(job.state, JobState::kSucceeded);
  EXPECT_TRUE(job.end_time.has_value());
  EXPECT_THAT(cursors, ElementsAre("", "at 1", "at 2"));
  const auto point = DecodePoint(job.progress);
  ASSERT_TRUE(point.ok()) << point.status();
  EXPECT_EQ(point->job.done(), 3);
  EXPECT_EQ(point->job.total(), 3);
  EXPECT_EQ(point->job.trim().trimmed_revisions(), 3);
  EXPECT_EQ(point->job.trim().parents(0), "collections/-");
}

TEST_P(JobRunnerTest, JobsRunOneAfterTheOther) {
  Create("b");
  Create("a");
  std::vector<std::string> steps;

  Start([&](const JobPoint& from, const StepContext& context) {
    steps.push_back(context.job_name);
    return Count(from);
  });
  AwaitEnd("a");

  EXPECT_THAT(steps, ElementsAre("jobs/b", "jobs/b", "jobs/b", "jobs/a", "jobs/a", "jobs/a"));
}

TEST_P(JobRunnerTest, ACancelledJobEndsBetweenTwoSteps) {
  absl::Notification begun, go_on;
  Start([&](const JobPoint& from, const StepContext&) {
    begun.Notify();  // a second step would notify again, which aborts
    go_on.WaitForNotification();
    return Count(from);
  });
  Create("a");
  begun.WaitForNotification();

  Cancel("a");
  EXPECT_EQ(Get("a").state, JobState::kRunning);
  go_on.Notify();
  const StoredJob job = AwaitEnd("a");

  EXPECT_EQ(job.state, JobState::kCancelled);
  EXPECT_EQ(job.progress.done, 1) << "what it has done stays";
}

TEST_P(JobRunnerTest, AStoppedJobIsGoneOnWithWhereItStood) {
  absl::Notification asked_to_stop;
  Start([&](const JobPoint& from, const StepContext& context) {
    if (from.job.done() == 1) {
      asked_to_stop.Notify();
      while (!context.must_stop()) absl::SleepFor(absl::Milliseconds(1));
    }
    return Count(from);
  });
  Create("a", 5);
  asked_to_stop.WaitForNotification();
  runner_->Stop();
  const StoredJob parked = Get("a");
  std::vector<std::string> cursors;

  Start([&](const JobPoint& from, const StepContext&) {
    cursors.push_back(from.cursor);
    return Count(from);
  });
  AwaitEnd("a");

  EXPECT_EQ(parked.state, JobState::kRunning);
  EXPECT_TRUE(parked.is_parked);
  EXPECT_EQ(parked.progress.done, 2);
  EXPECT_THAT(cursors, ElementsAre("at 2", "at 3", "at 4"));
}

TEST_P(JobRunnerTest, AJobIsTriedAgainAfterOneCrashAndNotAfterTwo) {
  Create("a");
  Create("b");
  Crash("a", 0);
  Crash("b", 0);
  Crash("b", 1);
  std::vector<std::string> steps;

  Start([&](const JobPoint& from, const StepContext& context) {
    steps.push_back(context.job_name);
    return Count(from);
  });
  const StoredJob a = AwaitEnd("a");
  const StoredJob b = AwaitEnd("b");

  EXPECT_EQ(a.state, JobState::kSucceeded);
  EXPECT_EQ(b.state, JobState::kFailed);
  EXPECT_EQ(ReasonOf(b.error), ErrorReason::kBug);
  EXPECT_THAT(steps, ElementsAre("jobs/a", "jobs/a", "jobs/a"));
}

TEST_P(JobRunnerTest, ACrashIsForgottenOnceAStepGoesThrough) {
  Create("a", 2);
  Crash("a", 0);
  absl::Notification second, go_on;
  Start([&](const JobPoint& from, const StepContext&) {
    if (from.job.done() == 1) {
      second.Notify();
      go_on.WaitForNotification();
    }
    return Count(from);
  });

  second.WaitForNotification();
  EXPECT_EQ(Get("a").crash_count, 0);
  go_on.Notify();
  AwaitEnd("a");
}

TEST_P(JobRunnerTest, AnErrorOfAStepFailsTheJob) {
  Start([&](const JobPoint&, const StepContext&) {
    return MakeError(ErrorReason::kChecksumFailed, "a row does not parse");
  });

  Create("a");
  const StoredJob job = AwaitEnd("a");

  EXPECT_EQ(job.state, JobState::kFailed);
  EXPECT_EQ(ReasonOf(job.error), ErrorReason::kChecksumFailed);
}

TEST_P(JobRunnerTest, APassingErrorOfAStepIsWaitedOut) {
  int failures = 3;
  Start([&](const JobPoint& from, const StepContext&) -> absl::StatusOr<StepResult> {
    if (failures-- > 0) return absl::UnavailableError("the disk is away");
    return Count(from);
  });

  Create("a");

  EXPECT_EQ(AwaitEnd("a").state, JobState::kSucceeded);
}

TEST_P(JobRunnerTest, AJobWaitsUntilTheStoreTakesWrites) {
  absl::Notification full;
  Start([&](const JobPoint& from, const StepContext&) {
    if (from.job.done() == 1 && !full.HasBeenNotified()) {
      faults_->free_disk_bytes = 0;
      full.Notify();
    }
    return Count(from);
  });
  Create("a");
  full.WaitForNotification();
  while (store().Condition() == storage::StoreCondition::kReadWrite) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_EQ(Get("a").progress.done, 1);

  faults_->free_disk_bytes = UINT64_MAX;
  const StoredJob job = AwaitEnd("a");

  EXPECT_EQ(job.state, JobState::kSucceeded);
  EXPECT_EQ(job.progress.done, 3);
}

TEST_P(JobRunnerTest, AStepWhoseWriteIsOvertakenIsMadeAnew) {
  ASSERT_TRUE(testing::Put(store(), MakePut("letters", "d", "text")).ok());
  const auto write = [](const StepResult& step, const std::string& document_id) {
    StepWrite out{MakePut("letters", document_id, "text"), step.after};
    out.put.if_exists = storage::IfExists::kFail;
    out.after.cursor = absl::StrCat("wrote ", document_id);
    return out;
  };
  std::vector<std::string> steps;
  Start([&](const JobPoint& from, const StepContext& context) {
    steps.push_back(absl::StrCat(from.cursor, "/", context.refusals));
    StepResult step = Count(from);
    if (context.refusals == 0) step.writes.push_back(write(step, "new"));
    if (context.refusals < 2) step.writes.push_back(write(step, "d"));  // is there
    return step;
  });

  Create("a", 2);
  AwaitEnd("a");

  // The first write of the first step went through, and nothing twice.
  EXPECT_THAT(steps, ElementsAre("/0", "wrote new/1", "wrote new/2"));
  EXPECT_TRUE(store().GetDocument("letters", "new", head()).ok());
}

TEST_P(JobRunnerTest, AJobThatNothingHereCanDoFails) {
  Start([](const JobPoint& from, const StepContext&) { return Count(from); });
  JobPoint start;
  start.job.mutable_verify();
  absl::Notification done;
  store().Jobs().CreateJob({"a", "tester", Sha256("a"), EncodePoint(start)},
                           [&](const auto&) { done.Notify(); });
  done.WaitForNotification();
  runner_->Notify();

  EXPECT_EQ(AwaitEnd("a").state, JobState::kFailed);
}

INSTANTIATE_TEST_SUITE_P(Memory, JobRunnerTest, ::testing::Values(EngineKinds()[0]),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::jobs
