// Calendar dates as letters print them: 2024年6月12日, 2024-06-12, 2024.6.12,
// 二〇二四年六月十二日, 2024年6月. Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_FACTS_DATE_H_
#define PLEDGE_SERVICE_PIPELINE_FACTS_DATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "service/pipeline/records.h"

namespace pledge::pipeline {

struct DateMatch {
  Date date;          // year and month are known; day is 0 when not printed
  uint32_t size = 0;  // bytes
};

// The date at the head of `text`; nullopt when there is none or when it is not
// in the calendar. Blanks between the parts are stepped over.
std::optional<DateMatch> MatchDate(std::string_view text);

// Where the date begins that `text` ends with; nullopt when it ends otherwise.
std::optional<uint32_t> FindDateAtEnd(std::string_view text);

// 2024-06-12, 2024-06 or 2024.
std::string FormatDate(const Date& date);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_FACTS_DATE_H_
