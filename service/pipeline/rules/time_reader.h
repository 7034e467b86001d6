// Reads one phrase of time and turns it into days. One reader for one text; not
// shared between threads.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_TIME_READER_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_TIME_READER_H_

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "service/pipeline/rules/char_set.h"
#include "service/pipeline/rules/time_expression.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {

// How the days named limit the act.
enum class Bound { kPeriod, kUntil, kFrom };

// Reads one expression from the front of a text; `at_` only moves forward over
// what has been understood.
class TimeReader {
 public:
  TimeReader(std::string_view text, const ReferenceDate& reference)
      : text_(text), reference_(reference) {}

  // Bytes read are in `range.end`; `range.start` is 0.
  std::optional<TimeExpression> Read();

 private:
  // Forms of expression; each reads one from `at_` on or returns false.
  bool ReadRecurring();
  bool ReadPlan();
  bool ReadSpan();
  bool ReadYears();
  bool ReadPoint();

  // Parts of a point of time (time_points.cc).
  int ReadYear();
  bool ReadMonth(int year);
  bool ReadPartOfYear(int year, bool has_year);
  bool ReadQuarter(int year);
  bool ReadNearMonth();
  bool ReadFestival(int year);
  bool TakeYearEnd(std::initializer_list<std::string_view> words);

  // What stands behind and what follows from it.
  void ReadSuffix();
  void EndBefore();
  void Finish();

  void SetPeriod(Date start, Date end);
  void SetMonths(int year, int first, int last);
  bool SetPart(int year, int first, int last);
  bool SetWhole(int year, Bound bound);
  static Date Day(int year, int month, int day);

  void Reset(uint32_t at);
  std::string_view Rest() const { return text_.substr(at_); }
  // The quick test before a list of words that begin with these characters.
  bool StartsWithOneOf(const CharSet& characters) const {
    return at_ < text_.size() && characters.HasFirst(Rest());
  }
  bool Take(std::string_view word) {
    if (!StartsWith(Rest(), word)) return false;
    at_ += static_cast<uint32_t>(word.size());
    return true;
  }
  std::optional<int> TakeNumber();
  // Index of the word taken; -1 when none stands there.
  template <size_t n>
  int TakeOneOf(const std::string_view (&words)[n]) {
    for (size_t i = 0; i < n; ++i) {
      if (Take(words[i])) return static_cast<int>(i);
    }
    return -1;
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
  bool is_calendar_ = false;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_TIME_READER_H_
