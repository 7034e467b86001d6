#include "service/pipeline/clean/script_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencc.h>

#include <string>

#include "service/pipeline/clean/script.h"

namespace pledge::pipeline {
namespace {

std::string Simplified(const std::string& text) {
  MappedText mapped{text, SourceMap::Identity(static_cast<uint32_t>(text.size()))};
  SimplifyScript(&mapped);
  return mapped.text;
}

TEST(ScriptTable, AgreesWithOpenCcOnEveryCharacter) {
  const opencc::SimpleConverter converter("t2s.json");
  for (char32_t c = 0x3400; c < 0xA000; ++c) {
    if (c == U'著') continue;  // a rule of its own
    const std::string character = ToUtf8(c);
    EXPECT_EQ(Simplified(character), converter.Convert(character)) << character;
  }
}

TEST(ScriptTable, AgreesWithOpenCcOnSentences) {
  const opencc::SimpleConverter converter("t2s.json");
  for (const std::string text :
       {"為進一步瞭解橋樑狀況，我們將於年內完成檢測並答覆。", "乾隆年間所建石橋，地勢乾燥。",
        "該鎮憑藉水運，發展瞭望塔旅遊。", "藉此機會，重覆檢查鐘錶和項鍊。"}) {
    EXPECT_EQ(Simplified(text), converter.Convert(text));
  }
}

TEST(ScriptTable, KeepsWordsThatOpenCcTakesForLiterature) {
  EXPECT_EQ(Simplified("開發覆蓋全市"), "开发覆盖全市");
  EXPECT_EQ(Simplified("見覆沒之處"), "见覆没之处");
  EXPECT_EQ(Simplified("不限於其一"), "不限于其一");
}

struct ZhuCase {
  const char* traditional;
  const char* simplified;
};

class ZhuCases : public ::testing::TestWithParam<ZhuCase> {};

TEST_P(ZhuCases, FollowTheWord) {
  EXPECT_EQ(Simplified(GetParam().traditional), GetParam().simplified);
}

INSTANTIATE_TEST_SUITE_P(
    All, ZhuCases,
    ::testing::Values(ZhuCase{"著力修橋", "着力修桥"}, ZhuCase{"沿著河道", "沿着河道"},
                      ZhuCase{"成效顯著", "成效显著"}, ZhuCase{"著名橋樑", "著名桥梁"},
                      ZhuCase{"編著一冊", "编著一册"}, ZhuCase{"著作權", "著作权"},
                      ZhuCase{"卓著", "卓著"}, ZhuCase{"著", "着"}));

TEST(ScriptTable, TellsTheScriptsApart) {
  const ScriptTable& table = ScriptTable::Get();

  EXPECT_TRUE(table.IsTraditional(U'橋'));
  EXPECT_FALSE(table.IsTraditional(U'桥'));
  EXPECT_TRUE(table.IsSimplifiedOnly(U'桥'));
  EXPECT_FALSE(table.IsSimplifiedOnly(U'后'));
  EXPECT_FALSE(table.IsSimplifiedOnly(U'山'));
}

TEST(SimplifyScript, KeepsEachCharacterInItsPlace) {
  const std::string text = "瞭解橋";
  MappedText mapped{text, SourceMap::Identity(static_cast<uint32_t>(text.size()))};

  SimplifyScript(&mapped);

  EXPECT_EQ(mapped.text, "了解桥");
  EXPECT_EQ(mapped.map.SourceRanges({3, 6}).front(), (ByteRange{3, 6}));
  EXPECT_TRUE(mapped.map.Verbatim({3, 6}));
}

}  // namespace
}  // namespace pledge::pipeline
