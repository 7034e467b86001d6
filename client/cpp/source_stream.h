// Reads the bytes or the cleaned text of a revision to their end, through cuts: a
// stream that breaks is opened again with the range that is left. Thread-safe: a
// pure function; it blocks.
#ifndef PLEDGE_CLIENT_CPP_SOURCE_STREAM_H_
#define PLEDGE_CLIENT_CPP_SOURCE_STREAM_H_

#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "pledge/v1/document_service.grpc.pb.h"

namespace pledge::client {

// Sees each piece once, in order. A failure ends the read.
using OnSourcePiece = std::function<absl::Status(const v1::ReadSourceResponse& piece)>;

// Errors of the call as they are. UNAVAILABLE with STREAM_CUT when the server
// ended streams too early, again and again; ABORTED with SOURCE_CHANGED when the
// name means other bytes after a cut than before; DATA_LOSS with DIGEST_MISMATCH
// when everything was read and has another SHA-256 than the server said.
// `timeout` covers all attempts.
absl::Status ReadSource(v1::DocumentService::StubInterface& stub, v1::ReadSourceRequest request,
                        std::optional<absl::Duration> timeout, const OnSourcePiece& on_piece);

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_SOURCE_STREAM_H_
