// Reads the rows of jobs in one View. Pure functions that block on disk;
// DATA_LOSS when a row does not parse.
#ifndef PLEDGE_STORAGE_JOB_READER_H_
#define PLEDGE_STORAGE_JOB_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/engine.h"
#include "storage/job_store.h"

namespace pledge::storage {

// A job's row and the commit that made it: its place.
struct JobAt {
  uint64_t create_commit = 0;
  v1::JobRow row;
};

// JOB_NOT_FOUND.
absl::Status JobNotFound(std::string_view id);

absl::StatusOr<std::optional<JobAt>> FindJob(View& view, std::string_view id);
// Jobs made before the commit `before`, newest first, at most `limit`.
absl::StatusOr<std::vector<JobAt>> ReadJobs(View& view, uint64_t before, size_t limit);
// Creation commits of jobs that have not ended, oldest first, at most `limit`.
absl::StatusOr<std::vector<uint64_t>> ReadUnfinishedJobs(View& view, size_t limit);
// DATA_LOSS when it is not there.
absl::StatusOr<JobAt> ReadJobAt(View& view, uint64_t create_commit);
// Jobs that are to be deleted at `now`, a bounded number, oldest first.
absl::StatusOr<std::vector<JobAt>> FindExpiredJobs(View& view, absl::Time now);

JobState StateOf(const v1::JobRow& row);
StoredJob ToJob(const JobAt& job);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_JOB_READER_H_
