// Failures as people read them: what, which, why, what to do. Pure functions,
// thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_ERROR_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "client/cpp/pledgectl/layout.h"

namespace pledge::cli {

// "error: <message>", a line with reason, code and request id, and a hint where
// there is one. `server` is the address that was called. With `verbose` also
// the metadata, one line an entry.
std::string RenderError(const absl::Status& status, const std::string& server, bool verbose,
                        const Layout& layout);

// What the user can do about it; empty when nothing is known.
std::string HintFor(const absl::Status& status);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_ERROR_H_
