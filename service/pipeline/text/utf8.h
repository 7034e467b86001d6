// Reading and writing single characters of UTF-8 and telling their classes, for
// the stages that walk a text character by character. Pure functions;
// thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_TEXT_UTF8_H_
#define PLEDGE_SERVICE_PIPELINE_TEXT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pledge::pipeline {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;
inline constexpr std::string_view kReplacementUtf8 = "\xEF\xBF\xBD";

// A character and its size in bytes; size 0 when there is none.
struct Utf8Character {
  char32_t value = 0;
  uint32_t size = 0;
};

constexpr uint8_t ByteAt(std::string_view text, size_t at) {
  return static_cast<uint8_t>(text[at]);
}

constexpr bool IsContinuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// The character at `at` of valid UTF-8; none at the end.
constexpr Utf8Character CharacterAt(std::string_view text, size_t at) {
  if (at >= text.size()) return {};
  const uint8_t lead = ByteAt(text, at);
  if (lead < 0x80) return {lead, 1};
  const auto tail = [&](size_t i) { return static_cast<char32_t>(ByteAt(text, at + i) & 0x3F); };
  if (lead < 0xE0) return {(lead & 0x1Fu) << 6 | tail(1), 2};
  if (lead < 0xF0) return {(lead & 0x0Fu) << 12 | tail(1) << 6 | tail(2), 3};
  return {(lead & 0x07u) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4};
}

// The character that ends before `at` of valid UTF-8; none at the start.
constexpr Utf8Character CharacterBefore(std::string_view text, size_t at) {
  if (at == 0) return {};
  size_t start = at - 1;
  while (start > 0 && IsContinuation(ByteAt(text, start))) --start;
  return CharacterAt(text, start);
}

// Size of the valid UTF-8 character at `at` (no overlong forms, no surrogates,
// at most U+10FFFF), 0 when the bytes there are no such character.
uint32_t ValidCharacterSize(std::string_view bytes, size_t at);

void AppendUtf8(char32_t character, std::string* out);
std::string ToUtf8(char32_t character);
constexpr uint32_t Utf8Size(char32_t character) {
  return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

constexpr bool IsAsciiLetter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool IsAsciiDigit(char32_t c) { return c >= '0' && c <= '9'; }

// Han characters, with the ideographic zero.
constexpr bool IsHanCharacter(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

// Marks of Chinese typesetting: 、。《》〔〕, full-width forms, “” … —.
constexpr bool IsWideMark(char32_t c) {
  return (c >= 0x3001 && c <= 0x303F && c != 0x3007) || (c >= 0xFF01 && c <= 0xFF0F) ||
         (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) ||
         (c >= 0xFF5B && c <= 0xFF65) || (c >= 0x2018 && c <= 0x201D) || c == 0x2014 || c == 0x2026;
}

// The full-width form of an ASCII , : ; ( ) ?; a full-width mark as it is; 0 for
// all other characters.
constexpr char32_t WideMarkOf(char32_t c) {
  switch (c) {
    case ',':
      return 0xFF0C;
    case ':':
      return 0xFF1A;
    case ';':
      return 0xFF1B;
    case '(':
      return 0xFF08;
    case ')':
      return 0xFF09;
    case '?':
      return 0xFF1F;
    default:
      return IsWideMark(c) ? c : 0;
  }
}

// The same as text; empty for characters that are no such ASCII mark.
constexpr std::string_view WideMarkText(char mark) {
  switch (mark) {
    case ',':
      return "，";
    case ':':
      return "：";
    case ';':
      return "；";
    case '(':
      return "（";
    case ')':
      return "）";
    case '?':
      return "？";
    default:
      return {};
  }
}

// Blanks inside a line.
constexpr bool IsBlank(char32_t c) {
  return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x202F || c == 0x205F;
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_TEXT_UTF8_H_
