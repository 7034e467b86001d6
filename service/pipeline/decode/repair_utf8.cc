#include "service/pipeline/decode/repair_utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// What a scan does with a byte that begins a character.
enum class Lead : uint8_t {
  kPlain,    // one byte, kept
  kHan,      // E3–E9 but for E2 and ED: three bytes, nothing special inside
  kChecked,  // everything else
};

constexpr std::array<Lead, 256> MakeLeads() {
  std::array<Lead, 256> leads{};
  for (size_t byte = 0; byte < 256; ++byte) {
    const bool plain = (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t';
    const bool han = byte >= 0xE3 && byte <= 0xE9;
    leads[byte] = plain ? Lead::kPlain : han ? Lead::kHan : Lead::kChecked;
  }
  return leads;
}

constexpr std::array<Lead, 256> kLeads = MakeLeads();

constexpr bool IsOtherLineBreak(char32_t c) {
  return c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// Controls, byte order marks, soft hyphens, zero-width characters, direction
// marks and interlinear anchors.
constexpr bool IsInvisible(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xAD ||
         c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

bool StaysAsItIs(char32_t c) { return !IsOtherLineBreak(c) && !IsInvisible(c); }

// Controls that no text has: neither layout nor the escape of ISO 2022.
constexpr bool IsControl(uint8_t byte) {
  return byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f' &&
         byte != '\v' && byte != 0x1B;
}

// True when the byte at `at` leads a Han character or another of its kind that is whole.
bool IsWholeHan(std::string_view bytes, size_t at) {
  return at + 2 < bytes.size() && IsContinuation(ByteAt(bytes, at + 1)) &&
         IsContinuation(ByteAt(bytes, at + 2));
}

// Skips characters that stay as they are; adds to `wide` those of three bytes.
size_t SkipOrdinary(std::string_view bytes, size_t at, size_t* wide) {
  size_t skipped = 0;
  while (at < bytes.size()) {
    const Lead lead = kLeads[ByteAt(bytes, at)];
    if (lead == Lead::kPlain) {
      ++at;
    } else if (lead == Lead::kHan && IsWholeHan(bytes, at)) {
      at += 3;
      ++skipped;
    } else {
      break;
    }
  }
  *wide += skipped;
  return at;
}

// Bytes of the broken sequence at `at`: as many as could begin a character.
size_t InvalidPartSize(std::string_view bytes, size_t at) {
  const uint8_t lead = ByteAt(bytes, at);
  const size_t want = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 && lead <= 0xEF ? 3 : 1;
  if (want == 1 || at + 1 >= bytes.size()) return 1;
  const uint8_t second = ByteAt(bytes, at + 1);
  const bool fits = IsContinuation(second) && !(lead == 0xE0 && second < 0xA0) &&
                    !(lead == 0xED && second > 0x9F) && !(lead == 0xF0 && second < 0x90) &&
                    !(lead == 0xF4 && second > 0x8F);
  if (!fits) return 1;
  size_t size = 2;
  while (size < want && at + size < bytes.size() && IsContinuation(ByteAt(bytes, at + size))) {
    ++size;
  }
  return size < want ? size : 1;
}

// Deals with the character at `at`, which SkipOrdinary did not pass. Returns
// where to go on.
size_t EditCharacter(std::string_view bytes, size_t at, TextEditor* editor) {
  const auto start = static_cast<uint32_t>(at);
  const uint32_t size = ValidCharacterSize(bytes, at);
  if (size == 0) {
    const auto end = static_cast<uint32_t>(at + InvalidPartSize(bytes, at));
    editor->KeepUntil(start);
    editor->ReplaceUntil(end, kReplacementUtf8, RepairKind::kInvalidBytes, "UTF-8");
    return end;
  }
  const char32_t c = CharacterAt(bytes, at).value;
  const uint32_t end = start + size;
  if (c == '\r' && end < bytes.size() && bytes[end] == '\n') {
    editor->KeepUntil(start);
    editor->RemoveUntil(end, RepairKind::kSpacing);
  } else if (IsOtherLineBreak(c)) {
    editor->KeepUntil(start);
    editor->ReplaceUntil(end, "\n", RepairKind::kSpacing);
  } else if (IsInvisible(c)) {
    editor->KeepUntil(start);
    editor->RemoveUntil(end, RepairKind::kSpacing);
  }
  return end;
}

}  // namespace

void NormalizeUtf8(MappedText* mapped) {
  const std::string_view bytes = mapped->text;
  TextEditor editor(bytes);
  size_t wide = 0;
  for (size_t at = SkipOrdinary(bytes, 0, &wide); at < bytes.size();
       at = SkipOrdinary(bytes, at, &wide)) {
    at = EditCharacter(bytes, at, &editor);
  }
  editor.Finish(mapped);
}

Utf8Census CountUtf8(std::string_view bytes) {
  Utf8Census census;
  census.first_invalid = census.first_control = bytes.size();
  const auto skip = [&](size_t at) { return SkipOrdinary(bytes, at, &census.wide_characters); };
  for (size_t at = skip(0); at < bytes.size(); at = skip(at)) {
    const uint8_t byte = ByteAt(bytes, at);
    const uint32_t size = ValidCharacterSize(bytes, at);
    if (size == 0) {
      if (census.invalid_bytes++ == 0) census.first_invalid = at;
    } else if (size == 1) {
      if (IsControl(byte) && census.controls++ == 0) census.first_control = at;
      census.zeros |= byte == 0;
    } else {
      ++census.wide_characters;
    }
    census.is_normal = census.is_normal && size > 0 && StaysAsItIs(CharacterAt(bytes, at).value);
    at += std::max(size, 1u);
  }
  return census;
}

}  // namespace pledge::pipeline
