#include "service/rpc/upkeep_calls.h"

#include "service/base/error.h"
#include "service/jobs/document_walk.h"
#include "service/rpc/start_job.h"

namespace pledge::rpc {
namespace {

absl::Status Check(const Runtime& runtime, const v1::TrimRevisionsRequest& request) {
  const auto walk = jobs::DocumentWalk::Create("parents", request.parents());
  if (!walk.ok()) return walk.status();
  if (request.keep_revisions() < 1) return FieldError("keep_revisions", "at least 1");
  const auto& after = request.keep_after();
  if (after.nanos() < 0 || after.nanos() > 999'999'999) {
    return FieldError("keep_after", "not a time");
  }
  // A request that comes again is answered with its job, whatever became of the
  // documents since.
  if (IsJob(runtime, request.job_id())) return absl::OkStatus();
  return walk->CheckPresent(runtime.store);
}

}  // namespace

void VerifyStore(const Runtime& runtime, const Call& call, const v1::VerifyStoreRequest& request,
                 v1::VerifyStoreResponse* response, const UnaryDone& done) {
  v1::Job job;
  job.mutable_verify()->set_recompute(request.recompute());
  StartJob(runtime, call, "VerifyStore", request, job, response, done);
}

void TrimRevisions(const Runtime& runtime, const Call& call,
                   const v1::TrimRevisionsRequest& request, v1::TrimRevisionsResponse* response,
                   const UnaryDone& done) {
  if (absl::Status checked = Check(runtime, request); !checked.ok()) return done(checked);
  v1::Job job;
  v1::TrimWork& work = *job.mutable_trim();
  *work.mutable_parents() = request.parents();
  work.set_keep_revisions(request.keep_revisions());
  if (request.has_keep_after()) *work.mutable_keep_after() = request.keep_after();
  work.set_dry_run(request.dry_run());
  StartJob(runtime, call, "TrimRevisions", request, job, response, done);
}

}  // namespace pledge::rpc
