#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

struct Case {
  const char* name;
  const char* text;
  const char* clean;
};

class MarkCases : public ::testing::TestWithParam<Case> {};

TEST_P(MarkCases, HaveTheNormalForm) {
  EXPECT_EQ(CleanDocument(GetParam().text).text, GetParam().clean);
}

INSTANTIATE_TEST_SUITE_P(
    All, MarkCases,
    ::testing::Values(Case{"all_marks", "桥,梁:修;缮(一)完?毕", "桥，梁：修；缮（一）完？毕"},
                      Case{"between_digits", "拨款3,000元，于10:30召开",
                           "拨款3,000元，于10:30召开"},
                      Case{"between_letters", "a,b;c:d(e)?f", "a,b;c:d(e)?f"},
                      Case{"full_stops_stay", "长1.2公里.宽7米", "长1.2公里.宽7米"},
                      Case{"beside_a_wide_mark", "《办法》,“规定”:", "《办法》，“规定”："},
                      Case{"pair_by_its_opening", "报告(2023)", "报告（2023）"},
                      Case{"pair_by_its_closing", "(1)桥梁", "（1）桥梁"},
                      Case{"pair_inside_ascii", "f(x) 与 g(y)", "f(x) 与 g(y)"},
                      Case{"nested_pairs", "附件(含表(3))", "附件（含表（3））"},
                      Case{"unclosed", "桥(abc\ndef)梁", "桥（abc\ndef）梁"},
                      Case{"web_address", "见https://example.org/a?b=1,请下载",
                           "见https://example.org/a?b=1，请下载"},
                      Case{"full_width_already", "桥，梁：（一）", "桥，梁：（一）"}),
    [](const auto& info) { return info.param.name; });

TEST(CleanMarks, PointsAtTheAsciiMark) {
  const std::string bytes = "桥(2023)梁";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(SourceOf(bytes, clean, "（2023）"), "(2023)");
  EXPECT_EQ(SourceOf(bytes, clean, "2023"), "2023");
}

}  // namespace
}  // namespace pledge::pipeline
