#include "service/pipeline/decode/mojibake.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "service/pipeline/clean/script_table.h"
#include "service/pipeline/decode/charset.h"
#include "service/pipeline/decode/charset_table.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// Characters at the beginning that show whether a closer look is worth while.
constexpr size_t kLookCharacters = 200;
constexpr size_t kGlanceCharacters = 16;  // and those that show it for most texts
constexpr size_t kFewestWide = 4;
// Common characters among the Chinese ones of the text that comes out.
constexpr size_t kCommonPercent = 85;

// The bytes that a wrong reading was made of, and the character that each of
// them was read as part of.
struct Bytes {
  std::string bytes;
  std::vector<uint32_t> ends;  // for each byte: position behind that character
};

// What a character was before it was read as Latin-1 (bytes from 80 to 9F as
// controls, or as windows-1252 has them); none for characters beyond.
std::optional<uint8_t> Latin1Byte(char32_t c) {
  constexpr std::u32string_view kWindows1252 =
      U"€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";
  if (c <= 0xFF) return static_cast<uint8_t>(c);
  const size_t at = kWindows1252.find(c);
  if (at == std::u32string_view::npos) return std::nullopt;
  return static_cast<uint8_t>(0x80 + at);
}

// Takes the first `limit` characters back to bytes; nullopt when one has none.
std::optional<Bytes> BackToBytes(std::string_view text, bool latin1, size_t limit) {
  Bytes back;
  for (size_t at = 0; at < text.size() && limit > 0; --limit) {
    if (ValidCharacterSize(text, at) == 0) return std::nullopt;
    const Utf8Character c = CharacterAt(text, at);
    at += c.size;
    const auto end = static_cast<uint32_t>(at);
    if (latin1 || c.size == 1) {
      const std::optional<uint8_t> byte = Latin1Byte(c.value);
      if (!byte.has_value()) return std::nullopt;
      back.bytes.push_back(static_cast<char>(*byte));
      back.ends.push_back(end);
      continue;
    }
    const uint16_t code = CharsetTable::Gb18030().Encode(c.value);
    if (code == 0) return std::nullopt;
    back.bytes += {static_cast<char>(code >> 8), static_cast<char>(code)};
    back.ends.insert(back.ends.end(), 2, end);
  }
  return back;
}

// True when the bytes are whole characters of `charset`, mostly common Chinese
// ones. The last character may be cut when only a beginning is looked at.
bool IsChinese(std::string_view bytes, Charset charset, bool may_be_cut) {
  size_t wide = 0;
  size_t common = 0;
  for (size_t at = 0; at < bytes.size();) {
    const EncodedCharacter c = DecodeAt(bytes, at, charset);
    if (!c.valid && may_be_cut && at + 3 >= bytes.size()) break;
    if (!c.valid) return false;
    at += c.size;
    if (c.value < 0x80) continue;
    ++wide;
    const bool fits = IsWideMark(c.value) || c.value == 0x3000 ||
                      IsCommonHan(ScriptTable::Get().Simplify(c.value));
    common += fits ? 1 : 0;
  }
  return wide >= kFewestWide && common * 100 >= wide * kCommonPercent;
}

// False when the bytes hold something that is no character of `charset`, but for
// the last one, which may be cut.
bool IsWhole(std::string_view bytes, Charset charset) {
  for (size_t at = 0; at + 3 < bytes.size();) {
    const EncodedCharacter c = DecodeAt(bytes, at, charset);
    if (!c.valid) return false;
    at += c.size;
  }
  return true;
}

// Bytes of `charset` that were read as Latin-1, else as GBK.
bool Undo(Charset charset, bool latin1, MappedText* mapped) {
  const std::string_view text = mapped->text;
  const std::optional<Bytes> glance = BackToBytes(text, latin1, kGlanceCharacters);
  if (!glance.has_value() || !IsWhole(glance->bytes, charset)) return false;
  const std::optional<Bytes> look = BackToBytes(text, latin1, kLookCharacters);
  if (!look.has_value() || !IsChinese(look->bytes, charset, true)) return false;
  const std::optional<Bytes> all = BackToBytes(text, latin1, text.size());
  if (!all.has_value() || !IsChinese(all->bytes, charset, false)) return false;
  TextEditor editor(text);
  for (size_t at = 0; at < all->bytes.size();) {
    const EncodedCharacter c = DecodeAt(all->bytes, at, charset);
    at += c.size;
    // Two characters that share one of the wrong reading are replaced together.
    std::string meant = ToUtf8(c.value);
    while (at < all->bytes.size() && all->ends[at] == all->ends[at - 1]) {
      const EncodedCharacter next = DecodeAt(all->bytes, at, charset);
      AppendUtf8(next.value, &meant);
      at += next.size;
    }
    const uint32_t end = all->ends[at - 1];
    if (meant == text.substr(editor.position(), end - editor.position())) {
      editor.KeepUntil(end);
    } else {
      editor.ReplaceUntil(end, meant, RepairKind::kInvalidBytes,
                          latin1 ? "latin1-mojibake" : "gbk-mojibake");
    }
  }
  editor.Finish(mapped);
  return true;
}

}  // namespace

std::string UndoMojibake(MappedText* mapped) {
  if (Undo(Charset::kUtf8, true, mapped)) return "latin1-mojibake";
  if (Undo(Charset::kGb18030, true, mapped)) return "latin1-mojibake";
  if (Undo(Charset::kUtf8, false, mapped)) return "gbk-mojibake";
  return "";
}

}  // namespace pledge::pipeline
