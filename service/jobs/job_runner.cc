#include "service/jobs/job_runner.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

#include "absl/synchronization/notification.h"
#include "service/base/error.h"
#include "service/base/log.h"
#include "service/base/resource_name.h"
#include "service/jobs/job_point.h"

namespace pledge::jobs {
namespace {

using storage::JobState;
using storage::JobUpdate;
using storage::JobUpdateResult;

// As `nice` takes it: whoever serves a call comes first.
constexpr int kNiceness = 10;
// A job that stood at the same place at so many crashes is given up.
constexpr int kMaxCrashes = 2;

// Failures that end by themselves or by an operator's hand.
bool IsPassing(const absl::Status& status) {
  const auto reason = ReasonOf(status);
  return absl::IsUnavailable(status) || reason == ErrorReason::kDiskReserve ||
         reason == ErrorReason::kServerBusy || reason == ErrorReason::kRecoveredBehindMark;
}

// Another write of the document came first: the step is made anew from what is
// there now.
bool IsOvertaken(const absl::Status& status) {
  const auto reason = ReasonOf(status);
  return reason == ErrorReason::kHeadMoved || reason == ErrorReason::kDocumentDeleted ||
         reason == ErrorReason::kDocumentNotFound || reason == ErrorReason::kEtagMismatch ||
         reason == ErrorReason::kDocumentExists;
}

absl::Status GivenUp() {
  return MakeError(ErrorReason::kBug,
                   "the server ended without notice at the same step of the job again and again");
}

}  // namespace

struct JobRunner::Run {
  storage::StoredJob job;
  std::unique_ptr<JobWork> work;
  int refusals = 0;
};

JobRunner::JobRunner(storage::RecordStore& store, WorkRegistry registry, RunnerOptions options)
    : store_(store),
      registry_(std::move(registry)),
      options_(options),
      thread_([this] { Loop(); }) {}

JobRunner::~JobRunner() { Stop(); }

void JobRunner::Stop() {
  is_stopping_ = true;
  Notify();
  if (thread_.joinable()) thread_.join();
}

void JobRunner::Notify() {
  absl::MutexLock lock(&mutex_);
  ++change_count_;
}

uint64_t JobRunner::change_count() const {
  absl::MutexLock lock(&mutex_);
  return change_count_;
}

void JobRunner::AwaitChange(uint64_t past, absl::Duration timeout) const {
  const auto has_changed = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return change_count_ > past;
  };
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&has_changed), timeout);
}

void JobRunner::AwaitWork(uint64_t seen) { AwaitChange(seen, absl::InfiniteDuration()); }

void JobRunner::Pause(const std::string& job_id, const absl::Status& why) {
  if (why != paused_for_) {
    Log(LogLevel::kWarning, "job_waits", {{"job", job_id}, {"error", why.ToString()}});
    paused_for_ = why;
  }
  absl::MutexLock lock(&mutex_);
  const auto must_end = [this] { return is_stopping(); };
  mutex_.AwaitWithTimeout(absl::Condition(&must_end), options_.retry_delay);
}

void JobRunner::Loop() {
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kNiceness);
  while (!is_stopping()) {
    const uint64_t seen = change_count();
    auto job = store_.Jobs().FirstUnfinishedJob();
    if (!job.ok()) {
      Pause("", job.status());
    } else if (job->has_value()) {
      RunJob(**std::move(job));
    } else {
      AwaitWork(seen);
    }
  }
}

void JobRunner::RunJob(storage::StoredJob job) {
  Run run{std::move(job), nullptr, 0};
  if (!Begin(run)) return;
  while (!is_stopping()) {
    if (run.job.cancel_requested) return End(run, JobState::kCancelled, absl::OkStatus());
    if (!TakeStep(run)) return;
  }
  Park(run);
}

bool JobRunner::Begin(Run& run) {
  const bool has_crashed = run.job.state == JobState::kRunning && !run.job.is_parked;
  JobUpdate update;
  update.id = run.job.id;
  update.crash_count = run.job.crash_count + (has_crashed ? 1 : 0);
  if (update.crash_count >= kMaxCrashes) {
    update.state = JobState::kFailed;
    update.error = GivenUp();
  }
  auto begun = Commit(std::move(update));
  if (!begun.ok()) {
    Pause(run.job.id, begun.status());
    return false;
  }
  run.job = std::move(begun->job);
  if (HasEnded(run.job.state)) return false;
  const auto point = DecodePoint(run.job.progress);
  if (!point.ok()) return Fail(run, point.status());
  const auto factory = registry_.find(point->job.work_case());
  if (factory == registry_.end()) {
    return Fail(run, MakeError(ErrorReason::kBug, "this server knows no work of this kind"));
  }
  run.work = factory->second();
  return true;
}

bool JobRunner::TakeStep(Run& run) {
  const auto point = DecodePoint(run.job.progress);
  if (!point.ok()) return Fail(run, point.status());
  const StepContext context{MakeJobName(run.job.id), run.job.actor, run.refusals,
                            [this] { return is_stopping(); }};
  absl::StatusOr<StepResult> step = run.work->Step(*point, context);
  if (!step.ok()) return Fail(run, step.status());

  JobUpdate update;
  update.id = run.job.id;
  for (StepWrite& write : step->writes) {
    update.writes.push_back({std::move(write.put), EncodePoint(write.after)});
  }
  update.progress = EncodePoint(step->after);
  if (step->is_finished) update.state = JobState::kSucceeded;
  auto done = Commit(std::move(update));
  if (!done.ok()) return Fail(run, done.status());
  const bool has_advanced = done->job.commit.number != run.job.commit.number;
  run.job = std::move(done->job);
  if (HasEnded(run.job.state)) return false;
  if (!done->refused.ok()) return Refused(run, done->refused, has_advanced);
  run.refusals = 0;
  return true;
}

bool JobRunner::Refused(Run& run, const absl::Status& why, bool has_advanced) {
  if (!IsOvertaken(why)) return Fail(run, why);
  run.refusals = has_advanced ? 1 : run.refusals + 1;
  return true;
}

bool JobRunner::Fail(Run& run, const absl::Status& error) {
  if (!IsPassing(error)) {
    End(run, JobState::kFailed, error);
    return false;
  }
  Pause(run.job.id, error);
  // A wish to stop may have come meanwhile.
  const auto job = store_.Jobs().GetJob(run.job.id);
  if (job.ok()) run.job = *job;
  return true;
}

void JobRunner::End(Run& run, JobState state, absl::Status error) {
  JobUpdate update;
  update.id = run.job.id;
  update.state = state;
  update.error = std::move(error);
  const auto ended = Commit(std::move(update));
  // Found again as unfinished, once the store works.
  if (!ended.ok()) Pause(run.job.id, ended.status());
}

void JobRunner::Park(Run& run) {
  JobUpdate update;
  update.id = run.job.id;
  update.crash_count = run.job.crash_count;
  update.is_parked = true;
  const auto parked = Commit(std::move(update));
  if (!parked.ok()) {
    Log(LogLevel::kWarning, "job_not_parked",
        {{"job", run.job.id}, {"error", parked.status().ToString()}});
  }
}

absl::StatusOr<JobUpdateResult> JobRunner::Commit(JobUpdate update) {
  absl::StatusOr<JobUpdateResult> result = absl::UnknownError("not answered");
  absl::Notification done;
  store_.Jobs().UpdateJob(std::move(update), [&](absl::StatusOr<JobUpdateResult> answer) {
    result = std::move(answer);
    done.Notify();
  });
  done.WaitForNotification();
  if (!result.ok()) return result;
  paused_for_ = absl::OkStatus();
  const storage::StoredJob& job = result->job;
  if (HasEnded(job.state)) {
    Log(LogLevel::kInfo, "job_ended",
        {{"job", job.id},
         {"state", v1::JobState_Name(static_cast<v1::JobState>(job.state))},
         {"done", job.progress.done},
         {"failed", job.progress.failed},
         {"error", job.error.ok() ? "" : job.error.ToString()}});
  }
  Notify();
  return result;
}

}  // namespace pledge::jobs
