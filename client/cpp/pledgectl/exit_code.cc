#include "client/cpp/pledgectl/exit_code.h"

#include "client/cpp/status.h"

namespace pledge::cli {

ExitCode ExitCodeFor(const absl::Status& status) {
  if (status.ok()) return kExitDone;
  if (client::IsPassing(status)) return kExitPassing;
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kResourceExhausted:  // too large: sending it again cannot help
      return kExitUsage;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return kExitNotAllowed;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return kExitConflict;
    case absl::StatusCode::kDataLoss:
      return kExitDataLoss;
    default:
      return kExitFailed;
  }
}

ExitCode Worse(ExitCode a, ExitCode b) {
  if (a == kExitDone) return b;
  if (a == kExitIncomplete && b != kExitDone) return b;
  return a;
}

}  // namespace pledge::cli
