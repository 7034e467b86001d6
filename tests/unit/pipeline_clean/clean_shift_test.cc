#include "service/pipeline/clean/shift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

struct Case {
  const char* name;
  const char* damaged;
  const char* restored;
};

std::string Restored(const std::string& text) {
  MappedText mapped{text, SourceMap::Identity(static_cast<uint32_t>(text.size()))};
  RestoreShiftedBlocks(&mapped);
  return mapped.text;
}

class ShiftCases : public ::testing::TestWithParam<Case> {};

TEST_P(ShiftCases, AreReadAsTheyWereWritten) {
  EXPECT_EQ(Restored(GetParam().damaged), GetParam().restored);
}

// Made by putting glosses and commas into the GBK bytes of the right column.
INSTANTIATE_TEST_SUITE_P(
    All, ShiftCases,
    ::testing::Values(
        Case{"to_an_ascii_byte", "日常事?wén)諜C構的意見", "日常事務機構的意見"},
        Case{"own_gloss_of_the_last_character", "日常事?wén)諜C(jī)構的意見", "日常事務機構的意見"},
        Case{"gloss_of_a_wrong_character", "日常事?wén)諜(dié)C(jī)構的意見", "日常事務機構的意見"},
        Case{"bracket_kept_by_the_decoder", "日常事\xEF\xBF\xBD(wén)諜C(jī)構的意見",
             "日常事務機構的意見"},
        Case{"comma_before_what_looks_like_a_mark", "來信收悉?，F(xiàn)答復如下",
             "來信收悉。現答復如下"},
        Case{"the_same_in_ascii", "來信收悉?,F(xiàn)答復如下", "來信收悉。現答復如下"},
        Case{"block_behind_a_gloss", "城鄉(xiāng)規(guī)?jǐn)澗诸C(bān)發",
             "城鄉(xiāng)規(guī)劃局頒發"},
        Case{"question_of_the_letter", "何時動工?請答復。是否收費?(免)",
             "何時動工?請答復。是否收費?(免)"},
        Case{"not_to_be_read", "何時?xyz)完成", "何時?xyz)完成"}),
    [](const auto& info) { return info.param.name; });

TEST(CleanShift, CoversTheBlockWhole) {
  const std::string bytes =
      "請(qǐng)將日常事?wén)諜C(jī)構名單(dān)報(bào)來,,我局匯(huì)總後公布,。";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, "请将日常事务机构名单报来，我局汇总后公布。");
  EXPECT_EQ(SourceOf(bytes, clean, "务"), "?wén)諜C(jī)");
  EXPECT_EQ(SourceOf(bytes, clean, "机构"), "?wén)諜C(jī)構");
  EXPECT_EQ(SourceOf(bytes, clean, "常事"), "常事");
}

}  // namespace
}  // namespace pledge::pipeline
