// Small helpers for valid UTF-8. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_UTF8_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_UTF8_H_

#include <cstdint>
#include <string_view>

namespace pledge::pipeline {

// Bytes of the character whose first byte is `lead`; 1 for a stray byte, so
// that a walk always moves on.
constexpr uint32_t CharSize(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// The code point at `at`; 0 when the text ends inside it.
constexpr uint32_t CodePointAt(std::string_view text, uint32_t at) {
  const auto byte = [&](uint32_t i) { return static_cast<unsigned char>(text[at + i]); };
  if ((byte(0) & 0xF0) == 0xE0 && at + 3 <= text.size()) {  // nearly all
    return (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
  }
  const uint32_t size = CharSize(text[at]);
  if (at + size > text.size()) return 0;
  switch (size) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
    default:
      return (byte(0) & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 |
             (byte(3) & 0x3Fu);
  }
}

constexpr bool IsHan(uint32_t code_point) {
  return (code_point >= 0x4E00 && code_point <= 0x9FFF) ||
         (code_point >= 0x3400 && code_point <= 0x4DBF) || code_point == 0x3007;
}

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Number of Han characters.
constexpr uint32_t HanCount(std::string_view text) {
  uint32_t count = 0;
  for (uint32_t at = 0; at < text.size(); at += CharSize(text[at])) {
    if (IsHan(CodePointAt(text, at))) ++count;
  }
  return count;
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_UTF8_H_
