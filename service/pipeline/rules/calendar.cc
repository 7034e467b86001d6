#include "service/pipeline/rules/calendar.h"

#include <algorithm>
#include <array>

namespace pledge::pipeline {
namespace {

constexpr int kFirstLunarYear = 1980;

// Month * 100 + day of the spring, dragon boat and mid-autumn festivals.
struct LunarYear {
  int16_t spring;
  int16_t dragon_boat;
  int16_t mid_autumn;
};

// Computed with ICU's Chinese calendar; calendar_test.cc computes it again.
constexpr LunarYear kLunarYears[] = {
    {216, 617, 923},  {205, 606, 912},  {125, 625, 1001}, {213, 615, 921},  {202, 604, 910},
    {220, 622, 929},  {209, 611, 918},  {129, 531, 1007}, {217, 618, 925},  {206, 608, 914},
    {127, 528, 1003}, {215, 616, 922},  {204, 605, 911},  {123, 624, 930},  {210, 613, 920},
    {131, 602, 909},  {219, 620, 927},  {207, 609, 916},  {128, 530, 1005}, {216, 618, 924},
    {205, 606, 912},  {124, 625, 1001}, {212, 615, 921},  {201, 604, 911},  {122, 622, 928},
    {209, 611, 918},  {129, 531, 1006}, {218, 619, 925},  {207, 608, 914},  {126, 528, 1003},
    {214, 616, 922},  {203, 606, 912},  {123, 623, 930},  {210, 612, 919},  {131, 602, 908},
    {219, 620, 927},  {208, 609, 915},  {128, 530, 1004}, {216, 618, 924},  {205, 607, 913},
    {125, 625, 1001}, {212, 614, 921},  {201, 603, 910},  {122, 622, 929},  {210, 610, 917},
    {129, 531, 1006}, {217, 619, 925},  {207, 609, 915},  {126, 528, 1003}, {213, 616, 922},
    {202, 605, 912},  {123, 624, 1001}, {211, 612, 919},  {131, 601, 908},  {219, 620, 927},
    {208, 610, 916},  {128, 530, 1004}, {215, 618, 924},  {204, 607, 913},  {124, 527, 1002},
    {212, 614, 920},  {201, 603, 910},  {122, 622, 928},  {210, 611, 917},  {130, 531, 1005},
    {217, 619, 925},  {206, 608, 915},  {126, 529, 1004}, {214, 615, 922},  {202, 604, 911},
    {123, 623, 930},  {211, 613, 919},  {201, 601, 907},  {219, 620, 926},  {208, 610, 916},
    {128, 530, 1005}, {215, 617, 924},  {204, 606, 913},  {124, 625, 1002}, {212, 614, 921},
    {202, 603, 909},
};

struct FestivalName {
  std::string_view name;
  int16_t fixed;              // month * 100 + day; 0 when lunar
  int16_t LunarYear::*lunar;  // nullptr when fixed
  int8_t offset_days;         // from the lunar festival named
};

constexpr FestivalName kFestivals[] = {
    {"春节", 0, &LunarYear::spring, 0},
    {"除夕", 0, &LunarYear::spring, -1},
    {"元宵节", 0, &LunarYear::spring, 14},
    {"元宵", 0, &LunarYear::spring, 14},
    {"端午节", 0, &LunarYear::dragon_boat, 0},
    {"端午", 0, &LunarYear::dragon_boat, 0},
    {"中秋节", 0, &LunarYear::mid_autumn, 0},
    {"中秋", 0, &LunarYear::mid_autumn, 0},
    {"元旦", 101, nullptr, 0},
    {"清明节", 404, nullptr, 0},
    {"清明", 404, nullptr, 0},
    {"劳动节", 501, nullptr, 0},
    {"五一", 501, nullptr, 0},
    {"国庆节", 1001, nullptr, 0},
    {"国庆", 1001, nullptr, 0},
};

bool IsLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

Date FromMonthDay(int year, int month_day) {
  return {static_cast<int16_t>(year), static_cast<uint8_t>(month_day / 100),
          static_cast<uint8_t>(month_day % 100)};
}

}  // namespace

int DaysInMonth(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  return month == 2 && IsLeap(year) ? 29 : kDays[static_cast<size_t>(month - 1)];
}

Date AddDays(Date date, int days) {
  int day = date.day + days;
  while (day > DaysInMonth(date.year, date.month)) {
    day -= DaysInMonth(date.year, date.month);
    date = AddMonths({date.year, date.month, 1}, 1);
  }
  while (day < 1) {
    date = AddMonths({date.year, date.month, 1}, -1);
    day += DaysInMonth(date.year, date.month);
  }
  date.day = static_cast<uint8_t>(day);
  return date;
}

Date AddMonths(Date date, int months) {
  const int total = date.year * 12 + date.month - 1 + months;
  const int year = total / 12;
  const int month = total % 12 + 1;
  const int day = std::min<int>(date.day, DaysInMonth(year, month));
  return {static_cast<int16_t>(year), static_cast<uint8_t>(month), static_cast<uint8_t>(day)};
}

int Compare(Date a, Date b) {
  const auto key = [](Date d) { return d.year * 10000 + d.month * 100 + d.day; };
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

std::optional<Festival> FindFestival(std::string_view name, int year) {
  for (const FestivalName& row : kFestivals) {
    if (row.name != name) continue;
    if (row.lunar == nullptr) return Festival{FromMonthDay(year, row.fixed), false};
    const int index = year - kFirstLunarYear;
    if (index < 0 || index >= static_cast<int>(std::size(kLunarYears))) return std::nullopt;
    const int16_t month_day = kLunarYears[index].*row.lunar;
    return Festival{AddDays(FromMonthDay(year, month_day), row.offset_days), true};
  }
  return std::nullopt;
}

}  // namespace pledge::pipeline
