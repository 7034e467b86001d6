#include "service/pipeline/facts/date.h"

#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

std::string Read(std::string_view text) {
  const std::optional<DateMatch> match = MatchDate(text);
  if (!match) return "none";
  return FormatDate(match->date) + "|" + std::string(text.substr(match->size));
}

struct DateCase {
  std::string_view text;
  std::string_view result;  // date, bar, what is left
};

class DateTest : public testing::TestWithParam<DateCase> {};

TEST_P(DateTest, IsRead) { EXPECT_EQ(Read(GetParam().text), GetParam().result) << GetParam().text; }

INSTANTIATE_TEST_SUITE_P(Forms, DateTest,
                         testing::Values(DateCase{"2024年6月12日", "2024-06-12|"},
                                         DateCase{"2024年06月02日", "2024-06-02|"},
                                         DateCase{"2024年6月12日印发", "2024-06-12|印发"},
                                         DateCase{"2024 年 6 月 12 日", "2024-06-12|"},
                                         DateCase{"２０２４年６月１２日", "2024-06-12|"},
                                         DateCase{"2024-06-12", "2024-06-12|"},
                                         DateCase{"2024.6.12", "2024-06-12|"},
                                         DateCase{"2024/6/12", "2024-06-12|"},
                                         DateCase{"2024年6月", "2024-06|"},
                                         DateCase{"2024年6月印发", "2024-06|印发"},
                                         DateCase{"2024年6月12", "2024-06-12|"},
                                         DateCase{"二〇二四年六月十二日", "2024-06-12|"},
                                         DateCase{"二○二四年六月十二日", "2024-06-12|"},
                                         DateCase{"二零二四年六月十二日", "2024-06-12|"},
                                         DateCase{"二О二四年六月十二日", "2024-06-12|"},
                                         DateCase{"二0二四年六月十二日", "2024-06-12|"},
                                         DateCase{"一九九八年十二月三十一日", "1998-12-31|"},
                                         DateCase{"二〇二四年十月二十日", "2024-10-20|"},
                                         DateCase{"二〇二四年二月二十九日", "2024-02-29|"}));

INSTANTIATE_TEST_SUITE_P(
    None, DateTest,
    testing::Values(DateCase{"", "none"}, DateCase{"2024", "none"}, DateCase{"2024年", "none"},
                    DateCase{"2024年13月1日", "none"}, DateCase{"2024年2月30日", "none"},
                    DateCase{"1024年6月12日", "none"}, DateCase{"6月12日", "none"},
                    DateCase{"2024-6", "none"}, DateCase{"2024年底", "none"},
                    DateCase{"20246月", "none"}, DateCase{"二〇年六月", "none"}));

TEST(DateAtEndTest, GivesItsStart) {
  const std::string_view text = "示例县教育局2024年6月12日";

  const std::optional<uint32_t> start = FindDateAtEnd(text);

  ASSERT_TRUE(start.has_value());
  EXPECT_EQ(text.substr(*start), "2024年6月12日");
}

TEST(DateAtEndTest, TakesTheLongestDate) {
  const std::string_view text = "办公室二〇二四年六月十二日";

  const std::optional<uint32_t> start = FindDateAtEnd(text);

  ASSERT_TRUE(start.has_value());
  EXPECT_EQ(text.substr(*start), "二〇二四年六月十二日");
}

TEST(DateAtEndTest, IsAbsentWhenTheTextGoesOn) {
  EXPECT_FALSE(FindDateAtEnd("2024年6月12日印发").has_value());
  EXPECT_FALSE(FindDateAtEnd("").has_value());
  EXPECT_FALSE(FindDateAtEnd("截止日").has_value());
}

}  // namespace
}  // namespace pledge::pipeline
