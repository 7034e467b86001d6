#include "service/pipeline/rules/numbers.h"

#include <cmath>

#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

// The value of a numeral character; -1 for others.
constexpr int DigitOf(uint32_t code_point) {
  switch (code_point) {
    case U'零':
    case U'〇':
      return 0;
    case U'一':
      return 1;
    case U'二':
    case U'两':
      return 2;
    case U'三':
      return 3;
    case U'四':
      return 4;
    case U'五':
      return 5;
    case U'六':
      return 6;
    case U'七':
      return 7;
    case U'八':
      return 8;
    case U'九':
      return 9;
    case U'十':
      return 10;
    default:
      return -1;
  }
}

// 十, 百, 千; 0 for others.
constexpr double SmallUnitOf(uint32_t code_point) {
  return code_point == U'十' ? 10 : code_point == U'百' ? 100 : code_point == U'千' ? 1000 : 0;
}

// 万, 亿; 0 for others.
constexpr double LargeUnitOf(uint32_t code_point) {
  return code_point == U'万' ? 1e4 : code_point == U'亿' ? 1e8 : 0;
}

uint32_t First(std::string_view text) { return text.empty() ? 0 : CodePointAt(text, 0); }

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
    const uint32_t character = First(rest);
    const double unit = SmallUnitOf(character);
    if (unit > 0 && (digit >= 0 || unit == 10)) {
      number.value += (digit < 0 ? 1 : digit) * unit;
      digit = -1;
      had_unit = true;
    } else if (const int numeral = DigitOf(character); numeral >= 0) {
      // Digits in a row without a unit are a year or a code.
      if (digit >= 0 && !had_unit) number.value = (number.value + digit) * 10;
      digit = numeral;
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
  const double small = SmallUnitOf(First(text.substr(number.size)));
  if (!number.is_written && small >= 100) {
    number.value *= small;
    number.size += 3;
  }
  while (const double large = LargeUnitOf(First(text.substr(number.size)))) {
    number.value *= large;
    number.size += 3;
    // 3万5千 and 1亿2000万 are rare; the first part is the number then.
  }
  ReadMore(text, number);
  return number;
}

}  // namespace pledge::pipeline
