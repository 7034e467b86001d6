// A stored job as the API shows it. Pure function, thread-safe.
#ifndef PLEDGE_SERVICE_RPC_JOB_MESSAGE_H_
#define PLEDGE_SERVICE_RPC_JOB_MESSAGE_H_

#include "absl/status/statusor.h"
#include "pledge/v1/job_service.pb.h"
#include "storage/job_store.h"

namespace pledge::rpc {

// DATA_LOSS with CHECKSUM_FAILED when its work does not parse.
absl::StatusOr<v1::Job> ToApi(const storage::StoredJob& job);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_JOB_MESSAGE_H_
