#include "service/pipeline/decode/charset.h"

#include <array>
#include <string>

#include "service/pipeline/decode/charset_table.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

struct Label {
  std::string_view label;  // lower case
  Charset charset;
};

// The labels of the WHATWG encoding standard that occur on Chinese pages.
constexpr Label kLabels[] = {
    {"utf-8", Charset::kUtf8},
    {"utf8", Charset::kUtf8},
    {"unicode-1-1-utf-8", Charset::kUtf8},
    {"us-ascii", Charset::kUtf8},
    {"ascii", Charset::kUtf8},
    {"gb18030", Charset::kGb18030},
    {"gbk", Charset::kGb18030},
    {"x-gbk", Charset::kGb18030},
    {"cp936", Charset::kGb18030},
    {"ms936", Charset::kGb18030},
    {"windows-936", Charset::kGb18030},
    {"gb2312", Charset::kGb18030},
    {"gb_2312", Charset::kGb18030},
    {"gb_2312-80", Charset::kGb18030},
    {"csgb2312", Charset::kGb18030},
    {"euc-cn", Charset::kGb18030},
    {"chinese", Charset::kGb18030},
    {"big5", Charset::kBig5},
    {"big5-hkscs", Charset::kBig5},
    {"x-x-big5", Charset::kBig5},
    {"csbig5", Charset::kBig5},
    {"cp950", Charset::kBig5},
    {"utf-16", Charset::kUtf16Le},
    {"utf-16le", Charset::kUtf16Le},
    {"unicode", Charset::kUtf16Le},
    {"utf-16be", Charset::kUtf16Be},
};

EncodedCharacter Invalid(uint32_t size) { return {kReplacementCharacter, size, false}; }

EncodedCharacter DecodeUtf8At(std::string_view bytes, size_t at) {
  const uint32_t size = ValidCharacterSize(bytes, at);
  return size == 0 ? Invalid(1) : EncodedCharacter{CharacterAt(bytes, at).value, size, true};
}

EncodedCharacter DecodeFourAt(std::string_view bytes, size_t at) {
  if (at + 4 > bytes.size()) return Invalid(1);
  const char32_t c = DecodeGb18030Four(
      {ByteAt(bytes, at), ByteAt(bytes, at + 1), ByteAt(bytes, at + 2), ByteAt(bytes, at + 3)});
  return c == 0 ? Invalid(1) : EncodedCharacter{c, 4, true};
}

EncodedCharacter DecodeDoubleAt(std::string_view bytes, size_t at, const CharsetTable& table,
                                bool has_four) {
  const uint8_t lead = ByteAt(bytes, at);
  if (lead < 0x80) return {lead, 1, true};
  if (at + 1 >= bytes.size()) return Invalid(1);
  const uint8_t trail = ByteAt(bytes, at + 1);
  const char32_t c = lead == 0xFF ? 0 : table.Decode(lead, trail);
  if (c != 0) return {c, 2, true};
  if (has_four && IsAsciiDigit(trail)) return DecodeFourAt(bytes, at);
  return Invalid(trail < 0x80 ? 1 : 2);  // an ASCII byte stands for itself
}

EncodedCharacter DecodeUtf16At(std::string_view bytes, size_t at, bool big_endian) {
  const auto unit_at = [&](size_t i) -> char32_t {
    const uint32_t first = ByteAt(bytes, i);
    const uint32_t second = ByteAt(bytes, i + 1);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  if (at + 2 > bytes.size()) return Invalid(1);
  const char32_t unit = unit_at(at);
  if (unit < 0xD800 || unit > 0xDFFF) return {unit, 2, true};
  if (unit > 0xDBFF || at + 4 > bytes.size()) return Invalid(2);
  const char32_t low = unit_at(at + 2);
  if (low < 0xDC00 || low > 0xDFFF) return Invalid(2);
  return {0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 4, true};
}

// Collects characters of equal size on both sides into one run of the map.
class RunBuilder {
 public:
  explicit RunBuilder(SourceMap* map) : map_(map) {}

  void Add(uint32_t text_size, uint32_t source_size) {
    if (text_size != text_step_ || source_size != source_step_) {
      Flush();
      text_step_ = text_size;
      source_step_ = source_size;
    }
    ++count_;
  }

  void Flush() {
    if (count_ > 0) {
      map_->AppendSame(count_ * text_step_, count_ * source_step_, static_cast<uint8_t>(text_step_),
                       static_cast<uint8_t>(source_step_));
    }
    count_ = 0;
  }

 private:
  SourceMap* const map_;
  uint32_t text_step_ = 0;
  uint32_t source_step_ = 0;
  uint32_t count_ = 0;
};

}  // namespace

std::string_view CharsetName(Charset charset) {
  constexpr std::array<std::string_view, 5> kNames = {"UTF-8", "GB18030", "BIG5", "UTF-16LE",
                                                      "UTF-16BE"};
  return kNames[static_cast<size_t>(charset)];
}

std::optional<Charset> CharsetOfLabel(std::string_view label) {
  std::string lower;
  for (const char c : label) {
    lower.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  for (const Label& known : kLabels) {
    if (known.label == lower) return known.charset;
  }
  return std::nullopt;
}

EncodedCharacter DecodeAt(std::string_view bytes, size_t at, Charset charset) {
  switch (charset) {
    case Charset::kUtf8:
      return DecodeUtf8At(bytes, at);
    case Charset::kGb18030:
      return DecodeDoubleAt(bytes, at, CharsetTable::Gb18030(), true);
    case Charset::kBig5:
      return DecodeDoubleAt(bytes, at, CharsetTable::Big5(), false);
    case Charset::kUtf16Le:
      return DecodeUtf16At(bytes, at, false);
    case Charset::kUtf16Be:
      return DecodeUtf16At(bytes, at, true);
  }
  return Invalid(1);
}

MappedText ConvertToUtf8(std::string_view bytes, Charset charset) {
  MappedText mapped;
  if (charset == Charset::kUtf8) {
    mapped.text = std::string(bytes);
    mapped.map = SourceMap::Identity(static_cast<uint32_t>(bytes.size()));
    return mapped;
  }
  mapped.text.reserve(bytes.size() + bytes.size() / 2);
  RunBuilder runs(&mapped.map);
  for (size_t at = 0; at < bytes.size();) {
    const EncodedCharacter c = DecodeAt(bytes, at, charset);
    at += c.size;
    AppendUtf8(c.value, &mapped.text);
    if (c.valid) {
      runs.Add(Utf8Size(c.value), c.size);
      continue;
    }
    runs.Flush();
    mapped.map.AppendRepair(Utf8Size(c.value), c.size, RepairKind::kInvalidBytes,
                            CharsetName(charset));
  }
  runs.Flush();
  return mapped;
}

}  // namespace pledge::pipeline
