#include "storage/uuid.h"

#include <openssl/rand.h>

#include <cstdlib>

#include "service/base/sha256.h"

namespace pledge::storage {
namespace {

constexpr size_t kUuidBytes = 16;

}  // namespace

std::string NewUuid() {
  std::string uuid(kUuidBytes, '\0');
  // Without random bytes no secret is one: there is nothing to go on with.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(uuid.data()), kUuidBytes) != 1) std::abort();
  uuid[6] = static_cast<char>((uuid[6] & 0x0f) | 0x40);
  uuid[8] = static_cast<char>((uuid[8] & 0x3f) | 0x80);
  return uuid;
}

std::string UuidText(std::string_view uuid) {
  std::string text = Hex(uuid);
  for (const size_t at : {20, 16, 12, 8}) {
    if (at < text.size()) text.insert(at, 1, '-');
  }
  return text;
}

}  // namespace pledge::storage
