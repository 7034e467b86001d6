// Runs jobs, one at a time and the oldest first, on a thread of its own that
// gives way to live work. What a step leaves is committed before the next one
// begins; a job goes on from there after a stop, a crash or a failure of the
// store. Thread-safe.
#ifndef PLEDGE_SERVICE_JOBS_JOB_RUNNER_H_
#define PLEDGE_SERVICE_JOBS_JOB_RUNNER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/jobs/job_work.h"
#include "storage/job_store.h"
#include "storage/record_store.h"

namespace pledge::jobs {

struct RunnerOptions {
  // How long the runner waits when the store cannot be read or written.
  absl::Duration retry_delay = absl::Seconds(1);
};

class JobRunner {
 public:
  // Begins with what is unfinished. `store` must outlive it.
  JobRunner(storage::RecordStore& store, WorkRegistry registry, RunnerOptions options = {});
  // Same as Stop().
  ~JobRunner();

  // Leaves the job that is being worked on in good order, to go on with at the
  // next start. Blocks for the rest of a step. Idempotent.
  void Stop();

  // A job was made, or is to be stopped: look. Never blocks.
  void Notify();

  // Grows with every Notify and with every step that was committed.
  uint64_t change_count() const;
  // Blocks until change_count() is beyond `past`, at most for `timeout`.
  void AwaitChange(uint64_t past, absl::Duration timeout) const;

 private:
  struct Run;  // of one job

  void Loop();
  void RunJob(storage::StoredJob job);
  // Notes that this process works on the job. False when it does not go on.
  bool Begin(Run& run);
  // Takes a step and commits it. False when the job is not to be gone on with.
  bool TakeStep(Run& run);
  // A write was refused. False when the job is not to be gone on with.
  bool Refused(Run& run, const absl::Status& why, bool has_advanced);
  // Ends the job, or waits when `error` is one that passes.
  bool Fail(Run& run, const absl::Status& error);
  void End(Run& run, storage::JobState state, absl::Status error);
  void Park(Run& run);
  absl::StatusOr<storage::JobUpdateResult> Commit(storage::JobUpdate update);

  // Waits for the retry delay, less when stopping.
  void Pause(const std::string& job_id, const absl::Status& why);
  void AwaitWork(uint64_t seen);
  bool is_stopping() const { return is_stopping_.load(std::memory_order_relaxed); }

  storage::RecordStore& store_;
  const WorkRegistry registry_;
  const RunnerOptions options_;
  std::atomic<bool> is_stopping_{false};
  mutable absl::Mutex mutex_;
  uint64_t change_count_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status paused_for_;  // the runner's thread only: what was logged last
  std::thread thread_;       // last: it uses all of the above
};

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_JOB_RUNNER_H_
