#include "service/pipeline/rules/calendar.h"

#include <unicode/calendar.h>

#include <memory>

#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

TEST(Calendar, KnowsLeapYears) {
  EXPECT_EQ(DaysInMonth(2024, 2), 29);
  EXPECT_EQ(DaysInMonth(2023, 2), 28);
  EXPECT_EQ(DaysInMonth(1900, 2), 28);
  EXPECT_EQ(DaysInMonth(2000, 2), 29);
  EXPECT_EQ(DaysInMonth(2024, 13), 0);
  EXPECT_EQ(DaysInMonth(2024, 0), 0);
}

TEST(Calendar, AddsDaysOverMonthAndYear) {
  EXPECT_EQ(AddDays({2024, 12, 31}, 1), (Date{2025, 1, 1}));
  EXPECT_EQ(AddDays({2024, 3, 1}, -1), (Date{2024, 2, 29}));
  EXPECT_EQ(AddDays({2024, 6, 12}, 400), (Date{2025, 7, 17}));
}

TEST(Calendar, ShortensTheDayWhenTheMonthIsShorter) {
  EXPECT_EQ(AddMonths({2024, 1, 31}, 1), (Date{2024, 2, 29}));
  EXPECT_EQ(AddMonths({2024, 1, 15}, -1), (Date{2023, 12, 15}));
  EXPECT_EQ(AddMonths({2024, 6, 12}, 36), (Date{2027, 6, 12}));
}

TEST(Calendar, ComparesDays) {
  EXPECT_LT(Compare({2024, 6, 12}, {2024, 6, 13}), 0);
  EXPECT_EQ(Compare({2024, 6, 12}, {2024, 6, 12}), 0);
  EXPECT_GT(Compare({2025, 1, 1}, {2024, 12, 31}), 0);
}

TEST(Calendar, FindsFixedFestivals) {
  EXPECT_EQ(FindFestival("国庆", 2024)->first_day, (Date{2024, 10, 1}));
  EXPECT_FALSE(FindFestival("国庆", 2024)->is_lunar);
  EXPECT_FALSE(FindFestival("桥梁节", 2024).has_value());
}

TEST(Calendar, FindsLunarFestivalsOnlyWithinTheTable) {
  EXPECT_EQ(FindFestival("春节", 2018)->first_day, (Date{2018, 2, 16}));
  EXPECT_EQ(FindFestival("除夕", 2018)->first_day, (Date{2018, 2, 15}));
  EXPECT_TRUE(FindFestival("端午", 2018)->is_lunar);
  EXPECT_FALSE(FindFestival("春节", 1979).has_value());
  EXPECT_FALSE(FindFestival("春节", 2061).has_value());
}

// The month and day of the Chinese calendar on a Gregorian day.
class ChineseCalendar {
 public:
  ChineseCalendar() {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Locale chinese("zh@calendar=chinese");
    zone_.reset(icu::TimeZone::createTimeZone("Asia/Shanghai"));
    chinese_.reset(icu::Calendar::createInstance(*zone_, chinese, error));
    gregorian_.reset(icu::Calendar::createInstance(*zone_, icu::Locale("en"), error));
  }

  bool Falls(Date date, int month, int day) {
    UErrorCode error = U_ZERO_ERROR;
    gregorian_->clear();
    gregorian_->set(date.year, date.month - 1, date.day, 12, 0);
    chinese_->setTime(gregorian_->getTime(error), error);
    return chinese_->get(UCAL_MONTH, error) + 1 == month &&
           chinese_->get(UCAL_DATE, error) == day && chinese_->get(UCAL_IS_LEAP_MONTH, error) == 0;
  }

 private:
  std::unique_ptr<icu::TimeZone> zone_;
  std::unique_ptr<icu::Calendar> chinese_;
  std::unique_ptr<icu::Calendar> gregorian_;
};

TEST(Calendar, AgreesWithTheChineseCalendarOfIcu) {
  ChineseCalendar calendar;
  for (int year = 1980; year <= 2060; ++year) {
    EXPECT_TRUE(calendar.Falls(FindFestival("春节", year)->first_day, 1, 1)) << year;
    EXPECT_TRUE(calendar.Falls(FindFestival("元宵节", year)->first_day, 1, 15)) << year;
    EXPECT_TRUE(calendar.Falls(FindFestival("端午节", year)->first_day, 5, 5)) << year;
    EXPECT_TRUE(calendar.Falls(FindFestival("中秋节", year)->first_day, 8, 15)) << year;
  }
}

}  // namespace
}  // namespace pledge::pipeline
