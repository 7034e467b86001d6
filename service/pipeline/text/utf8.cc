#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

bool ContinuesAt(std::string_view bytes, size_t at, uint8_t low, uint8_t high) {
  return at < bytes.size() && ByteAt(bytes, at) >= low && ByteAt(bytes, at) <= high;
}

}  // namespace

uint32_t ValidCharacterSize(std::string_view bytes, size_t at) {
  if (at >= bytes.size()) return 0;
  const uint8_t lead = ByteAt(bytes, at);
  if (lead < 0x80) return 1;
  // Table 3-7 of the Unicode standard: only the second byte has special limits.
  uint8_t low = 0x80;
  uint8_t high = 0xBF;
  uint32_t size = 0;
  if (lead >= 0xC2 && lead <= 0xDF) size = 2;
  if (lead >= 0xE0 && lead <= 0xEF) size = 3;
  if (lead >= 0xF0 && lead <= 0xF4) size = 4;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (size == 0 || !ContinuesAt(bytes, at + 1, low, high)) return 0;
  for (uint32_t i = 2; i < size; ++i) {
    if (!ContinuesAt(bytes, at + i, 0x80, 0xBF)) return 0;
  }
  return size;
}

void AppendUtf8(char32_t c, std::string* out) {
  const auto tail = [](char32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out->push_back(static_cast<char>(0xC0 | c >> 6));
    out->push_back(tail(c));
  } else if (c < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | c >> 12));
    out->push_back(tail(c >> 6));
    out->push_back(tail(c));
  } else {
    out->push_back(static_cast<char>(0xF0 | c >> 18));
    out->push_back(tail(c >> 12));
    out->push_back(tail(c >> 6));
    out->push_back(tail(c));
  }
}

std::string ToUtf8(char32_t character) {
  std::string out;
  AppendUtf8(character, &out);
  return out;
}

}  // namespace pledge::pipeline
