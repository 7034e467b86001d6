#include "service/jobs/job_point.h"

#include "service/base/error.h"
#include "service/mapping/result_digest.h"

namespace pledge::jobs {
namespace {

// The job with its work and nothing else: what `work` holds in the store.
v1::Job OnlyWork(const v1::Job& job) {
  v1::Job out;
  switch (job.work_case()) {
    case v1::Job::kReanalyze:
      *out.mutable_reanalyze() = job.reanalyze();
      break;
    case v1::Job::kVerify:
      *out.mutable_verify() = job.verify();
      break;
    case v1::Job::kTrim:
      *out.mutable_trim() = job.trim();
      break;
    case v1::Job::WORK_NOT_SET:
      break;
  }
  return out;
}

}  // namespace

storage::JobProgress EncodePoint(const JobPoint& point) {
  return {.work = mapping::SerializeDeterministic(OnlyWork(point.job)),
          .cursor = point.cursor,
          .done = point.job.done(),
          .total = point.job.total(),
          .failed = point.job.failed()};
}

absl::StatusOr<JobPoint> DecodePoint(const storage::JobProgress& progress) {
  JobPoint out;
  if (!out.job.ParseFromString(progress.work)) {
    return MakeError(ErrorReason::kChecksumFailed, "the stored work of a job does not parse");
  }
  out.job.set_done(progress.done);
  out.job.set_total(progress.total);
  out.job.set_failed(progress.failed);
  out.cursor = progress.cursor;
  return out;
}

}  // namespace pledge::jobs
