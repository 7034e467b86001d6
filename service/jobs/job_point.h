// Between how far a job is and the bytes that the store keeps of it. On disk.
// Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_JOBS_JOB_POINT_H_
#define PLEDGE_SERVICE_JOBS_JOB_POINT_H_

#include "absl/status/statusor.h"
#include "service/jobs/job_work.h"
#include "storage/job_store.h"

namespace pledge::jobs {

storage::JobProgress EncodePoint(const JobPoint& point);

// DATA_LOSS with CHECKSUM_FAILED when the stored bytes do not parse.
absl::StatusOr<JobPoint> DecodePoint(const storage::JobProgress& progress);

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_JOB_POINT_H_
