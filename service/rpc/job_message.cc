#include "service/rpc/job_message.h"

#include <utility>

#include "service/base/resource_name.h"
#include "service/jobs/job_point.h"
#include "service/mapping/time.h"
#include "service/rpc/status.h"

namespace pledge::rpc {

absl::StatusOr<v1::Job> ToApi(const storage::StoredJob& job) {
  auto point = jobs::DecodePoint(job.progress);
  if (!point.ok()) return point.status();
  v1::Job out = std::move(point->job);
  out.set_name(MakeJobName(job.id));
  out.set_state(static_cast<v1::JobState>(job.state));
  if (!job.error.ok()) *out.mutable_error() = ToProto(job.error, "");
  mapping::SetTime(job.create_time, out.mutable_create_time());
  if (job.end_time) {
    mapping::SetTime(*job.end_time, out.mutable_end_time());
    mapping::SetTime(storage::ExpireTime(job), out.mutable_expire_time());
  }
  out.set_cancel_requested(job.cancel_requested);
  return out;
}

}  // namespace pledge::rpc
