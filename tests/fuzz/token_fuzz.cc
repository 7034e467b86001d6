// Any text as a token: none is taken that was not made here, and what is made is
// taken again for the same use only. The first byte chooses between the two.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/token.h"
#include "tests/fuzz/expect.h"

namespace {

constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";

void RoundTrip(std::string_view payload) {
  const std::string token = pledge::storage::SealToken(kKey, "page", payload);
  const auto same = pledge::storage::UnsealToken(kKey, "page", token);
  FUZZ_EXPECT(same.ok() && *same == payload);
  FUZZ_EXPECT(!pledge::storage::UnsealToken(kKey, "watch", token).ok());
  FUZZ_EXPECT(!pledge::storage::UnsealToken("another key", "page", token).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 0) {
    RoundTrip(rest);
    return 0;
  }
  const auto payload = pledge::storage::UnsealToken(kKey, "page", rest);
  if (payload.ok()) FUZZ_EXPECT(pledge::storage::SealToken(kKey, "page", *payload) == rest);
  return 0;
}
