#include "service/pipeline/facts/numerals.h"

#include "service/pipeline/segment/labels.h"
#include "service/pipeline/text/phrase_table.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kHan = 3;
constexpr uint32_t kMostDigits = 12;
constexpr std::string_view kBlanks[] = {" ",      "\t",     "\u3000", "\u00a0",
                                        "\u200b", "\ufeff", "\u2002", "\u2003"};

uint32_t BlankAt(std::string_view text) {
  for (const std::string_view blank : kBlanks) {
    if (StartsWith(text, blank)) return static_cast<uint32_t>(blank.size());
  }
  return 0;
}

struct Digit {
  int value = -1;
  uint32_t size = 0;
};

// 7 or ７.
Digit ReadDigit(std::string_view text) {
  if (text.empty()) return {};
  if (text[0] >= '0' && text[0] <= '9') return {text[0] - '0', 1};
  if (text.size() < kHan || !text.starts_with("\xEF\xBC")) return {};
  const int value = static_cast<uint8_t>(text[2]) - 0x90;
  if (value < 0 || value > 9) return {};
  return {value, kHan};
}

// 七, and the many forms of zero.
Digit ReadHanDigit(std::string_view text) {
  static constexpr Phrase kForms[] = {{"〇", 0}, {"○", 0},  {"零", 0}, {"Ｏ", 0}, {"◯", 0},
                                      {"一", 1}, {"二", 2}, {"三", 3}, {"四", 4}, {"五", 5},
                                      {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};
  static const PhraseTable& table = *new PhraseTable(kForms);
  if (const Phrase* form = table.Match(text, 0)) return {static_cast<int>(form->value), kHan};
  if (text.starts_with('0') || text.starts_with('O') || text.starts_with('o')) return {0, 1};
  if (text.starts_with("О")) return {0, 2};  // Cyrillic
  return {};
}

// Four digits of one kind, blanks between them allowed.
Numeral ReadFour(std::string_view text, Digit (*read)(std::string_view)) {
  Numeral found;
  while (found.digits < 4) {
    const uint32_t blank = found.digits == 0 ? 0 : BlankPrefix(text.substr(found.size));
    const Digit digit = read(text.substr(found.size + blank));
    if (digit.value < 0) return {};
    found.value = found.value * 10 + digit.value;
    found.size += blank + digit.size;
    ++found.digits;
  }
  return found;
}

}  // namespace

Numeral ReadDigits(std::string_view text) {
  Numeral found;
  while (found.digits < kMostDigits) {
    const Digit digit = ReadDigit(text.substr(found.size));
    if (digit.value < 0) break;
    found.value = found.value * 10 + digit.value;
    found.size += digit.size;
    ++found.digits;
  }
  return found;
}

Numeral ReadYear(std::string_view text) {
  const Numeral arabic = ReadFour(text, ReadDigit);
  return arabic.digits == 4 ? arabic : ReadFour(text, ReadHanDigit);
}

Numeral ReadSmall(std::string_view text) {
  Numeral found = ReadDigits(text);
  if (found.digits == 1) {  // 1 2月: a digit, a blank and a digit
    const uint32_t blank = BlankPrefix(text.substr(found.size));
    const Digit next = blank > 0 ? ReadDigit(text.substr(found.size + blank)) : Digit{};
    if (next.value >= 0) {
      return {found.value * 10 + next.value, found.size + blank + next.size, 2};
    }
  }
  if (found.digits > 0) return found.digits <= 2 ? found : Numeral{};
  const HanNumeral han = ReadHanNumeral(text);
  if (han.value == 0) return {};
  return {han.value, han.size, han.value < 10 ? 1u : 2u};
}

uint32_t BlankPrefix(std::string_view text) {
  uint32_t size = 0;
  while (size < text.size()) {
    const uint8_t lead = static_cast<uint8_t>(text[size]);
    if (lead != ' ' && lead != '\t' && lead != 0xC2 && lead != 0xE2 && lead != 0xE3 && lead != 0xEF)
      break;
    const uint32_t blank = BlankAt(text.substr(size));
    if (blank == 0) break;
    size += blank;
  }
  return size;
}

uint32_t BlankSuffix(std::string_view text) {
  uint32_t size = 0;
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view blank : kBlanks) {
      if (!EndsWith(text.substr(0, text.size() - size), blank)) continue;
      size += static_cast<uint32_t>(blank.size());
      more = true;
    }
  }
  return size;
}

}  // namespace pledge::pipeline
