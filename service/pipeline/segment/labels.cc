#include "service/pipeline/segment/labels.h"

#include "service/pipeline/text/named_words.h"
#include "service/pipeline/text/phrase_table.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kHanSize = 3;
constexpr std::string_view kDigits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

int32_t HanDigit(std::string_view text) {
  for (int32_t digit = 1; digit <= 9; ++digit) {
    if (text.starts_with(kDigits[digit])) return digit;
  }
  return 0;
}

struct ArabicNumeral {
  int32_t value = 0;
  uint32_t size = 0;
};

// Up to three ASCII or full-width digits; longer numbers are no labels.
ArabicNumeral ReadArabic(std::string_view text) {
  ArabicNumeral found;
  for (int digits = 0;; ++digits) {
    const std::string_view rest = text.substr(found.size);
    int32_t digit = -1;
    uint32_t size = 1;
    if (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
      digit = rest[0] - '0';
    } else if (rest.size() >= kHanSize && rest[0] == '\xEF' && rest[1] == '\xBC' &&
               rest[2] >= '\x90' && rest[2] <= '\x99') {
      digit = rest[2] - '\x90';
      size = kHanSize;
    }
    if (digit < 0) return found;
    if (digits == 3) return {};
    found.value = found.value * 10 + digit;
    found.size += size;
  }
}

// 一、二期工程 and 一、二、三产业 count things, they label nothing.
bool ContinuesCount(std::string_view rest) {
  const HanNumeral next = ReadHanNumeral(rest);
  if (next.size == 0) return false;
  return StartsWithAny<"、", "期", "级", "类", "产", "线", "号", "季", "环", "区", "者", "等奖",
                       "年级", "楼", "组">(rest.substr(next.size));
}

std::optional<Label> MatchHan(std::string_view text) {
  const HanNumeral number = ReadHanNumeral(text);
  if (number.value == 0) return std::nullopt;
  const std::string_view rest = text.substr(number.size);
  const uint32_t size = number.size + kHanSize;
  if (StartsWithAny<"、", "．">(rest)) {
    if (ContinuesCount(rest.substr(kHanSize))) return std::nullopt;
    return Label{LabelClass::kHan, number.value, size};
  }
  if (rest.starts_with(".")) return Label{LabelClass::kHan, number.value, number.size + 1};
  if (StartsWithAny<"是", "要">(rest)) return Label{LabelClass::kIs, number.value, size};
  return std::nullopt;
}

// 第一， 第一章 第一条. 第一产业 and 第三方 are words.
std::optional<Label> MatchDi(std::string_view text) {
  const HanNumeral number = ReadHanNumeral(text.substr(kHanSize));
  if (number.value == 0) return std::nullopt;
  const uint32_t size = kHanSize + number.size;
  const std::string_view rest = text.substr(size);
  const auto made = [&](LabelClass label_class) {
    return Label{label_class, number.value, size + kHanSize};
  };
  if (StartsWithAny<"，", "：", "是">(rest)) return made(LabelClass::kOrdinal);
  if (rest.starts_with("、") && !ContinuesCount(rest.substr(kHanSize))) {
    return made(LabelClass::kOrdinal);
  }
  if (StartsWithAny<"编", "章">(rest)) return made(LabelClass::kPart);
  if (rest.starts_with("节")) return made(LabelClass::kDivision);
  if (rest.starts_with("条") &&
      !StartsWithAny<"规定", "第", "的", "、", "和", "“", "中">(rest.substr(kHanSize))) {
    return made(LabelClass::kArticle);
  }
  return std::nullopt;
}

// （一） (1) 1） behind the opening bracket of `open` bytes.
std::optional<Label> MatchBracket(std::string_view text, uint32_t open) {
  const std::string_view inner = text.substr(open);
  const HanNumeral han = ReadHanNumeral(inner);
  const ArabicNumeral arabic = han.value == 0 ? ReadArabic(inner) : ArabicNumeral{};
  const uint32_t digits = han.value != 0 ? han.size : arabic.size;
  if (digits == 0) return std::nullopt;
  const std::string_view rest = inner.substr(digits);
  uint32_t close = 0;
  if (rest.starts_with(")")) close = 1;
  if (StartsWithAny<"）", "〕">(rest)) close = kHanSize;
  if (close == 0) return std::nullopt;
  const uint32_t size = open + digits + close;
  if (han.value != 0) return Label{LabelClass::kHanBracket, han.value, size};
  if (arabic.value == 0) return std::nullopt;
  return Label{LabelClass::kArabicBracket, arabic.value, size};
}

// 1. 1、 1． 1）; not 1.5 and not 2024.
std::optional<Label> MatchArabic(std::string_view text) {
  const ArabicNumeral number = ReadArabic(text);
  if (number.value == 0 || number.value > 99) return std::nullopt;
  const std::string_view rest = text.substr(number.size);
  const auto followed_by_digit = [&](uint32_t mark) {
    return ReadArabic(rest.substr(mark)).size > 0;
  };
  if (StartsWithAny<"、", "．">(rest)) {
    if (followed_by_digit(kHanSize)) return std::nullopt;
    return Label{LabelClass::kArabic, number.value, number.size + kHanSize};
  }
  if (rest.starts_with(".")) {
    if (followed_by_digit(1)) return std::nullopt;
    return Label{LabelClass::kArabic, number.value, number.size + 1};
  }
  if (StartsWithAny<"）", ")">(rest)) {
    const uint32_t close = rest[0] == ')' ? 1 : kHanSize;
    return Label{LabelClass::kArabicBracket, number.value, number.size + close};
  }
  return std::nullopt;
}

// ① to ⑳ (U+2460…), ⑴ to ⒇ (U+2474…), ㈠ to ㈩ (U+3220…).
std::optional<Label> MatchSymbol(std::string_view text) {
  const auto byte = [&](size_t at) { return static_cast<uint8_t>(text[at]); };
  const int code = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  if (code >= 0x2460 && code < 0x2474) return Label{LabelClass::kCircled, code - 0x245F, kHanSize};
  if (code >= 0x2474 && code < 0x2488) {
    return Label{LabelClass::kArabicBracket, code - 0x2473, kHanSize};
  }
  if (code >= 0x3220 && code < 0x322A)
    return Label{LabelClass::kHanBracket, code - 0x321F, kHanSize};
  return std::nullopt;
}

std::optional<Label> MatchFirstly(std::string_view text) {
  constexpr struct {
    std::string_view words;
    int32_t ordinal;
  } kWords[] = {{"首先", 1}, {"其一", 1}, {"其次", 2}, {"其二", 2},
                {"再次", 3}, {"其三", 3}, {"最后", 4}, {"其四", 4}};
  for (const auto& word : kWords) {
    if (!StartsWith(text, word.words)) continue;
    const std::string_view rest = text.substr(word.words.size());
    if (StartsWithAny<"，", "：", "是">(rest)) {
      return Label{LabelClass::kFirstly, word.ordinal,
                   static_cast<uint32_t>(word.words.size()) + kHanSize};
    }
  }
  return std::nullopt;
}

const PhraseTable& LabelStarts() {
  static constexpr Phrase kStarts[] = {{"一"},   {"二"},   {"三"},   {"四"},   {"五"},   {"六"},
                                       {"七"},   {"八"},   {"九"},   {"十"},   {"第"},   {"（"},
                                       {"〔"},   {"首先"}, {"其一"}, {"其二"}, {"其三"}, {"其四"},
                                       {"其次"}, {"再次"}, {"最后"}};
  static const PhraseTable& table = *new PhraseTable(kStarts);
  return table;
}

// One look at the first character turns most clauses away.
bool MayBeginLabel(std::string_view text) {
  if (text.empty()) return false;
  if (text[0] == '(' || (text[0] >= '0' && text[0] <= '9')) return true;
  if (text.size() < kHanSize || (text[0] & 0x80) == 0) return false;
  const uint8_t lead = static_cast<uint8_t>(text[0]);
  const bool symbol_or_wide_digit = lead == 0xE2 || lead == 0xE3 || lead == 0xEF;
  return symbol_or_wide_digit || LabelStarts().Match(text, 0) != nullptr;
}

}  // namespace

HanNumeral ReadHanNumeral(std::string_view text) {
  const int32_t first = HanDigit(text);
  uint32_t size = first > 0 ? kHanSize : 0;
  if (!text.substr(size).starts_with("十")) return {first, size};
  size += kHanSize;
  const int32_t last = HanDigit(text.substr(size));
  if (last > 0) size += kHanSize;
  return {(first > 0 ? first : 1) * 10 + last, size};
}

std::optional<Label> MatchLabel(std::string_view text) {
  if (!MayBeginLabel(text)) return std::nullopt;
  if (text[0] == '(') return MatchBracket(text, 1);
  if (text[0] >= '0' && text[0] <= '9') return MatchArabic(text);
  switch (static_cast<uint8_t>(text[0])) {
    case 0xE2:  // ①
      return MatchSymbol(text);
    case 0xE3:  // 〔 and ㈠
      return text.starts_with("〔") ? MatchBracket(text, kHanSize) : MatchSymbol(text);
    case 0xEF:  // （ and １
      return text.starts_with("（") ? MatchBracket(text, kHanSize) : MatchArabic(text);
    case 0xE7:  // 第
      return text.starts_with("第") ? MatchDi(text) : std::nullopt;
    default:
      break;
  }
  if (const std::optional<Label> han = MatchHan(text)) return han;
  return MatchFirstly(text);
}

}  // namespace pledge::pipeline
