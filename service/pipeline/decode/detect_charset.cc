#include "service/pipeline/decode/detect_charset.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/pipeline/clean/script_table.h"
#include "service/pipeline/decode/charset_table.h"
#include "service/pipeline/decode/repair_utf8.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// Bytes that are looked at to tell the double-byte charsets apart.
constexpr size_t kSampleBytes = size_t{256} << 10;
// Bytes in which a document may declare its charset.
constexpr size_t kDeclarationBytes = 4096;
// Valid sequences for each broken byte from which a text is broken UTF-8 and
// not another charset (GBK has about one in eight by chance).
constexpr size_t kValidPerInvalid = 4;
// Shares of characters that Chinese text is made of, in percent.
constexpr size_t kPlausiblePercent = 65;
constexpr size_t kClearPercent = 15;  // by which an undeclared charset must be better
constexpr size_t kUtf16Percent = 90;
// Broken bytes that a text of mostly ASCII may have, and control characters.
constexpr size_t kStrayPercent = 5;
constexpr size_t kMostlyAsciiPercent = 40;
constexpr size_t kControlPercent = 2;

constexpr std::string_view kBinaryStarts[] = {"%PDF-",
                                              "PK\x03\x04",
                                              "\xD0\xCF\x11\xE0",
                                              "\x89PNG",
                                              "\xFF\xD8\xFF",
                                              "GIF8",
                                              "\x1F\x8B",
                                              "Rar!",
                                              "7z\xBC\xAF",
                                              "\x7F"
                                              "ELF"};

absl::Status Undecodable(size_t byte) {
  return MakeError(ErrorReason::kCharsetUndecodable,
                   absl::StrCat("the bytes are not text in any charset that is read; the first "
                                "that does not fit is byte ",
                                byte),
                   {{"byte", absl::StrCat(byte)}});
}

std::optional<Charset> CharsetOfByteOrderMark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return Charset::kUtf8;
  if (bytes.starts_with("\xFF\xFE")) return Charset::kUtf16Le;
  if (bytes.starts_with("\xFE\xFF")) return Charset::kUtf16Be;
  if (bytes.starts_with("\x84\x31\x95\x33")) return Charset::kGb18030;
  return std::nullopt;
}

bool IsLabelCharacter(char c) {
  return IsAsciiLetter(static_cast<uint8_t>(c)) || IsAsciiDigit(static_cast<uint8_t>(c)) ||
         c == '-' || c == '_';
}

// The label behind `name` = in a <meta> or an XML declaration.
std::string_view LabelBehind(std::string_view head, std::string_view name) {
  const size_t at = head.find(name);
  if (at == std::string_view::npos) return {};
  size_t start = at + name.size();
  while (start < head.size() && (head[start] == ' ' || head[start] == '=' || head[start] == '"' ||
                                 head[start] == '\'' || head[start] == '\\')) {
    ++start;
  }
  size_t end = start;
  while (end < head.size() && IsLabelCharacter(head[end])) ++end;
  return head.substr(start, end - start);
}

// What the document says of itself.
std::string_view LabelInDocument(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kDeclarationBytes);
  if (head.find("<?xml") != std::string_view::npos) {
    if (const std::string_view label = LabelBehind(head, "encoding"); !label.empty()) return label;
  }
  const size_t meta = std::min(head.find("<meta"), head.find("<META"));
  if (meta == std::string_view::npos) return {};
  const std::string_view label = LabelBehind(head.substr(meta), "charset");
  return label.empty() ? LabelBehind(head.substr(meta), "CHARSET") : label;
}

// How much of the bytes is what Chinese text is made of.
struct CharsetScore {
  size_t characters = 0;  // beyond ASCII, broken bytes included
  size_t points = 0;      // 2 for each common character, 1 for each rare one

  size_t percent() const { return characters == 0 ? 0 : points * 50 / characters; }
};

size_t PointsOf(char32_t c) {
  if (IsWideMark(c) || c == 0x3000 || c == 0xA0 || c == 0xB7) return 2;
  if (c >= 0xFF01 && c <= 0xFF5E) return 2;
  if (!IsHanCharacter(c)) return 0;
  return IsCommonHan(ScriptTable::Get().Simplify(c)) ? 2 : 1;
}

CharsetScore ScoreCharset(std::string_view bytes, Charset charset) {
  const std::string_view sample = bytes.substr(0, kSampleBytes);
  CharsetScore score;
  for (size_t at = 0; at < sample.size();) {
    const EncodedCharacter c = DecodeAt(sample, at, charset);
    const bool cut = !c.valid && at + 4 > sample.size();  // by the sample or by the sender
    at += c.size;
    if ((c.valid && c.value < 0x80) || cut) continue;
    ++score.characters;
    if (c.valid) score.points += PointsOf(c.value);
  }
  return score;
}

bool LooksLikeUtf16(std::string_view bytes, Charset charset) {
  if (bytes.size() < 8) return false;
  const std::string_view sample = bytes.substr(0, kSampleBytes);
  size_t fitting = 0;
  size_t units = 0;
  for (size_t at = 0; at + 1 < sample.size(); ++units) {
    const EncodedCharacter c = DecodeAt(sample, at, charset);
    at += c.size;
    const bool ascii = (c.value >= 0x20 && c.value < 0x7F) || c.value == '\n' || c.value == '\r' ||
                       c.value == '\t';
    if (ascii || (c.valid && PointsOf(c.value) == 2)) ++fitting;
  }
  return fitting * 100 >= units * kUtf16Percent;
}

// UTF-8 that is GBK by chance: a few characters, all of two bytes, where GBK
// has common ones (a text of 联通 alone is the known case).
bool IsGbkByChance(std::string_view bytes, const Utf8Census& census) {
  constexpr size_t kMostByChance = 8;
  if (census.wide_characters > kMostByChance) return false;
  const auto beyond_ascii =
      static_cast<size_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) { return c < 0; }));
  return census.wide_characters * 2 == beyond_ascii &&
         ScoreCharset(bytes, Charset::kGb18030).percent() == 100;
}

absl::StatusOr<Charset> ChooseDoubleByte(std::string_view bytes, std::optional<Charset> declared,
                                         const Utf8Census& census) {
  const CharsetScore gb = ScoreCharset(bytes, Charset::kGb18030);
  const CharsetScore big5 = ScoreCharset(bytes, Charset::kBig5);
  const size_t ahead = declared == Charset::kBig5 ? kClearPercent : 0;
  const size_t behind = declared == Charset::kGb18030 ? kClearPercent : 0;
  const bool is_big5 = big5.percent() + ahead > gb.percent() + behind;
  const Charset better = is_big5 ? Charset::kBig5 : Charset::kGb18030;
  const size_t percent = is_big5 ? big5.percent() : gb.percent();
  if (percent >= kPlausiblePercent) return better;
  // Not clearly Chinese. Mostly ASCII with strays is read as UTF-8 with holes,
  // or in the charset that makes some sense of them.
  if (census.invalid_bytes * 100 <= bytes.size() * kStrayPercent) return Charset::kUtf8;
  if (census.invalid_bytes * 100 <= bytes.size() * kMostlyAsciiPercent) return better;
  return Undecodable(census.first_invalid);
}

absl::StatusOr<Charset> ChooseByBytes(std::string_view bytes, std::optional<Charset> declared,
                                      const Utf8Census& census) {
  for (const std::string_view start : kBinaryStarts) {
    if (bytes.starts_with(start)) return Undecodable(0);
  }
  if (census.zeros || census.invalid_bytes > 0) {
    for (const Charset utf16 : {Charset::kUtf16Le, Charset::kUtf16Be}) {
      if (LooksLikeUtf16(bytes, utf16)) return utf16;
    }
  }
  if (census.controls * 100 > bytes.size() * kControlPercent) {
    return Undecodable(census.first_control);
  }
  if (census.invalid_bytes == 0 && census.wide_characters == 0) {
    const bool double_byte = declared == Charset::kGb18030 || declared == Charset::kBig5;
    return double_byte ? *declared : Charset::kUtf8;
  }
  if (census.invalid_bytes == 0 && !IsGbkByChance(bytes, census)) return Charset::kUtf8;
  if (census.invalid_bytes > 0 &&
      census.wide_characters >= kValidPerInvalid * census.invalid_bytes) {
    return Charset::kUtf8;
  }
  return ChooseDoubleByte(bytes, declared, census);
}

Warning Overruled(std::optional<Charset> declared, Charset charset) {
  return {"CHARSET_OVERRULED",
          absl::StrCat("declared as ",
                       declared.has_value() ? absl::string_view(CharsetName(*declared).data(),
                                                                CharsetName(*declared).size())
                                            : absl::string_view("a charset that is not read"),
                       ", but the bytes are ",
                       absl::string_view(CharsetName(charset).data(), CharsetName(charset).size())),
          {}};
}

}  // namespace

absl::StatusOr<CharsetChoice> ChooseCharset(const SourceDocument& source) {
  const std::string_view label =
      source.declared_charset.empty() ? LabelInDocument(source.bytes) : source.declared_charset;
  const std::optional<Charset> declared = CharsetOfLabel(label);
  CharsetChoice choice;
  if (const std::optional<Charset> mark = CharsetOfByteOrderMark(source.bytes)) {
    choice.charset = *mark;
  } else {
    const Utf8Census census = CountUtf8(source.bytes);
    const absl::StatusOr<Charset> charset = ChooseByBytes(source.bytes, declared, census);
    if (!charset.ok()) return charset.status();
    choice.charset = *charset;
    choice.is_normal = *charset == Charset::kUtf8 && census.is_normal;
  }
  if (!label.empty() && declared != choice.charset) {
    choice.warning = Overruled(declared, choice.charset);
  }
  return choice;
}

}  // namespace pledge::pipeline
