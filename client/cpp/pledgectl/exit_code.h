// Exit codes of pledgectl, for scripts. Never change a number.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_EXIT_CODE_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_EXIT_CODE_H_

#include "absl/status/status.h"

namespace pledge::cli {

enum ExitCode : int {
  kExitDone = 0,
  kExitFailed = 1,         // anything that has no number of its own
  kExitUsage = 2,          // wrong use, or INVALID_ARGUMENT
  kExitIncomplete = 3,     // done, but items were refused or an analysis is partial
  kExitNotAllowed = 4,     // UNAUTHENTICATED, PERMISSION_DENIED
  kExitNotFound = 5,       // NOT_FOUND
  kExitConflict = 6,       // ABORTED, ALREADY_EXISTS, FAILED_PRECONDITION
  kExitPassing = 7,        // the same command may be repeated
  kExitDataLoss = 8,       // DATA_LOSS
  kExitDiffers = 100,      // diff --exit-code found differences
  kExitInterrupted = 130,  // as a shell says for Ctrl-C
};

// The code for a command that ended with `status`.
ExitCode ExitCodeFor(const absl::Status& status);

// The graver of two: a failure before "incomplete" before "done".
ExitCode Worse(ExitCode a, ExitCode b);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_EXIT_CODE_H_
