#include "service/pipeline/rules/numbers.h"

#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

struct Case {
  std::string_view text;
  double value;
  std::string_view read;  // the part of the text that is the number
};

constexpr Case kCases[] = {
    {"120所", 120, "120"},
    {"1,200户", 1200, "1,200"},
    {"12,34", 12, "12"},
    {"3.2亿元", 3.2e8, "3.2亿"},
    {"0.5个百分点", 0.5, "0.5"},
    {"17.3%", 17.3, "17.3"},
    {"5万亩", 5e4, "5万"},
    {"2百人", 200, "2百"},
    {"1700多万吨", 1.7e7, "1700多万"},
    {"300余户", 300, "300余"},
    {"2万余人", 2e4, "2万余"},
    {"一百二十个", 120, "一百二十"},
    {"三千五百米", 3500, "三千五百"},
    {"十五家", 15, "十五"},
    {"二十处", 20, "二十"},
    {"两批", 2, "两"},
    {"二〇二五年", 2025, "二〇二五"},
    {"三万人", 3e4, "三万"},
    {"十万元", 1e5, "十万"},
    {"一千零五十", 1050, "一千零五十"},
    {"1.2.3", 1.2, "1.2"},
};

TEST(Numbers, ReadsWhatLettersWrite) {
  for (const Case& c : kCases) {
    const auto number = ReadNumber(c.text);
    ASSERT_TRUE(number.has_value()) << c.text;
    EXPECT_DOUBLE_EQ(number->value, c.value) << c.text;
    EXPECT_EQ(c.text.substr(0, number->size), c.read) << c.text;
  }
}

TEST(Numbers, TellsHowTheyAreWritten) {
  EXPECT_TRUE(ReadNumber("三所")->is_written);
  EXPECT_FALSE(ReadNumber("3所")->is_written);
  EXPECT_TRUE(ReadNumber("300余户")->is_more);
  EXPECT_FALSE(ReadNumber("300户")->is_more);
  EXPECT_EQ(ReadNumber("2025年")->digit_count, 4u);
}

TEST(Numbers, ReadsNothingWhereThereIsNone) {
  for (const std::string_view text : {"", "百分之三", "所有", "年底", "，12"}) {
    EXPECT_FALSE(ReadNumber(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace pledge::pipeline
