#include "service/rpc/reanalyze_documents.h"

#include "service/jobs/document_walk.h"
#include "service/pipeline/analyze.h"
#include "service/rpc/start_job.h"

namespace pledge::rpc {
namespace {

absl::Status Check(const Runtime& runtime, const v1::ReanalyzeDocumentsRequest& request) {
  const auto walk = jobs::DocumentWalk::Create("parents", request.parents());
  if (!walk.ok()) return walk.status();
  // A request that comes again is answered with its job, whatever became of the
  // documents since.
  if (IsJob(runtime, request.job_id())) return absl::OkStatus();
  return walk->CheckPresent(runtime.store);
}

}  // namespace

void ReanalyzeDocuments(const Runtime& runtime, const Call& call,
                        const v1::ReanalyzeDocumentsRequest& request,
                        v1::ReanalyzeDocumentsResponse* response, const UnaryDone& done) {
  if (absl::Status checked = Check(runtime, request); !checked.ok()) return done(checked);
  v1::Job job;
  v1::ReanalyzeWork& work = *job.mutable_reanalyze();
  *work.mutable_parents() = request.parents();
  work.set_dry_run(request.dry_run());
  work.set_engine_version(pipeline::kEngineVersion);
  StartJob(runtime, call, "ReanalyzeDocuments", request, job, response, done);
}

}  // namespace pledge::rpc
