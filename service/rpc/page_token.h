// Tokens of pages: where the next page begins, bound to the request that they
// were made for and authenticated by the store. Thread-safe: functions over a
// thread-safe store.
#ifndef PLEDGE_SERVICE_RPC_PAGE_TOKEN_H_
#define PLEDGE_SERVICE_RPC_PAGE_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/record_store.h"

namespace pledge::rpc {

// `method` and `request` say what is listed: all that must be the same on every
// page. `position` is bytes.
std::string MakePageToken(const storage::RecordStore& store, std::string_view method,
                          std::string_view request, std::string_view position);

// The position inside `token`, or an empty one for no token. TOKEN_MALFORMED
// for a token of another store, method or request.
absl::StatusOr<std::string> ReadPageToken(const storage::RecordStore& store,
                                          std::string_view method, std::string_view request,
                                          const std::string& token);

// The size to use for the one that was asked for: `preset` for 0, at most
// `largest`. FIELD_INVALID when it is negative.
absl::StatusOr<size_t> PageSize(int32_t page_size, size_t preset, size_t largest);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_PAGE_TOKEN_H_
