#include "service/rpc/page_token.h"

#include <algorithm>

#include "service/base/error.h"
#include "service/base/sha256.h"

namespace pledge::rpc {
namespace {

std::string Purpose(std::string_view method) { return "page of " + std::string(method); }

}  // namespace

std::string MakePageToken(const storage::RecordStore& store, std::string_view method,
                          std::string_view request, std::string_view position) {
  return store.Seal(Purpose(method), Sha256(request) + std::string(position));
}

absl::StatusOr<std::string> ReadPageToken(const storage::RecordStore& store,
                                          std::string_view method, std::string_view request,
                                          const std::string& token) {
  if (token.empty()) return std::string();
  auto payload = store.Unseal(Purpose(method), token);
  if (!payload.ok()) return payload.status();
  const std::string digest = Sha256(request);
  if (payload->compare(0, digest.size(), digest) != 0) {
    return MakeError(ErrorReason::kTokenMalformed, "page_token: made for another request",
                     {{"field", "page_token"}});
  }
  return payload->substr(digest.size());
}

absl::StatusOr<size_t> PageSize(int32_t page_size, size_t preset, size_t largest) {
  if (page_size < 0) return FieldError("page_size", "must not be negative");
  return page_size == 0 ? preset : std::min(static_cast<size_t>(page_size), largest);
}

}  // namespace pledge::rpc
