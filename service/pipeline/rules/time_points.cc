#include "service/pipeline/rules/time_reader.h"

#include <algorithm>

#include "service/pipeline/rules/calendar.h"
#include "service/pipeline/rules/numbers.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {

// Points of time: a year, month, day, quarter, half-year or festival.

// A year, month, day, quarter, half-year, festival or several of them.
bool TimeReader::ReadPoint() {
  const int year = ReadYear();
  const bool has_year = year > 0 || is_relative_year_;
  const int base = year > 0 ? year : reference_.date.year;
  result_.is_year_open = year == 0 && !is_relative_year_;
  const uint32_t mark = at_;
  Take("的");
  if (ReadMonth(base) || ReadPartOfYear(base, has_year) || ReadFestival(base)) return true;
  at_ = mark;
  if (!has_year) return ReadNearMonth();
  if (Rest().starts_with("度") && !Rest().starts_with("度内") && !Rest().starts_with("度末"))
    return false;
  Take("度");
  is_whole_year_ = true;
  if (base == 0) return true;
  SetMonths(base, 1, 12);
  return true;
}

// The year written; 0 when none is. Relative years need the letter's.
int TimeReader::ReadYear() {
  struct Row {
    std::string_view word;
    int offset;
  };
  static constexpr Row kRows[] = {{"今年", 0},  {"明年", 1},  {"后年", 2}, {"来年", 1}, {"本年", 0},
                                  {"去年", -1}, {"前年", -2}, {"次年", 1}, {"上年", -1}};
  static const auto* const kFirst =
      new CharSet(CharSet::FirstOf(kRows, [](const Row& row) { return row.word; }));
  for (const Row& row : kRows) {
    if (!StartsWithOneOf(*kFirst)) break;
    if (!Take(row.word)) continue;
    is_relative_year_ = true;
    if (row.offset < 0) result_.is_past = true;
    return reference_.HasYear() ? reference_.date.year + row.offset : 0;
  }
  const auto number = ReadNumber(Rest());
  if (!number || number->value < 1949 || number->value > 2100 || number->is_more) return 0;
  if (!text_.substr(at_ + number->size).starts_with("年")) return 0;
  at_ += number->size + 3;
  is_written_year_ = true;
  return static_cast<int>(number->value);
}

// 6月, 6月30日, 6月底, 12月中旬.
bool TimeReader::ReadMonth(int year) {
  const uint32_t mark = at_;
  const bool is_written = !Rest().empty() && !IsDigit(Rest()[0]);
  const auto month = TakeNumber();
  // 一月内 is a span of a month.
  if (is_written && Rest().starts_with("月内")) {
    at_ = mark;
    return false;
  }
  if (!month || *month < 1 || *month > 12 || !Take("月")) {
    at_ = mark;
    return false;
  }
  Take("份");
  const uint32_t after_month = at_;
  int first = 1;
  int last = DaysInMonth(year > 0 ? year : 2001, *month);
  const auto day = TakeNumber();
  if (day && *day >= 1 && *day <= 31 && (Take("日") || Take("号"))) {
    first = last = std::min(*day, last);
    is_day_ = true;
  } else {
    at_ = after_month;
    if (Take("底") || Take("末")) {
      bound_ = Bound::kUntil;
    } else if (Take("上旬") || Take("初")) {
      last = 10;
    } else if (Take("中旬")) {
      first = 11;
      last = 20;
    } else if (Take("下旬")) {
      first = 21;
    } else {
      is_month_ = true;
    }
  }
  if (year > 0) SetPeriod(Day(year, *month, first), Day(year, *month, last));
  return true;
}

// 年底, 年内, 上半年, 三季度, 2025年底, 2025年内.
bool TimeReader::ReadPartOfYear(int year, bool has_year) {
  if (has_year) {
    if (TakeYearEnd({"年底", "底", "末"})) return SetWhole(year, Bound::kUntil);
    if (Take("内") || Take("度内") || Take("之内") || Take("年内")) {
      return SetWhole(year, is_written_year_ ? Bound::kPeriod : Bound::kUntil);
    }
    if (Take("年初") || Take("初")) return SetPart(year, 1, 3);
    if (Take("年中") || Take("中")) return SetPart(year, 5, 7);
  } else {
    if (TakeYearEnd({"年底", "年末"})) return SetWhole(year, Bound::kUntil);
    if (Take("年内")) return SetWhole(year, Bound::kUntil);
    if (Take("年中")) return SetPart(year, 5, 7);
  }
  if (Take("上半年")) return SetPart(year, 1, 6);
  if (Take("下半年")) return SetPart(year, 7, 12);
  if (Take("秋季学期") || Take("秋季开学") || Take("秋季")) return SetPart(year, 9, 12);
  if (Take("春季学期") || Take("春季开学") || Take("春季")) return SetPart(year, 2, 7);
  return ReadQuarter(year);
}

bool TimeReader::TakeYearEnd(std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [this](std::string_view word) { return Take(word); });
}

bool TimeReader::ReadQuarter(int year) {
  const uint32_t mark = at_;
  Take("第");
  const auto quarter = TakeNumber();
  const bool is_quarter =
      quarter && *quarter >= 1 && *quarter <= 4 && (Take("季度") || Take("个季度"));
  if (!is_quarter) {
    at_ = mark;
    return false;
  }
  if (Take("末") || Take("底")) bound_ = Bound::kUntil;
  return SetPart(year, *quarter * 3 - 2, *quarter * 3);
}

bool TimeReader::SetPart(int year, int first, int last) {
  if (year > 0) SetMonths(year, first, last);
  return true;
}

bool TimeReader::SetWhole(int year, Bound bound) {
  bound_ = bound;
  return SetPart(year, 1, 12);
}

// 本月底, 下月: months seen from the letter.
bool TimeReader::ReadNearMonth() {
  result_.is_year_open = false;
  static constexpr std::string_view kNear[] = {"本月", "当月", "下月", "下个月", "月底", "月内"};
  const int word = TakeOneOf(kNear);
  if (word < 0) return false;
  if (Take("底") || Take("末") || word >= 4) bound_ = Bound::kUntil;
  if (Take("内")) bound_ = Bound::kUntil;
  if (!reference_.HasDay()) return true;
  const Date first = Day(reference_.date.year, reference_.date.month, 1);
  const Date month = word == 2 || word == 3 ? AddMonths(first, 1) : first;
  SetMonths(month.year, month.month, month.month);
  return true;
}

bool TimeReader::ReadFestival(int year) {
  static constexpr std::string_view kNames[] = {"春节", "除夕",   "元宵节", "元宵",   "端午节",
                                                "端午", "中秋节", "中秋",   "元旦",   "清明节",
                                                "清明", "劳动节", "五一",   "国庆节", "国庆"};
  const bool is_quoted = Take("“");
  static const auto* const kFirst =
      new CharSet(CharSet::FirstOf(kNames, [](std::string_view name) { return name; }));
  if (!StartsWithOneOf(*kFirst)) return false;
  const int name = TakeOneOf(kNames);
  if (name < 0 || (is_quoted && !Take("”"))) return false;
  Take("假期");
  Take("长假");
  // A festival alone is mostly the name of an event, not a time.
  static constexpr std::string_view kEdges[] = {"之前", "以前", "前夕", "前", "期间", "后"};
  bool has_edge = false;
  for (const std::string_view edge : kEdges) has_edge = has_edge || StartsWith(Rest(), edge);
  if (!has_edge) return false;
  const auto festival = year > 0 ? FindFestival(kNames[name], year) : std::nullopt;
  if (festival) SetPeriod(festival->first_day, festival->first_day);
  is_festival_ = true;
  return true;
}

}  // namespace pledge::pipeline
