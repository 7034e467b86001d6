// Finds phrases of time in a clause and turns them into days (guide section
// 5.11): 2025年底前, 明年, 三季度, “十四五”期间, 用3年时间, 每年, 国庆前.
// Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_TIME_EXPRESSION_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_TIME_EXPRESSION_H_

#include <optional>
#include <string_view>
#include <vector>

#include "service/pipeline/records.h"
#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// The day a letter was written. Month and day are 0 when only the year is
// known, and the year is 0 when nothing is.
struct ReferenceDate {
  Date date;
  bool is_inferred = false;  // taken from the document number

  bool HasYear() const { return date.year > 0; }
  bool HasDay() const { return date.year > 0 && date.month > 0 && date.day > 0; }
};

struct TimeExpression {
  ByteRange range;  // without 于 and 在, with 到 and 用
  std::optional<Date> start;
  std::optional<Date> end;
  const char* recurrence = "";  // ISO 8601 period when it comes again and again
  bool is_past = false;         // 近两年, 以来, or its end lies before the letter
  bool is_bounded = false;      // 前, 底, 到, 内, 起: a limit, not merely a period named
  bool is_span = false;         // 一年内: counts from the letter or from what is told before
  bool is_year_open = false;    // the year is not written; taken from the letter
};

// All of `range`, in text order, disjoint.
std::vector<TimeExpression> FindTimes(std::string_view text, ByteRange range,
                                      const ReferenceDate& reference);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_TIME_EXPRESSION_H_
