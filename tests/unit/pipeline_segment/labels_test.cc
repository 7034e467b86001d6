#include "service/pipeline/segment/labels.h"

#include <optional>
#include <string_view>

#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

struct LabelCase {
  std::string_view text;
  LabelClass label_class;
  int32_t ordinal;
  std::string_view label;
};

class LabelTest : public testing::TestWithParam<LabelCase> {};

TEST_P(LabelTest, IsRead) {
  const LabelCase& c = GetParam();

  const std::optional<Label> label = MatchLabel(c.text);

  ASSERT_TRUE(label.has_value()) << c.text;
  EXPECT_EQ(label->label_class, c.label_class) << c.text;
  EXPECT_EQ(label->ordinal, c.ordinal) << c.text;
  EXPECT_EQ(c.text.substr(0, label->size), c.label) << c.text;
}

using L = LabelClass;

INSTANTIATE_TEST_SUITE_P(
    Headings, LabelTest,
    testing::Values(LabelCase{"一、路灯问题", L::kHan, 1, "一、"},
                    LabelCase{"十、路灯问题", L::kHan, 10, "十、"},
                    LabelCase{"十二、路灯问题", L::kHan, 12, "十二、"},
                    LabelCase{"二十、路灯问题", L::kHan, 20, "二十、"},
                    LabelCase{"二十三、路灯问题", L::kHan, 23, "二十三、"},
                    LabelCase{"一．路灯问题", L::kHan, 1, "一．"},
                    LabelCase{"三.路灯问题", L::kHan, 3, "三."},
                    LabelCase{"二、一般公共预算", L::kHan, 2, "二、"},
                    LabelCase{"（一）路灯问题", L::kHanBracket, 1, "（一）"},
                    LabelCase{"(二)路灯问题", L::kHanBracket, 2, "(二)"},
                    LabelCase{"（十一）路灯问题", L::kHanBracket, 11, "（十一）"},
                    LabelCase{"〔三〕路灯问题", L::kHanBracket, 3, "〔三〕"},
                    LabelCase{"㈣路灯问题", L::kHanBracket, 4, "㈣"},
                    LabelCase{"1.路灯问题", L::kArabic, 1, "1."},
                    LabelCase{"2、路灯问题", L::kArabic, 2, "2、"},
                    LabelCase{"3．路灯问题", L::kArabic, 3, "3．"},
                    LabelCase{"４、路灯问题", L::kArabic, 4, "４、"},
                    LabelCase{"12. 路灯问题", L::kArabic, 12, "12."},
                    LabelCase{"（1）路灯问题", L::kArabicBracket, 1, "（1）"},
                    LabelCase{"(２)路灯问题", L::kArabicBracket, 2, "(２)"},
                    LabelCase{"3）路灯问题", L::kArabicBracket, 3, "3）"},
                    LabelCase{"⑷路灯问题", L::kArabicBracket, 4, "⑷"},
                    LabelCase{"①路灯问题", L::kCircled, 1, "①"},
                    LabelCase{"⑳路灯问题", L::kCircled, 20, "⑳"},
                    LabelCase{"第一章 总则", L::kPart, 1, "第一章"},
                    LabelCase{"第三编 管理", L::kPart, 3, "第三编"},
                    LabelCase{"第二节 登记", L::kDivision, 2, "第二节"},
                    LabelCase{"第十五条 本办法自印发之日起施行", L::kArticle, 15, "第十五条"}));

INSTANTIATE_TEST_SUITE_P(Items, LabelTest,
                         testing::Values(LabelCase{"一是修路灯", L::kIs, 1, "一是"},
                                         LabelCase{"十一是修路灯", L::kIs, 11, "十一是"},
                                         LabelCase{"二要修路灯", L::kIs, 2, "二要"},
                                         LabelCase{"第一，修路灯", L::kOrdinal, 1, "第一，"},
                                         LabelCase{"第二、修路灯", L::kOrdinal, 2, "第二、"},
                                         LabelCase{"第三是修路灯", L::kOrdinal, 3, "第三是"},
                                         LabelCase{"首先，修路灯", L::kFirstly, 1, "首先，"},
                                         LabelCase{"其次，修路灯", L::kFirstly, 2, "其次，"},
                                         LabelCase{"再次，修路灯", L::kFirstly, 3, "再次，"},
                                         LabelCase{"最后，修路灯", L::kFirstly, 4, "最后，"},
                                         LabelCase{"其一，修路灯", L::kFirstly, 1, "其一，"}));

class NoLabelTest : public testing::TestWithParam<std::string_view> {};

TEST_P(NoLabelTest, IsLeftAlone) { EXPECT_FALSE(MatchLabel(GetParam()).has_value()) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(Words, NoLabelTest,
                         testing::Values("", "一", "一、二期工程", "一、二、三产业", "一些路灯",
                                         "十分感谢", "一批路灯", "二期工程", "第一产业",
                                         "第三方机构", "第十条规定的情形", "第一时间", "1.5公里",
                                         "2024年", "2024.5", "1998、1999年", "（2024）", "（县级）",
                                         "(5G)", "首先修路灯", "其次修路灯", "最后一公里",
                                         "12盏路灯", "3,000盏", "\xE4\xB8", "（"));

TEST(HanNumeralTest, ReadsOneToNinetyNine) {
  EXPECT_EQ(ReadHanNumeral("七").value, 7);
  EXPECT_EQ(ReadHanNumeral("十").value, 10);
  EXPECT_EQ(ReadHanNumeral("十九").value, 19);
  EXPECT_EQ(ReadHanNumeral("三十").value, 30);
  EXPECT_EQ(ReadHanNumeral("九十九").value, 99);
  EXPECT_EQ(ReadHanNumeral("九十九").size, 9u);
  EXPECT_EQ(ReadHanNumeral("路").value, 0);
}

}  // namespace
}  // namespace pledge::pipeline
