// SHA-256 over bytes. Thread-safe: pure functions.
#ifndef PLEDGE_SERVICE_BASE_SHA256_H_
#define PLEDGE_SERVICE_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace pledge {

// The 32 raw bytes of the digest.
std::string Sha256(std::string_view bytes);

// HMAC-SHA-256; 32 raw bytes.
std::string HmacSha256(std::string_view key, std::string_view bytes);

// Lower-case hex of `bytes`.
std::string Hex(std::string_view bytes);

}  // namespace pledge

#endif  // PLEDGE_SERVICE_BASE_SHA256_H_
