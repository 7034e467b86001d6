// Days, months and festivals as the deadline rules need them: Gregorian
// arithmetic on plain dates and a table of the lunar festivals.
// Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_CALENDAR_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_CALENDAR_H_

#include <optional>
#include <string_view>

#include "service/pipeline/records.h"

namespace pledge::pipeline {

// Days of the month, 28 to 31; 0 when there is no such month.
int DaysInMonth(int year, int month);

// The date so many days, months or years later; negative goes back. A day that
// the month does not have becomes its last.
Date AddDays(Date date, int days);
Date AddMonths(Date date, int months);

// Earlier than: -1, same day: 0, later than: 1.
int Compare(Date a, Date b);

struct Festival {
  Date first_day;  // the festival itself
  bool is_lunar = false;
};

// The festival called `name` (春节, 国庆, 中秋节, 五一) in `year`; nullopt when the
// name is none or, for lunar ones, the year is not in the table (1980 to 2060).
std::optional<Festival> FindFestival(std::string_view name, int year);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_CALENDAR_H_
