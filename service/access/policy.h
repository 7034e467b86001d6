// A policy as it was read: who may do what, and how much. Immutable, thread-safe.
#ifndef PLEDGE_SERVICE_ACCESS_POLICY_H_
#define PLEDGE_SERVICE_ACCESS_POLICY_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "pledge/access/v1/policy.pb.h"
#include "service/access/method_table.h"
#include "service/access/request_scope.h"

namespace pledge::access {

// What a caller may take; 0: no limit.
struct Allowance {
  int max_streams = 0;
  int64_t ingest_bytes_per_second = 0;
};

class Policy {
 public:
  // Reads the JSON of pledge.access.v1.Policy. INVALID_ARGUMENT says where it is
  // wrong: an unknown key, a pattern with a * inside, a method that there is none
  // of, a rule without principals, a quota below zero.
  static absl::StatusOr<std::shared_ptr<const Policy>> Parse(std::string_view json);

  // Whether `principal` may call `method` about all of `scope`.
  bool Allows(std::string_view principal, const MethodInfo& method,
              const RequestScope& scope) const;
  Allowance AllowanceOf(std::string_view principal) const;

 private:
  explicit Policy(v1::Policy policy) : policy_(std::move(policy)) {}

  const v1::Policy policy_;
};

}  // namespace pledge::access

#endif  // PLEDGE_SERVICE_ACCESS_POLICY_H_
