// The file of --policy. Thread-safe: pure function over a file.
#ifndef PLEDGE_SERVICE_SERVER_POLICY_FILE_H_
#define PLEDGE_SERVICE_SERVER_POLICY_FILE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/access/policy.h"

namespace pledge::server {

// INVALID_ARGUMENT names the file and what is wrong with it.
absl::StatusOr<std::shared_ptr<const access::Policy>> LoadPolicy(const std::string& path);

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_POLICY_FILE_H_
