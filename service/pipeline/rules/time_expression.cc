#include "service/pipeline/rules/time_expression.h"

#include <algorithm>
#include <string>

#include "service/pipeline/rules/calendar.h"
#include "service/pipeline/rules/char_set.h"
#include "service/pipeline/rules/numbers.h"
#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

enum class Bound { kPeriod, kUntil, kFrom };

// Reads one expression from the front of a text; `at_` only moves forward over
// what has been understood.
class TimeReader {
 public:
  TimeReader(std::string_view text, const ReferenceDate& reference)
      : text_(text), reference_(reference) {}

  // Bytes read are in `range.end`; `range.start` is 0.
  std::optional<TimeExpression> Read() {
    const bool is_until = Take("到") || Take("至");
    const bool is_from = !is_until && (Take("自") || Take("从"));
    const uint32_t mark = at_;
    for (const auto reader :
         {&TimeReader::ReadRecurring, &TimeReader::ReadPlan, &TimeReader::ReadSpan,
          &TimeReader::ReadYears, &TimeReader::ReadPoint}) {
      Reset(mark);
      if (!(this->*reader)()) continue;
      if (is_until && bound_ == Bound::kPeriod) bound_ = Bound::kUntil;
      if (is_from) bound_ = Bound::kFrom;
      ReadSuffix();
      Finish();
      return result_;
    }
    return std::nullopt;
  }

 private:
  void Reset(uint32_t at) {
    at_ = at;
    result_ = {};
    bound_ = Bound::kPeriod;
    is_relative_year_ = is_written_year_ = is_whole_year_ = false;
    is_month_ = is_day_ = is_festival_ = false;
  }

  std::string_view Rest() const { return text_.substr(at_); }

  bool Take(std::string_view word) {
    if (!Rest().starts_with(word)) return false;
    at_ += static_cast<uint32_t>(word.size());
    return true;
  }

  template <size_t n>
  int TakeOneOf(const std::string_view (&words)[n]) {
    for (size_t i = 0; i < n; ++i) {
      if (Take(words[i])) return static_cast<int>(i);
    }
    return -1;
  }

  std::optional<int> TakeNumber() {
    const std::optional<Number> number = ReadNumber(Rest());
    if (!number || number->value > 1e6) return std::nullopt;
    at_ += number->size;
    return static_cast<int>(number->value);
  }

  void SetPeriod(Date start, Date end) {
    result_.start = start;
    result_.end = end;
  }

  static Date Day(int year, int month, int day) {
    return {static_cast<int16_t>(year), static_cast<uint8_t>(month), static_cast<uint8_t>(day)};
  }

  void SetMonths(int year, int first, int last) {
    SetPeriod(Day(year, first, 1), Day(year, last, DaysInMonth(year, last)));
  }

  // 每年, 每两年, 每半年, 每季度; a month behind it (每年12月底前) belongs to it.
  bool ReadRecurring() {
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
    for (const Row& row : kRows) {
      if (row.period[0] == '\0' || !Take(row.word)) continue;
      result_.recurrence = row.period;
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
  bool ReadPlan() {
    const bool is_quoted = Take("“");
    static constexpr std::string_view kPlans[] = {"十五五", "十四五", "十三五", "十二五",
                                                  "十一五", "十五",   "十六五"};
    static constexpr int kFirstYears[] = {2026, 2021, 2016, 2011, 2006, 2001, 2031};
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
  bool ReadSpan() {
    static constexpr std::string_view kAhead[] = {"未来", "今后", "用", "利用", "力争用", "再用"};
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
  bool ReadYears() {
    const auto first = ReadNumber(Rest());
    if (!first || first->digit_count != 4) return false;
    at_ += first->size;
    Take("年");
    static constexpr std::string_view kDashes[] = {"——", "—",  "－", "-", "~",
                                                   "～", "至", "到", "–"};
    if (TakeOneOf(kDashes) < 0) return false;
    const auto last = ReadNumber(Rest());
    if (!last || last->digit_count != 4) return false;
    at_ += last->size;
    if (!Take("年")) return false;
    static constexpr std::string_view kSpans[] = {"期间", "间"};
    TakeOneOf(kSpans);
    SetPeriod(Day(static_cast<int>(first->value), 1, 1),
              Day(static_cast<int>(last->value), 12, 31));
    return first->value <= last->value;
  }

  // A year, month, day, quarter, half-year, festival or several of them.
  bool ReadPoint() {
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
  int ReadYear() {
    struct Row {
      std::string_view word;
      int offset;
    };
    static constexpr Row kRows[] = {{"今年", 0},  {"明年", 1}, {"后年", 2},
                                    {"来年", 1},  {"本年", 0}, {"去年", -1},
                                    {"前年", -2}, {"次年", 1}, {"上年", -1}};
    for (const Row& row : kRows) {
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
  bool ReadMonth(int year) {
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
  bool ReadPartOfYear(int year, bool has_year) {
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

  bool TakeYearEnd(std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [this](std::string_view word) { return Take(word); });
  }

  bool ReadQuarter(int year) {
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

  bool SetPart(int year, int first, int last) {
    if (year > 0) SetMonths(year, first, last);
    return true;
  }

  bool SetWhole(int year, Bound bound) {
    bound_ = bound;
    return SetPart(year, 1, 12);
  }

  // 本月底, 下月: months seen from the letter.
  bool ReadNearMonth() {
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

  bool ReadFestival(int year) {
    static constexpr std::string_view kNames[] = {"春节", "除夕",   "元宵节", "元宵",   "端午节",
                                                  "端午", "中秋节", "中秋",   "元旦",   "清明节",
                                                  "清明", "劳动节", "五一",   "国庆节", "国庆"};
    const bool is_quoted = Take("“");
    const int name = TakeOneOf(kNames);
    if (name < 0 || (is_quoted && !Take("”"))) return false;
    Take("假期");
    Take("长假");
    // A festival alone is mostly the name of an event, not a time.
    static constexpr std::string_view kEdges[] = {"之前", "以前", "前夕", "前", "期间", "后"};
    bool has_edge = false;
    for (const std::string_view edge : kEdges) has_edge = has_edge || Rest().starts_with(edge);
    if (!has_edge) return false;
    const auto festival = year > 0 ? FindFestival(kNames[name], year) : std::nullopt;
    if (festival) SetPeriod(festival->first_day, festival->first_day);
    is_festival_ = true;
    return true;
  }

  void ReadSuffix() {
    static constexpr std::string_view kPast[] = {"以来", "至今"};
    static constexpr std::string_view kFrom[] = {"开始", "起始", "起", "以后", "之后", "后"};
    static constexpr std::string_view kBefore[] = {"底以前", "底之前", "底前", "之前",
                                                   "以前",   "前夕",   "前"};
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

  // 10月前 and 国庆前 end the day before; 6月30日前 and 6月底前 on the day.
  void EndBefore() {
    if (!result_.start || bound_ == Bound::kUntil || is_day_) return;
    if (is_festival_ || is_month_ || is_whole_year_) result_.end = AddDays(*result_.start, -1);
  }

  void Finish() {
    result_.range = {0, at_};
    result_.is_bounded = bound_ != Bound::kPeriod || result_.recurrence[0] != '\0';
    if (bound_ == Bound::kFrom) {
      result_.end.reset();
      if (result_.recurrence[0] != '\0' && reference_.HasDay()) result_.start = reference_.date;
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

  const std::string_view text_;
  const ReferenceDate& reference_;
  uint32_t at_ = 0;
  TimeExpression result_;
  Bound bound_ = Bound::kPeriod;
  bool is_relative_year_ = false;
  bool is_written_year_ = false;
  bool is_whole_year_ = false;
  bool is_month_ = false;
  bool is_day_ = false;
  bool is_festival_ = false;
};

// A number in front of a unit of time or a dash between years.
bool CountsTime(std::string_view text) {
  static const CharSet* const kBehind = new CharSet("年月个天日周季星至到—－-~～–余多");
  size_t at = 0;
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at < text.size() && kBehind->HasFirst(text.substr(at));
}

// The first characters of expressions and, for those that begin with a Han
// character, the second: a quick test for each character of a clause.
bool MayBegin(std::string_view text) {
  static const CharSet* const kFirst = new CharSet(
      "0123456789一二两三四五六七八九十〇到至自从每按“今明后来本去前次上下年第当月春除元端中清劳国"
      "未"
      "用再近利力");
  static const CharSet* const kSecond = new CharSet(
      "0123456789一二两三四五六七八九十〇月周季年半底内末中月节夕宵旦午秋明动庆来后前季第日天周学个"
      "本今去"
      "下上春元端清劳国“争用");
  if (!kFirst->HasFirst(text)) return false;
  if (IsDigit(text[0])) return CountsTime(text);
  const uint32_t size = CharSize(text[0]);
  return size == 1 || (text.size() > size && kSecond->HasFirst(text.substr(size)));
}

}  // namespace

std::vector<TimeExpression> FindTimes(std::string_view text, ByteRange range,
                                      const ReferenceDate& reference) {
  std::vector<TimeExpression> found;
  uint32_t at = range.start;
  while (at < range.end) {
    const std::string_view rest = text.substr(at, range.end - at);
    std::optional<TimeExpression> time;
    if (MayBegin(rest)) time = TimeReader(rest, reference).Read();
    if (!time) {
      at += CharSize(text[at]);
      // The tail of a longer number is no number.
      while (at < range.end && at > range.start && IsDigit(text[at]) && IsDigit(text[at - 1])) ++at;
      continue;
    }
    time->range = {at, at + time->range.end};
    at = time->range.end;
    // 较2023年增长: a point of comparison is no time of the act.
    const std::string_view before = text.substr(range.start, time->range.start - range.start);
    if (!before.ends_with("较") && !before.ends_with("比")) found.push_back(*time);
  }
  return found;
}

}  // namespace pledge::pipeline
