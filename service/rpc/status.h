// absl::Status → what goes over the wire: gRPC status with google.rpc details.
// The only place that speaks gRPC codes. Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_RPC_STATUS_H_
#define PLEDGE_SERVICE_RPC_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace pledge::rpc {

// Code, message and details: ErrorInfo always, RetryInfo, BadRequest,
// ResourceInfo, PreconditionFailure, QuotaFailure where the reason calls for
// them, RequestInfo when `request_id` is given. Details together stay under
// kMaxErrorDetailBytes. A status without a reason is a bug of ours: INTERNAL.
google::rpc::Status ToProto(const absl::Status& status, const std::string& request_id = {});

// The same as a gRPC status.
grpc::Status ToGrpc(const absl::Status& status, const std::string& request_id = {});

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_STATUS_H_
