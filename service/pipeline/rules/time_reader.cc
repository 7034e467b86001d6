#include "service/pipeline/rules/time_reader.h"

#include "service/pipeline/rules/calendar.h"
#include "service/pipeline/rules/numbers.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {

std::optional<TimeExpression> TimeReader::Read() {
  const bool is_until = Take("到") || Take("至");
  const bool is_from = !is_until && (Take("自") || Take("从"));
  const uint32_t mark = at_;
  for (const auto reader :
       {&TimeReader::ReadRecurring, &TimeReader::ReadPlan, &TimeReader::ReadSpan,
        &TimeReader::ReadYears, &TimeReader::ReadPoint}) {
    Reset(mark);
    if (!(this->*reader)()) continue;
    if (is_until && result_.is_span) return std::nullopt;  // 压缩至10个工作日以内: how long
    if (is_until && bound_ == Bound::kPeriod) bound_ = Bound::kUntil;
    if (is_from) bound_ = Bound::kFrom;
    ReadSuffix();
    Finish();
    return result_;
  }
  return std::nullopt;
}

void TimeReader::Reset(uint32_t at) {
  at_ = at;
  result_ = {};
  bound_ = Bound::kPeriod;
  is_relative_year_ = is_written_year_ = is_whole_year_ = false;
  is_month_ = is_day_ = is_festival_ = is_calendar_ = false;
}

std::optional<int> TimeReader::TakeNumber() {
  const std::optional<Number> number = ReadNumber(Rest());
  if (!number || number->value > 1e6) return std::nullopt;
  at_ += number->size;
  return static_cast<int>(number->value);
}

void TimeReader::SetPeriod(Date start, Date end) {
  result_.start = start;
  result_.end = end;
}

Date TimeReader::Day(int year, int month, int day) {
  return {static_cast<int16_t>(year), static_cast<uint8_t>(month), static_cast<uint8_t>(day)};
}

void TimeReader::SetMonths(int year, int first, int last) {
  SetPeriod(Day(year, first, 1), Day(year, last, DaysInMonth(year, last)));
}

// 每年, 每两年, 每半年, 每季度; a month behind it (每年12月底前) belongs to it.
bool TimeReader::ReadRecurring() {
  struct Row {
    std::string_view word;
    const char* period;
  };
  static constexpr Row kRows[] = {
      {"每半年", "P6M"},  {"每年度", "P1Y"},   {"每年", "P1Y"},   {"每两年", "P2Y"},
      {"每2年", "P2Y"},   {"每三年", "P3Y"},   {"每3年", "P3Y"},  {"每季度", "P3M"},
      {"每两月", "P2M"},  {"每两个月", "P2M"}, {"每个月", "P1M"}, {"每月", "P1M"},
      {"每两周", "P14D"}, {"每周", "P7D"},     {"每日", "P1D"},   {"每天", "P1D"},
      {"每学期", "P6M"},  {"每个季度", "P3M"}, {"按月", "P1M"},   {"按季度", "P3M"},
      {"按季", "P3M"},    {"按年", "P1Y"},     {"按周", "P7D"},   {"逐年", ""},
      {"每一年", "P1Y"},
  };
  static const auto* const kFirst =
      new CharSet(CharSet::FirstOf(kRows, [](const Row& row) { return row.word; }));
  if (!StartsWithOneOf(*kFirst)) return false;
  for (const Row& row : kRows) {
    if (row.period[0] == '\0' || !Take(row.word)) continue;
    result_.recurrence = row.period;
    // 每年 and 每季度 name a period of the calendar; the others count from the letter
    // (guide section 5.11 and 13.14).
    is_calendar_ = IsOneOf(row.word, {"每年度", "每年", "每一年", "每季度", "每个季度", "每学期"});
    const uint32_t mark = at_;
    if (ReadMonth(reference_.date.year)) {
      ReadSuffix();
    } else {
      at_ = mark;
    }
    result_.end.reset();
    result_.start.reset();
    bound_ = Bound::kFrom;
    return true;
  }
  return false;
}

// “十四五”期间, 十五五时期, “十五”后两年.
bool TimeReader::ReadPlan() {
  const bool is_quoted = Take("“");
  static constexpr std::string_view kPlans[] = {"十五五", "十四五", "十三五", "十二五",
                                                "十一五", "十五",   "十六五"};
  static constexpr int kFirstYears[] = {2026, 2021, 2016, 2011, 2006, 2001, 2031};
  static const auto* const kFirst =
      new CharSet(CharSet::FirstOf(kPlans, [](std::string_view plan) { return plan; }));
  if (!StartsWithOneOf(*kFirst)) return false;
  const int plan = TakeOneOf(kPlans);
  if (plan < 0 || (is_quoted && !Take("”"))) return false;
  const int first = kFirstYears[plan];
  int from = first;
  int to = first + 4;
  static constexpr std::string_view kSpans[] = {"期间", "时期", "规划期内", "规划期", "期内"};
  static constexpr std::string_view kEnds[] = {"末期", "期末", "末"};
  if (TakeOneOf(kEnds) >= 0) {
    bound_ = Bound::kUntil;
  } else if (Take("后") || Take("最后")) {
    const auto years = TakeNumber();
    if (!years || !Take("年")) return false;
    from = to - *years + 1;
  } else if (Take("前")) {
    const auto years = TakeNumber();
    if (!years || !Take("年")) return false;
    to = from + *years - 1;
  } else if (TakeOneOf(kSpans) < 0) {
    return false;
  }
  SetPeriod(Day(from, 1, 1), Day(to, 12, 31));
  return true;
}

// 三年内, 未来三年, 用3年时间, 30个工作日内.
bool TimeReader::ReadSpan() {
  static constexpr std::string_view kAhead[] = {"未来", "今后", "用", "利用", "再用"};
  const bool is_ahead = TakeOneOf(kAhead) >= 0;
  const bool is_past = !is_ahead && Take("近");
  const auto count = TakeNumber();
  if (!count || *count > 400) return false;
  static constexpr std::string_view kUnits[] = {"个工作日", "年",     "个月",   "天", "日",
                                                "周",       "个季度", "个星期", "月"};
  const int unit = TakeOneOf(kUnits);
  if (unit < 0) return false;
  static constexpr std::string_view kWithin[] = {
      "左右的时间内", "的时间内", "时间之内", "时间内",     "左右时间内", "左右时间", "左右内",
      "之内",         "以内",     "内",       "左右的时间", "时间",       "的时间"};
  const bool is_within = TakeOneOf(kWithin) >= 0;
  if (!is_within && !is_ahead && !is_past) return false;
  result_.is_past = is_past;
  result_.is_span = is_within;
  bound_ = Bound::kPeriod;
  if (!reference_.HasDay()) return true;
  const Date start = reference_.date;
  const Date day_end = AddDays(start, unit == 5 || unit == 7 ? *count * 7 : *count);
  Date end = day_end;
  if (unit == 1) end = AddMonths(start, *count * 12);
  if (unit == 2 || unit == 8) end = AddMonths(start, *count);
  if (unit == 6) end = AddMonths(start, *count * 3);
  SetPeriod(start, end);
  return true;
}

// 2024—2026年, 2024年至2026年.
bool TimeReader::ReadYears() {
  const auto first = ReadNumber(Rest());
  if (!first || first->digit_count != 4) return false;
  at_ += first->size;
  Take("年");
  static constexpr std::string_view kDashes[] = {"——", "—", "－", "-", "~", "～", "至", "到", "–"};
  if (TakeOneOf(kDashes) < 0) return false;
  const auto last = ReadNumber(Rest());
  if (!last || last->digit_count != 4) return false;
  at_ += last->size;
  if (!Take("年")) return false;
  static constexpr std::string_view kSpans[] = {"期间", "间"};
  TakeOneOf(kSpans);
  SetPeriod(Day(static_cast<int>(first->value), 1, 1), Day(static_cast<int>(last->value), 12, 31));
  return first->value <= last->value;
}

void TimeReader::ReadSuffix() {
  static constexpr std::string_view kPast[] = {"以来", "至今"};
  static constexpr std::string_view kFrom[] = {"开始", "起始", "起", "以后", "之后", "后"};
  static constexpr std::string_view kBefore[] = {"底以前", "底之前", "底前", "之前",
                                                 "以前",   "前夕",   "前",   "开学前"};
  static constexpr std::string_view kDuring[] = {"期间", "之内", "以内", "内"};
  if (TakeOneOf(kPast) >= 0) {
    result_.is_past = true;
  } else if (TakeOneOf(kBefore) >= 0) {
    EndBefore();
    bound_ = Bound::kUntil;
  } else if (TakeOneOf(kFrom) >= 0) {
    bound_ = Bound::kFrom;
  } else {
    TakeOneOf(kDuring);
  }
}

// 10月前, 10月1日前 and 国庆前 end the day before; 6月30日前 and 6月底前 on the day.
void TimeReader::EndBefore() {
  if (!result_.start || (bound_ == Bound::kUntil && !is_festival_)) return;
  const bool opens_month = is_day_ && result_.start->day == 1;
  if (is_festival_ || opens_month || (!is_day_ && (is_month_ || is_whole_year_)))
    result_.end = AddDays(*result_.start, -1);
}

void TimeReader::Finish() {
  result_.range = {0, at_};
  result_.is_bounded = bound_ != Bound::kPeriod || result_.recurrence[0] != '\0';
  if (bound_ == Bound::kFrom) {
    result_.end.reset();
    if (result_.recurrence[0] != '\0' && !is_calendar_ && reference_.HasDay())
      result_.start = reference_.date;
  }
  if (bound_ == Bound::kUntil) {
    result_.start = reference_.HasDay() ? std::optional<Date>(reference_.date) : std::nullopt;
  }
  if (is_day_ && result_.is_year_open && result_.end && reference_.HasDay() &&
      bound_ == Bound::kPeriod) {
    result_.is_past = Compare(*result_.end, reference_.date) <= 0;
  }
  if (result_.end && reference_.HasYear() && !result_.is_year_open) {
    const Date letter = reference_.HasDay() ? reference_.date : Day(reference_.date.year, 1, 1);
    if (Compare(*result_.end, letter) < 0) result_.is_past = true;
  }
}

}  // namespace pledge::pipeline
