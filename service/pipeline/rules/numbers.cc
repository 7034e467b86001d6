#include "service/pipeline/rules/numbers.h"

#include <cmath>

#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

struct NamedValue {
  std::string_view name;
  double value;
};

constexpr NamedValue kNumerals[] = {
    {"零", 0}, {"〇", 0}, {"一", 1}, {"二", 2}, {"两", 2}, {"三", 3},  {"四", 4},
    {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}, {"十", 10},
};
constexpr NamedValue kSmallUnits[] = {{"十", 10}, {"百", 100}, {"千", 1000}};
constexpr NamedValue kLargeUnits[] = {{"万", 1e4}, {"亿", 1e8}};

template <size_t n>
const NamedValue* Find(std::string_view text, const NamedValue (&rows)[n]) {
  const std::string_view head = text.substr(0, 3);
  for (const NamedValue& row : rows) {
    if (row.name == head) return &row;
  }
  return nullptr;
}

bool IsMore(std::string_view text) { return text.starts_with("余") || text.starts_with("多"); }

// Digits with thousands marks and a fraction.
Number ReadArabic(std::string_view text) {
  Number number;
  uint32_t at = 0;
  for (; at < text.size(); ++at) {
    if (IsDigit(text[at])) {
      number.value = number.value * 10 + (text[at] - '0');
      ++number.digit_count;
      continue;
    }
    const bool is_group = text[at] == ',' && at + 3 < text.size() && IsDigit(text[at + 1]) &&
                          IsDigit(text[at + 2]) && IsDigit(text[at + 3]);
    if (!is_group) break;
  }
  if (at + 1 < text.size() && text[at] == '.' && IsDigit(text[at + 1])) {
    double scale = 0.1;
    for (++at; at < text.size() && IsDigit(text[at]); ++at, scale /= 10) {
      number.value += (text[at] - '0') * scale;
    }
    number.value = std::round(number.value * 1e9) / 1e9;
  }
  number.size = at;
  return number;
}

// 一百二十, 三千五百, 二〇二五; stops before 万 and 亿.
Number ReadWritten(std::string_view text) {
  Number number;
  number.is_written = true;
  double digit = -1;
  bool had_unit = false;
  while (number.size < text.size()) {
    const std::string_view rest = text.substr(number.size);
    const NamedValue* unit = Find(rest, kSmallUnits);
    if (unit != nullptr && (digit >= 0 || unit->value == 10)) {
      number.value += (digit < 0 ? 1 : digit) * unit->value;
      digit = -1;
      had_unit = true;
    } else if (const NamedValue* numeral = Find(rest, kNumerals)) {
      // Digits in a row without a unit are a year or a code.
      if (digit >= 0 && !had_unit) number.value = (number.value + digit) * 10;
      digit = numeral->value;
    } else {
      break;
    }
    number.size += 3;
  }
  if (digit > 0) number.value += digit;
  return number;
}

void ReadMore(std::string_view text, Number& number) {
  if (!IsMore(text.substr(number.size))) return;
  number.is_more = true;
  number.size += 3;
}

}  // namespace

int NumeralValue(std::string_view character) {
  const NamedValue* numeral = Find(character, kNumerals);
  return numeral == nullptr ? -1 : static_cast<int>(numeral->value);
}

std::optional<Number> ReadNumber(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Number number;
  if (IsDigit(text[0])) {
    number = ReadArabic(text);
  } else {
    number = ReadWritten(text);
  }
  if (number.size == 0) return std::nullopt;
  ReadMore(text, number);
  if (const NamedValue* small = Find(text.substr(number.size), kSmallUnits)) {
    if (!number.is_written && small->value >= 100) {
      number.value *= small->value;
      number.size += 3;
    }
  }
  while (const NamedValue* large = Find(text.substr(number.size), kLargeUnits)) {
    number.value *= large->value;
    number.size += 3;
    // 3万5千 and 1亿2000万 are rare; the first part is the number then.
  }
  ReadMore(text, number);
  return number;
}

}  // namespace pledge::pipeline
