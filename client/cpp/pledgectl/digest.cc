#include "client/cpp/pledgectl/digest.h"

#include "absl/strings/escaping.h"
#include "client/cpp/sha256.h"

namespace pledge::cli {

std::string HexDigest(std::string_view bytes, size_t digits) {
  return absl::BytesToHexString(client::Sha256(bytes)).substr(0, digits);
}

}  // namespace pledge::cli
