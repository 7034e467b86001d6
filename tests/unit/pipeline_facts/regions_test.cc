#include "service/pipeline/facts/regions.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

struct RegionCase {
  std::string_view body;
  std::string_view code;  // empty: not known for certain
};

class RegionTest : public testing::TestWithParam<RegionCase> {};

TEST_P(RegionTest, FollowsTheName) {
  const auto region = RegionOf(GetParam().body);

  EXPECT_EQ(region ? region->code : "", GetParam().code) << GetParam().body;
}

INSTANTIATE_TEST_SUITE_P(
    Known, RegionTest,
    testing::Values(
        RegionCase{"北京市水务局", "110000"}, RegionCase{"四川省水利厅", "510000"},
        RegionCase{"四川省成都市水务局", "510100"}, RegionCase{"成都市水务局", "510100"},
        RegionCase{"内蒙古自治区水利厅", "150000"}, RegionCase{"锡林郭勒盟水利局", "152500"},
        RegionCase{"吉林省水利厅", "220000"}, RegionCase{"吉林市水利局", "220200"},
        RegionCase{"海南省水务厅", "460000"}, RegionCase{"海南藏族自治州水利局", "632500"},
        RegionCase{"中山市水务局", "442000"}, RegionCase{"云浮市水务局", "445300"},
        RegionCase{"揭阳市水利局", "445200"}, RegionCase{"大兴安岭地区水务局", "232700"},
        RegionCase{"凉山彝族自治州水利局", "513400"}, RegionCase{"三沙市人民政府", "460300"},
        RegionCase{"伊犁哈萨克自治州水利局", "654000"}, RegionCase{"宜昌市水利局", "420500"},
        RegionCase{"长沙市城市管理局", "430100"}, RegionCase{"长沙市市场监督管理局", "430100"},
        RegionCase{"湖南省住房和城乡建设厅", "430000"}, RegionCase{"湖南省乡村振兴局", "430000"},
        RegionCase{"新疆维吾尔自治区水利厅", "650000"}, RegionCase{"重庆市水利局", "500000"}));

INSTANTIATE_TEST_SUITE_P(
    NotCertain, RegionTest,
    testing::Values(RegionCase{"", ""}, RegionCase{"国务院办公厅", ""}, RegionCase{"水利部", ""},
                    RegionCase{"示例省水利厅", ""}, RegionCase{"市水务局", ""},
                    RegionCase{"四川省示例县水务局", ""}, RegionCase{"成都市示例区水务局", ""},
                    RegionCase{"湖南省示例市水务局", ""}, RegionCase{"湖南省成都市水务局", ""},
                    RegionCase{"示例县水务局", ""}));

}  // namespace
}  // namespace pledge::pipeline
