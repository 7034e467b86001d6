// Failures of calls as absl::Status: the code and message of the call, and as
// a payload the google.rpc details that came with it (reason, metadata, request
// id, retry delay). Failures found by the client itself have the same shape.
// Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_STATUS_H_
#define PLEDGE_CLIENT_CPP_STATUS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace pledge::client {

// What the details of a failure say; each part may be empty.
struct StatusDetails {
  std::string reason;  // ErrorInfo.reason, UPPER_SNAKE_CASE
  std::map<std::string, std::string> metadata;
  std::string request_id;
  std::string domain;               // ErrorInfo.domain
  std::vector<std::string> fields;  // paths of the fields at fault
  std::string resource;             // full name of what the failure is about
  absl::Duration retry_delay;       // zero: none was given
};

// Details come from grpc-status-details-bin; those that do not parse are left
// out.
absl::Status FromGrpc(const grpc::Status& status);

// The same for a status inside a message, such as IngestResult.status.
absl::Status FromProto(const google::rpc::Status& status);

// A failure that the client found.
absl::Status MakeStatus(absl::StatusCode code, std::string_view reason, std::string_view message,
                        const std::map<std::string, std::string>& metadata);

// The same code and details with another message; OK stays OK.
absl::Status WithMessage(const absl::Status& status, std::string_view message);

StatusDetails DetailsOf(const absl::Status& status);

// True when the failure tells of a broken connection, as a proxy or gRPC itself
// reports it, and not of a decision of the server, which gives a reason.
bool IsOfConnection(const absl::Status& status);

// True when the same call may succeed later: UNAVAILABLE, DEADLINE_EXCEEDED,
// RESOURCE_EXHAUSTED, except for a document that is too large, a server that is
// stopping, and a broken connection.
bool IsPassing(const absl::Status& status);

// Whether another stream may go on where one has ended so: the failure passes,
// or an item of an ingest was lost on the way (SEQUENCE_GAP).
bool CanResume(const absl::Status& status);

// Name of the code as the API writes it, such as NOT_FOUND.
std::string CodeName(absl::StatusCode code);

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_STATUS_H_
