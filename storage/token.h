// Opaque, authenticated tokens: whoever holds one can give it back, nobody can
// make or change one. Not encrypted. Pure functions.
#ifndef PLEDGE_STORAGE_TOKEN_H_
#define PLEDGE_STORAGE_TOKEN_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace pledge::storage {

// `payload` as a token in URL-safe base64 without padding, authenticated by the
// 32-byte `key`. `purpose` is not in the token, but a token opens only for the
// purpose that it was made for.
std::string SealToken(std::string_view key, std::string_view purpose, std::string_view payload);

// The payload. INVALID_ARGUMENT with TOKEN_MALFORMED for anything that
// SealToken did not make with this key and purpose.
absl::StatusOr<std::string> UnsealToken(std::string_view key, std::string_view purpose,
                                        std::string_view token);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TOKEN_H_
