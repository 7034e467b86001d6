#include "service/pipeline/rules/time_expression.h"

#include <cstdio>
#include <string>

#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

const ReferenceDate kLetter = {{2024, 6, 12}, false};

std::string Day(const std::optional<Date>& date) {
  if (!date) return "";
  char text[16];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", date->year, date->month, date->day);
  return text;
}

// "2025年底前=2024-06-12..2025-12-31", one for each expression.
std::string Show(std::string_view text, const ReferenceDate& reference) {
  std::string shown;
  const ByteRange whole = {0, static_cast<uint32_t>(text.size())};
  for (const TimeExpression& time : FindTimes(text, whole, reference)) {
    if (!shown.empty()) shown += " ";
    shown += std::string(text.substr(time.range.start, time.range.size())) + "=" + Day(time.start) +
             ".." + Day(time.end) + time.recurrence + (time.is_past ? "(past)" : "");
  }
  return shown;
}

struct Case {
  std::string_view text;
  std::string_view shown;
};

constexpr Case kPoints[] = {
    {"于2025年底前完工", "2025年底前=2024-06-12..2025-12-31"},
    {"到2027年建成", "到2027年=2024-06-12..2027-12-31"},
    {"到2027年底建成", "到2027年底=2024-06-12..2027-12-31"},
    {"至2027年末建成", "至2027年末=2024-06-12..2027-12-31"},
    {"2025年内开工", "2025年内=2025-01-01..2025-12-31"},
    {"2025年开工", "2025年=2025-01-01..2025-12-31"},
    {"今年底前更换", "今年底前=2024-06-12..2024-12-31"},
    {"今年年内更换", "今年年内=2024-06-12..2024-12-31"},
    {"年底前更换", "年底前=2024-06-12..2024-12-31"},
    {"年内更换", "年内=2024-06-12..2024-12-31"},
    {"今年更换", "今年=2024-01-01..2024-12-31"},
    {"明年更换", "明年=2025-01-01..2025-12-31"},
    {"明年6月底前更换", "明年6月底前=2024-06-12..2025-06-30"},
    {"上半年更换", "上半年=2024-01-01..2024-06-30"},
    {"下半年更换", "下半年=2024-07-01..2024-12-31"},
    {"2025年上半年更换", "2025年上半年=2025-01-01..2025-06-30"},
    {"三季度更换", "三季度=2024-07-01..2024-09-30"},
    {"第三季度末更换", "第三季度末=2024-06-12..2024-09-30"},
    {"2025年一季度更换", "2025年一季度=2025-01-01..2025-03-31"},
    {"9月底前更换", "9月底前=2024-06-12..2024-09-30"},
    {"9月更换", "9月=2024-09-01..2024-09-30"},
    {"9月上旬更换", "9月上旬=2024-09-01..2024-09-10"},
    {"9月中旬更换", "9月中旬=2024-09-11..2024-09-20"},
    {"9月下旬更换", "9月下旬=2024-09-21..2024-09-30"},
    {"9月30日前更换", "9月30日前=2024-06-12..2024-09-30"},
    {"10月前更换", "10月前=2024-06-12..2024-09-30"},
    {"2025年2月底更换", "2025年2月底=2024-06-12..2025-02-28"},
    {"2025年6月30日验收", "2025年6月30日=2025-06-30..2025-06-30"},
    {"二〇二五年六月底前验收", "二〇二五年六月底前=2024-06-12..2025-06-30"},
    {"2025年初启动", "2025年初=2025-01-01..2025-03-31"},
    {"本月底前答复", "本月底前=2024-06-12..2024-06-30"},
    {"下月答复", "下月=2024-07-01..2024-07-31"},
    {"从今年起执行", "从今年起=2024-01-01.."},
    {"自2026年起执行", "自2026年起=2026-01-01.."},
    {"2025年3月开始执行", "2025年3月开始=2025-03-01.."},
};

TEST(FindTimes, NormalizesPointsAndPeriods) {
  for (const Case& c : kPoints) EXPECT_EQ(Show(c.text, kLetter), c.shown) << c.text;
}

constexpr Case kSpans[] = {
    {"“十四五”期间新建", "“十四五”期间=2021-01-01..2025-12-31"},
    {"“十五五”时期新建", "“十五五”时期=2026-01-01..2030-12-31"},
    {"到“十四五”末新建", "到“十四五”末=2024-06-12..2025-12-31"},
    {"十五五期间新建", "十五五期间=2026-01-01..2030-12-31"},
    {"“十五五”后两年新建", "“十五五”后两年=2029-01-01..2030-12-31"},
    {"“十五五”前三年新建", "“十五五”前三年=2026-01-01..2028-12-31"},
    {"三年内建成", "三年内=2024-06-12..2027-06-12"},
    {"未来三年建成", "未来三年=2024-06-12..2027-06-12"},
    {"用3年时间建成", "用3年时间=2024-06-12..2027-06-12"},
    {"两个月内办结", "两个月内=2024-06-12..2024-08-12"},
    {"30日内办结", "30日内=2024-06-12..2024-07-12"},
    {"一月内办结", "一月内=2024-06-12..2024-07-12"},
    {"2024—2026年改造", "2024—2026年=2024-01-01..2026-12-31"},
    {"2024年至2026年改造", "2024年至2026年=2024-01-01..2026-12-31"},
    {"国庆前完工", "国庆前=2024-06-12..2024-09-30"},
    {"2025年春节前完工", "2025年春节前=2024-06-12..2025-01-28"},
    {"中秋节前完工", "中秋节前=2024-06-12..2024-09-16"},
};

TEST(FindTimes, NormalizesPlansSpansAndFestivals) {
  for (const Case& c : kSpans) EXPECT_EQ(Show(c.text, kLetter), c.shown) << c.text;
}

constexpr Case kRecurring[] = {
    {"每年检修", "每年=2024-06-12..P1Y"},
    {"每两年检修", "每两年=2024-06-12..P2Y"},
    {"每半年检修", "每半年=2024-06-12..P6M"},
    {"每季度检修", "每季度=2024-06-12..P3M"},
    {"每月检修", "每月=2024-06-12..P1M"},
    {"按月公布", "按月=2024-06-12..P1M"},
    {"每年12月底前公布", "每年12月底前=2024-06-12..P1Y"},
};

TEST(FindTimes, GivesRecurringTimesAPeriodAndNoEnd) {
  for (const Case& c : kRecurring) EXPECT_EQ(Show(c.text, kLetter), c.shown) << c.text;
}

constexpr Case kPast[] = {
    {"2022年建成", "2022年=2022-01-01..2022-12-31(past)"},
    {"去年建成", "去年=2023-01-01..2023-12-31(past)"},
    {"近两年改造", "近两年=2024-06-12..2026-06-12(past)"},
    {"2023年以来改造", "2023年以来=2023-01-01..2023-12-31(past)"},
    {"4月26日到现场查看", "4月26日=2024-04-26..2024-04-26(past)"},
};

TEST(FindTimes, MarksWhatHasGoneBy) {
  for (const Case& c : kPast) EXPECT_EQ(Show(c.text, kLetter), c.shown) << c.text;
}

TEST(FindTimes, LeavesNamesNumbersAndComparisonsAlone) {
  for (const std::string_view text :
       {"较2023年增长", "比2020年提高", "三年行动计划", "2024年度预算", "第3号提案", "三个层面",
        "1.2公里", "春节联欢会", "到位率", "一是加强", "十五家企业", "至于停车"}) {
    EXPECT_EQ(Show(text, kLetter), "") << text;
  }
}

TEST(FindTimes, LeavesRelativeTimesOpenWithoutADate) {
  const ReferenceDate unknown;

  EXPECT_EQ(Show("年底前更换", unknown), "年底前=..");
  EXPECT_EQ(Show("三年内建成", unknown), "三年内=..");
  EXPECT_EQ(Show("2025年底前更换", unknown), "2025年底前=..2025-12-31");
}

TEST(FindTimes, FindsSeveralInOneClause) {
  EXPECT_EQ(Show("2025年3月启动、2026年底前完工", kLetter),
            "2025年3月=2025-03-01..2025-03-31 2026年底前=2024-06-12..2026-12-31");
}

}  // namespace
}  // namespace pledge::pipeline
