#include "storage/token.h"

#include <openssl/crypto.h>

#include "absl/strings/escaping.h"
#include "service/base/error.h"
#include "service/base/sha256.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

// A token before base64: u8 version, payload, first bytes of the HMAC. Tokens
// live in clients for as long as they like: never renumber.
constexpr uint8_t kVersion = 1;
// 96 bits: forging one takes 2^96 tries at the server.
constexpr size_t kMacBytes = 12;

// The purpose goes in with its length, so that it cannot run into the payload.
std::string Mac(std::string_view key, std::string_view purpose, std::string_view payload) {
  std::string input;
  AppendU8(input, kVersion);
  AppendPrefixed(input, purpose);
  input.append(payload);
  return HmacSha256(key, input).substr(0, kMacBytes);
}

absl::Status Malformed() {
  return MakeError(ErrorReason::kTokenMalformed, "the token was not made here for this use");
}

}  // namespace

std::string SealToken(std::string_view key, std::string_view purpose, std::string_view payload) {
  std::string bytes;
  AppendU8(bytes, kVersion);
  bytes.append(payload);
  bytes.append(Mac(key, purpose, payload));
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<std::string> UnsealToken(std::string_view key, std::string_view purpose,
                                        std::string_view token) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(absl::string_view(token.data(), token.size()), &bytes)) {
    return Malformed();
  }
  // Unescape forgives padding and spare bits; a token has one form only.
  if (absl::WebSafeBase64Escape(bytes) != token) return Malformed();
  if (bytes.size() < 1 + kMacBytes || bytes[0] != kVersion) return Malformed();
  const std::string payload = bytes.substr(1, bytes.size() - 1 - kMacBytes);
  const std::string mac = Mac(key, purpose, payload);
  if (CRYPTO_memcmp(mac.data(), bytes.data() + bytes.size() - kMacBytes, kMacBytes) != 0) {
    return Malformed();
  }
  return payload;
}

}  // namespace pledge::storage
