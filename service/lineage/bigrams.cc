#include "service/lineage/bigrams.h"

#include <algorithm>
#include <cstddef>

namespace pledge::lineage {
namespace {

constexpr uint32_t kIdeographicSpace = 0x3000;

// The code point at `at`, which moves past it. A byte that begins none counts
// as one, so that any bytes can be read.
uint32_t NextCodePoint(std::string_view text, size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  uint32_t code = more == 0 ? lead : lead & (0x3F >> more);
  for (int i = 0; i < more && at < text.size(); ++i) {
    code = code << 6 | (static_cast<unsigned char>(text[at++]) & 0x3F);
  }
  return code;
}

bool IsBlank(uint32_t code) { return code <= ' ' || code == kIdeographicSpace; }

}  // namespace

Bigrams BigramsOf(std::string_view text) {
  Bigrams out;
  uint64_t last = 0;
  for (size_t at = 0; at < text.size();) {
    const uint32_t code = NextCodePoint(text, at);
    if (IsBlank(code)) continue;
    if (last != 0) out.push_back(last << 32 | code);
    last = code;
  }
  if (out.empty() && last != 0) out.push_back(last << 32);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

double Dice(const Bigrams& a, const Bigrams& b) {
  if (a.empty() && b.empty()) return 1;
  size_t shared = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) ++shared;
    const bool step_x = *x <= *y;
    const bool step_y = *y <= *x;
    x += step_x;
    y += step_y;
  }
  return 2.0 * static_cast<double>(shared) / static_cast<double>(a.size() + b.size());
}

}  // namespace pledge::lineage
