// Any text as a policy: what is taken allows nobody more than it says.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "service/access/policy.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pledge::access;  // NOLINT: one function
  const auto policy = Policy::Parse({reinterpret_cast<const char*>(data), size});
  if (!policy.ok()) {
    FUZZ_EXPECT(policy.status().code() == absl::StatusCode::kInvalidArgument);
    return 0;
  }
  for (const MethodInfo& method : Methods()) {
    const bool all = (*policy)->Allows("spiffe://a/b", method, {true, {}});
    const bool one = (*policy)->Allows("spiffe://a/b", method, {false, {"a"}});
    const bool two = (*policy)->Allows("spiffe://a/b", method, {false, {"a", "b"}});
    const bool none = (*policy)->Allows("spiffe://a/b", method, {false, {}});
    // Who may more may less.
    FUZZ_EXPECT(!all || two);
    FUZZ_EXPECT(!two || one);
    FUZZ_EXPECT(!one || none);
  }
  const Allowance allowance = (*policy)->AllowanceOf("spiffe://a/b");
  FUZZ_EXPECT(allowance.max_streams >= 0 && allowance.ingest_bytes_per_second >= 0);
  return 0;
}
