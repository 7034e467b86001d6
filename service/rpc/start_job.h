// What the calls share that start a job: its id, its identity, the answer.
#ifndef PLEDGE_SERVICE_RPC_START_JOB_H_
#define PLEDGE_SERVICE_RPC_START_JOB_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "pledge/v1/job_service.pb.h"
#include "service/base/sha256.h"
#include "service/jobs/job_point.h"
#include "service/mapping/result_digest.h"
#include "service/query/read_point.h"
#include "service/rpc/call.h"
#include "service/rpc/job_message.h"
#include "service/rpc/unary.h"
#include "storage/job_store.h"

namespace pledge::rpc {

// The id that the caller chose, or a new one. FIELD_INVALID.
absl::StatusOr<std::string> JobIdOf(const std::string& job_id);

// True when there is a job with this id. Blocks on disk.
bool IsJob(const Runtime& runtime, const std::string& job_id);

// Makes the job, or finds the one that the same request made. `done` runs on a
// worker.
void CreateJob(const Runtime& runtime, storage::NewJob job, storage::JobDone done);

// Starts `work`, which says what `request` asks for, and puts the job into
// `response`. `method` tells requests of two calls apart. Call it on a worker.
// REQUEST_ID_REUSED, SERVER_BUSY.
template <typename Request, typename Response>
void StartJob(const Runtime& runtime, const Call& call, const char* method, const Request& request,
              const v1::Job& work, Response* response, const UnaryDone& done) {
  auto id = JobIdOf(request.job_id());
  if (!id.ok()) return done(id.status());
  Request rest = request;
  rest.clear_job_id();
  storage::NewJob job;
  job.id = *std::move(id);
  job.actor = call.principal();
  job.request_digest = Sha256(absl::StrCat(method, "\n", mapping::SerializeDeterministic(rest)));
  job.progress = jobs::EncodePoint({work, ""});
  CreateJob(runtime, std::move(job),
            [&store = runtime.store, response, done](absl::StatusOr<storage::StoredJob> made) {
              if (!made.ok()) return done(made.status());
              auto message = ToApi(*made);
              if (!message.ok()) return done(message.status());
              *response->mutable_job() = *std::move(message);
              *response->mutable_read_info() = query::MakeReadInfo(store, made->commit);
              done(absl::OkStatus());
            });
}

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_START_JOB_H_
