#include "service/rpc/start_job.h"

#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "storage/uuid.h"

namespace pledge::rpc {

absl::StatusOr<std::string> JobIdOf(const std::string& job_id) {
  if (job_id.empty()) return storage::UuidText(storage::NewUuid());
  if (IsValidId(job_id)) return job_id;
  return FieldError("job_id", "1 to 128 of [a-z0-9._-], neither \".\" nor \"..\"");
}

bool IsJob(const Runtime& runtime, const std::string& job_id) {
  return !job_id.empty() && runtime.store.Jobs().GetJob(job_id).ok();
}

void CreateJob(const Runtime& runtime, storage::NewJob job, storage::JobDone done) {
  runtime.store.Jobs().CreateJob(std::move(job),
                                 [&executor = runtime.executor, &jobs = runtime.jobs,
                                  done = std::move(done)](absl::StatusOr<storage::StoredJob> made) {
                                   jobs.Notify();
                                   // The committer thread only hands on.
                                   auto answer = [done, made = std::move(made)] { done(made); };
                                   if (!executor.Post(answer)) answer();
                                 });
}

}  // namespace pledge::rpc
