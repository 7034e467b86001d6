#include "service/pipeline/facts/doc_number.h"

#include <algorithm>

#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr size_t kLongestCode = 400;  // bytes; several bodies may issue together

struct BracketPair {
  std::string_view open;
  std::string_view close;
};

// The standard asks for 〔〕; typists take what the keyboard offers.
constexpr BracketPair kBrackets[] = {{"〔", "〕"}, {"[", "]"}, {"［", "］"}, {"﹝", "﹞"},
                                     {"（", "）"}, {"(", ")"}, {"【", "】"}, {"﹙", "﹚"},
                                     {"「", "」"}, {"{", "}"}, {"〖", "〗"}, {"〈", "〉"}};

constexpr std::string_view kLabels[] = {"发文字号", "发文文号", "文件编号", "公文文号",
                                        "文号",     "编号",     "字号"};

uint32_t LabelPrefix(std::string_view text) {
  for (const std::string_view label : kLabels) {
    if (!StartsWith(text, label)) continue;
    uint32_t size = static_cast<uint32_t>(label.size());
    size += BlankPrefix(text.substr(size));
    for (const std::string_view colon : {"：", ":"}) {
      if (StartsWith(text.substr(size), colon)) size += static_cast<uint32_t>(colon.size());
    }
    return size + BlankPrefix(text.substr(size));
  }
  return 0;
}

// A cursor over one text.
class Reader {
 public:
  Reader(std::string_view text, uint32_t at) : text_(text), at_(at) {}

  std::string_view Rest() const { return text_.substr(at_); }
  uint32_t at() const { return at_; }
  void Move(uint32_t size) { at_ += size; }
  void Blank() { at_ += BlankPrefix(Rest()); }

  bool Take(std::string_view word) {
    if (!StartsWith(Rest(), word)) return false;
    at_ += static_cast<uint32_t>(word.size());
    return true;
  }

  // A number of at most five digits.
  bool TakeSerial(int32_t& serial) {
    const Numeral number = ReadDigits(Rest());
    if (number.digits == 0 || number.digits > 5) return false;
    serial = static_cast<int32_t>(number.value);
    at_ += number.size;
    return true;
  }

 private:
  std::string_view text_;
  uint32_t at_;
};

bool PlausibleYear(int64_t year) { return year >= 1949 && year <= 2100; }

// Whichever bracket closes: 〔2024] and （2024) are read as they are meant.
bool TakeClose(Reader& reader) {
  for (const BracketPair& pair : kBrackets) {
    if (reader.Take(pair.close)) return true;
  }
  return false;
}

// 〔2024〕 at the cursor.
bool TakeYear(Reader& reader, int32_t& year) {
  for (const BracketPair& pair : kBrackets) {
    if (!reader.Take(pair.open)) continue;
    reader.Blank();
    const Numeral number = ReadYear(reader.Rest());
    if (number.digits != 4 || !PlausibleYear(number.value)) return false;
    year = static_cast<int32_t>(number.value);
    reader.Move(number.size);
    reader.Blank();
    reader.Take("年");
    return TakeClose(reader);
  }
  return false;
}

// 12号, 第 12 号, 字第12号, 号12 or a bare 12 behind the year.
bool TakeCount(Reader& reader, int32_t& serial) {
  reader.Blank();
  if (reader.Rest().starts_with("字第")) reader.Take("字");
  reader.Take("第");
  reader.Blank();
  const bool sign_first = reader.Take("号");
  reader.Blank();
  if (!reader.TakeSerial(serial)) return false;
  if (sign_first) return true;
  Reader ahead = reader;
  ahead.Blank();
  if (ahead.Take("号")) reader = ahead;
  return true;
}

// Bytes of （A） or (B) at the end of `text`: the class of the proposal inside a code.
uint32_t ClassSize(std::string_view text) {
  for (const BracketPair& pair : kBrackets) {
    const size_t size = pair.open.size() + 1 + pair.close.size();
    if (text.size() <= size || !EndsWith(text, pair.close)) continue;
    const std::string_view mark = text.substr(text.size() - size);
    const char letter = mark[pair.open.size()];
    if (StartsWith(mark, pair.open) && letter >= 'A' && letter <= 'D')
      return static_cast<uint32_t>(size);
  }
  return 0;
}

// Bytes at the end of `text` that can be an agency code: Han and Latin letters,
// 、 between bodies that issue together, and a class in brackets at its end.
uint32_t CodeStart(std::string_view text) {
  const uint32_t end = static_cast<uint32_t>(text.size());
  uint32_t start = end - ClassSize(text);
  const uint32_t limit = start > kLongestCode ? start - kLongestCode : 0;
  while (start > limit) {
    uint32_t at = start - 1;
    while (at > 0 && (text[at] & 0xC0) == 0x80) --at;
    const uint32_t code_point = CodePointAt(text, at);
    const bool letter = (code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z';
    if (!IsHan(code_point) && !letter && code_point != 0x3001) break;
    start = at;
  }
  while (text.substr(start).starts_with("、")) start += 3;
  return start == end - ClassSize(text) ? end : start;
}

std::string WithoutBlanks(std::string_view text) {
  std::string out;
  for (uint32_t at = 0; at < text.size();) {
    const uint32_t blank = BlankPrefix(text.substr(at));
    at += blank;
    if (blank > 0) continue;
    const uint32_t size = std::min<uint32_t>(CharSize(text[at]), text.size() - at);
    out.append(text.substr(at, size));
    at += size;
  }
  return out;
}

// 2024年 at the cursor; leaves it in place when the year is not there.
void TakeBareYear(Reader& reader, int32_t& year) {
  const Numeral number = ReadYear(reader.Rest());
  if (number.digits != 4 || !PlausibleYear(number.value)) return;
  if (!reader.Rest().substr(number.size).starts_with("年")) return;
  year = static_cast<int32_t>(number.value);
  reader.Move(number.size + 3);
}

// The count behind an agency code of `code_end` bytes, to the end of `text`.
std::optional<DocumentNumber> ReadOrder(std::string_view text, uint32_t code_end, bool needs_year) {
  DocumentNumber number;
  Reader reader(text, code_end);
  reader.Blank();
  reader.Take("（");
  TakeBareYear(reader, number.year);
  if (needs_year && number.year == 0) return std::nullopt;
  if (!TakeCount(reader, number.serial)) return std::nullopt;
  reader.Take("）");
  reader.Blank();
  if (!reader.Rest().empty()) return std::nullopt;
  number.agency_code = WithoutBlanks(text.substr(0, code_end));
  number.range = {0, static_cast<uint32_t>(text.size())};
  return number;
}

// 示府令第12号, 公告2024年第12号, 某某部2024年第12号: no bracket.
std::optional<DocumentNumber> ParseOrder(std::string_view text) {
  for (const std::string_view noun : {"令", "公告", "通告"}) {
    const size_t found = text.rfind(noun);
    if (found == std::string_view::npos) continue;
    const uint32_t code_end = static_cast<uint32_t>(found + noun.size());
    if (auto number = ReadOrder(text, code_end, false)) return number;
  }
  const size_t year_end = text.rfind("年第");
  if (year_end == std::string_view::npos || year_end <= 4) return std::nullopt;
  return ReadOrder(text, static_cast<uint32_t>(year_end - 4), true);
}

// A bracketed number whose bracket opens at `open`.
std::optional<DocumentNumber> ReadAt(std::string_view text, uint32_t open) {
  const uint32_t code_end = open - BlankSuffix(text.substr(0, open));
  const uint32_t code_start = CodeStart(text.substr(0, code_end));
  if (code_start == code_end) return std::nullopt;
  DocumentNumber number;
  Reader reader(text, open);
  if (!TakeYear(reader, number.year) || !TakeCount(reader, number.serial)) return std::nullopt;
  number.agency_code = WithoutBlanks(text.substr(code_start, code_end - code_start));
  number.range = {code_start, reader.at()};
  return number;
}

// Where the next bracket opens that a year may stand in; npos when none does.
size_t NextBracket(std::string_view text, size_t from) {
  for (size_t at = from; at < text.size(); ++at) {
    const uint8_t byte = static_cast<uint8_t>(text[at]);
    const bool may_open = byte == '[' || byte == '(' || byte == '{' || byte == 0xE3 || byte == 0xEF;
    if (!may_open) continue;
    for (const BracketPair& pair : kBrackets) {
      if (StartsWith(text.substr(at), pair.open)) return at;
    }
  }
  return std::string_view::npos;
}

// Trims blanks and a label; `offset` tells how much went at the front.
std::string_view Core(std::string_view text, uint32_t& offset) {
  offset = BlankPrefix(text);
  offset += LabelPrefix(text.substr(offset));
  text.remove_prefix(offset);
  text.remove_suffix(BlankSuffix(text));
  return text;
}

}  // namespace

std::string DocumentNumber::StandardForm() const {
  if (year == 0) return agency_code + "第" + std::to_string(serial) + "号";
  return agency_code + "〔" + std::to_string(year) + "〕" + std::to_string(serial) + "号";
}

std::optional<DocumentNumber> ParseDocumentNumber(std::string_view text) {
  uint32_t offset = 0;
  const std::string_view core = Core(text, offset);
  std::optional<DocumentNumber> number = FindDocumentNumber(core);
  const bool whole = number && number->range == ByteRange{0, static_cast<uint32_t>(core.size())};
  if (!whole) number = ParseOrder(core);
  if (!number) return std::nullopt;
  number->range.start += offset;
  number->range.end += offset;
  return number;
}

std::optional<DocumentNumber> FindDocumentNumber(std::string_view text) {
  for (size_t at = NextBracket(text, 0); at != std::string_view::npos;
       at = NextBracket(text, at + 1)) {
    if (at == 0) continue;
    if (std::optional<DocumentNumber> number = ReadAt(text, static_cast<uint32_t>(at)))
      return number;
  }
  return std::nullopt;
}

}  // namespace pledge::pipeline
