#include "service/server/policy_file.h"

#include "absl/strings/str_cat.h"
#include "service/server/tls_files.h"

namespace pledge::server {

absl::StatusOr<std::shared_ptr<const access::Policy>> LoadPolicy(const std::string& path) {
  const auto text = ReadSmallFile(path);
  if (!text.ok()) return text.status();
  auto policy = access::Policy::Parse(*text);
  if (!policy.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", policy.status().message()));
  }
  return policy;
}

}  // namespace pledge::server
