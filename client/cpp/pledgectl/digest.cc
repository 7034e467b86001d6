#include "client/cpp/pledgectl/digest.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"

namespace pledge::cli {

std::string HexDigest(std::string_view bytes, size_t digits) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  const std::string hex = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
  return hex.substr(0, digits);
}

}  // namespace pledge::cli
