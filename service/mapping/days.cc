#include "service/mapping/days.h"

#include <algorithm>

#include "absl/time/civil_time.h"

namespace pledge::mapping {
namespace {

DayInterval Days(int year, int month, int day) {
  const absl::CivilDay epoch(1970, 1, 1);
  if (day != 0) {
    const int64_t number = absl::CivilDay(year, month, day) - epoch;
    return {number, number};
  }
  const absl::CivilDay first(year, std::max(month, 1), 1);
  const absl::CivilDay behind = month != 0 ? absl::CivilDay(absl::CivilMonth(first) + 1)
                                           : absl::CivilDay(absl::CivilYear(first) + 1);
  return {first - epoch, behind - epoch - 1};
}

// `size` digits at `at`; nullopt when they are not there.
std::optional<int> Digits(std::string_view text, size_t at, size_t size) {
  if (text.size() < at + size) return std::nullopt;
  int value = 0;
  for (size_t i = at; i < at + size; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<DayInterval> DaysOf(const google::type::Date& date) {
  if (date.year() == 0) return std::nullopt;
  return Days(date.year(), date.month(), date.month() == 0 ? 0 : date.day());
}

std::optional<DayInterval> ParseDays(std::string_view text) {
  const std::optional<int> year = Digits(text, 0, 4);
  if (!year || *year == 0) return std::nullopt;
  if (text.size() == 4) return Days(*year, 0, 0);
  const std::optional<int> month = Digits(text, 5, 2);
  if (!month || text[4] != '-' || *month < 1 || *month > 12) return std::nullopt;
  if (text.size() == 7) return Days(*year, *month, 0);
  const std::optional<int> day = Digits(text, 8, 2);
  if (!day || text[7] != '-' || text.size() != 10 || *day < 1) return std::nullopt;
  if (absl::CivilDay(*year, *month, *day).day() != *day) return std::nullopt;
  return Days(*year, *month, *day);
}

}  // namespace pledge::mapping
