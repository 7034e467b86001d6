// Dates as days since 1970-01-01. A year or a month is all its days. Pure
// functions, thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_DAYS_H_
#define PLEDGE_SERVICE_MAPPING_DAYS_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "google/type/date.pb.h"

namespace pledge::mapping {

// Closed range of days.
struct DayInterval {
  int64_t first = 0;
  int64_t last = 0;
};

// The days that a date may mean; nullopt for no date.
std::optional<DayInterval> DaysOf(const google::type::Date& date);

// The days that "2026", "2026-05" or "2026-05-31" means; nullopt for anything
// else and for days that are in no calendar.
std::optional<DayInterval> ParseDays(std::string_view text);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_DAYS_H_
