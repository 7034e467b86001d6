// Durable jobs: what work was asked for, how far it is, how it ended. What the
// work is stands in opaque bytes that the layer above serialises and reads.
// Thread-safe.
#ifndef PLEDGE_STORAGE_JOB_STORE_H_
#define PLEDGE_STORAGE_JOB_STORE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/record_store.h"

namespace pledge::storage {

// Jobs that have not ended, at most: beyond it none is taken.
inline constexpr size_t kMaxUnfinishedJobs = 100;
// How long an ended job is kept.
inline constexpr absl::Duration kEndedJobKept = absl::Hours(30 * 24);

// Same values as pledge.v1.JobState. On disk, never renumber.
enum class JobState : uint8_t {
  kPending = 1,
  kRunning = 2,
  kSucceeded = 3,
  kFailed = 4,
  kCancelled = 5,
};

inline bool HasEnded(JobState state) { return state >= JobState::kSucceeded; }

// How far a job is.
struct JobProgress {
  std::string work = {};    // opaque: what it does and what it found so far
  std::string cursor = {};  // opaque: where it goes on; empty at the start
  int64_t done = 0;
  int64_t total = 0;
  int64_t failed = 0;
};

struct NewJob {
  std::string id;
  std::string actor;           // who asks
  std::string request_digest;  // 32 raw bytes over the request
  JobProgress progress;        // at the start
};

struct StoredJob {
  std::string id;
  std::string actor;
  JobState state = JobState::kPending;
  JobProgress progress;
  bool cancel_requested = false;
  absl::Status error;       // for kFailed
  int32_t crash_count = 0;  // processes that died while it stood at this cursor
  bool is_parked = false;   // the process that worked on it left it in good order
  absl::Time create_time;
  std::optional<absl::Time> end_time;
  CommitNumber create_commit = 0;  // orders jobs
  CommitPoint commit;              // that changed it last
  bool is_replayed = false;        // CreateJob found it
};

// When an ended job goes.
inline absl::Time ExpireTime(const StoredJob& job) { return *job.end_time + kEndedJobKept; }

// A write of a job, and how far the job is when it is done.
struct JobWrite {
  PutDocumentRequest put;  // without a session or request id
  JobProgress after;
};

// What one step of a job leaves: all of it stands in one batch.
struct JobUpdate {
  std::string id;
  // Applied in their order up to the first that is refused.
  std::vector<JobWrite> writes = {};
  // After all writes: how far it is (nullopt: as it was, or as the last write
  // says) and its state.
  std::optional<JobProgress> progress = {};
  JobState state = JobState::kRunning;
  absl::Status error = {};  // for kFailed
  int32_t crash_count = 0;
  bool is_parked = false;
};

struct JobUpdateResult {
  StoredJob job;
  // Not OK: the first write that was refused and why, as PutDocument says. What
  // comes after it was left out, the state too.
  absl::Status refused;
};

using JobDone = std::function<void(absl::StatusOr<StoredJob>)>;
using JobUpdateDone = std::function<void(absl::StatusOr<JobUpdateResult>)>;

class JobStore {
 public:
  virtual ~JobStore() = default;

  // --- Writes. `done` runs exactly once, as in RecordStore. All may fail as any
  // write of it does. ---

  // Stores the job, or returns the one with this id. REQUEST_ID_REUSED when that
  // was made by another request; SERVER_BUSY with kMaxUnfinishedJobs waiting.
  virtual void CreateJob(NewJob job, JobDone done) = 0;
  // Marks the job as to be stopped. One that has not begun ends at once; one
  // that has ended stays as it is. JOB_NOT_FOUND.
  virtual void CancelJob(std::string id, JobDone done) = 0;
  // Commits a step. One that has ended stays as it is, and nothing is written.
  // JOB_NOT_FOUND.
  virtual void UpdateJob(JobUpdate update, JobUpdateDone done) = 0;

  // --- Reads and housekeeping; they block on disk. ---

  // JOB_NOT_FOUND.
  virtual absl::StatusOr<StoredJob> GetJob(std::string_view id) = 0;
  // Up to `limit` jobs that were made before the commit `before`, newest first.
  virtual absl::StatusOr<std::vector<StoredJob>> ListJobs(CommitNumber before, size_t limit) = 0;
  // The oldest job that has not ended.
  virtual absl::StatusOr<std::optional<StoredJob>> FirstUnfinishedJob() = 0;
  // Deletes jobs that ended kEndedJobKept ago, a bounded number of them.
  virtual absl::Status ExpireJobs() = 0;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_JOB_STORE_H_
