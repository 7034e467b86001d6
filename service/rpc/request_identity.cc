#include "service/rpc/request_identity.h"

#include "absl/strings/ascii.h"
#include "service/base/error.h"

namespace pledge::rpc {
namespace {

// 8-4-4-4-12 hex digits.
bool IsUuid(const std::string& text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return false;
  }
  return true;
}

}  // namespace

absl::Status CheckRequestId(const std::string& request_id) {
  if (request_id.empty() || IsUuid(request_id)) return absl::OkStatus();
  return FieldError("request_id", "must be a UUID");
}

}  // namespace pledge::rpc
