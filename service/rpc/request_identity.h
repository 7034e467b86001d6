// Who asks for what with which request id, for writes that may be repeated
// (AIP-155). Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_RPC_REQUEST_IDENTITY_H_
#define PLEDGE_SERVICE_RPC_REQUEST_IDENTITY_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "service/base/sha256.h"
#include "service/mapping/result_digest.h"
#include "service/rpc/call.h"
#include "storage/record_store.h"

namespace pledge::rpc {

// FIELD_INVALID for what is neither empty nor a UUID.
absl::Status CheckRequestId(const std::string& request_id);

// SHA-256 over the request without its id; bytes of a document go in by their
// own digest.
template <typename Request>
std::string RequestDigest(Request request) {
  request.clear_request_id();
  if constexpr (requires { request.mutable_content(); }) {
    if (request.has_content()) {
      const std::string data = Sha256(request.content().data());
      request.mutable_content()->set_data(data);
    }
  }
  return Sha256(mapping::SerializeDeterministic(request));
}

// nullopt for a request without an id. FIELD_INVALID as CheckRequestId.
template <typename Request>
absl::StatusOr<std::optional<storage::RequestIdentity>> IdentityOf(const Call& call,
                                                                   const char* method,
                                                                   const Request& request) {
  if (request.request_id().empty()) return std::nullopt;
  absl::Status status = CheckRequestId(request.request_id());
  if (!status.ok()) return status;
  return storage::RequestIdentity{call.principal(), method, request.request_id(),
                                  RequestDigest(request)};
}

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_REQUEST_IDENTITY_H_
