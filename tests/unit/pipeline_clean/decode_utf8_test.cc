#include "service/pipeline/decode/repair_utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace pledge::pipeline {
namespace {

struct Case {
  const char* name;
  std::string bytes;
  std::string text;
};

class NormalizeUtf8Cases : public ::testing::TestWithParam<Case> {};

TEST_P(NormalizeUtf8Cases, GiveTheText) {
  const Case& c = GetParam();
  MappedText mapped{c.bytes, SourceMap::Identity(static_cast<uint32_t>(c.bytes.size()))};

  NormalizeUtf8(&mapped);

  EXPECT_EQ(mapped.text, c.text);
  EXPECT_EQ(mapped.map.text_size(), c.text.size());
  EXPECT_EQ(mapped.map.source_size(), c.bytes.size());
}

TEST_P(NormalizeUtf8Cases, AreNormalWhenTheyStayAsTheyAre) {
  const Case& c = GetParam();

  EXPECT_EQ(CountUtf8(c.bytes).is_normal, c.text == c.bytes);
}

INSTANTIATE_TEST_SUITE_P(
    All, NormalizeUtf8Cases,
    ::testing::Values(
        Case{"empty", "", ""}, Case{"plain", "桥梁 bridge\n修缮\t", "桥梁 bridge\n修缮\t"},
        Case{"byte_order_mark", "\xEF\xBB\xBF桥", "桥"},
        Case{"carriage_returns", "桥\r\n梁\r修", "桥\n梁\n修"},
        Case{"other_line_breaks", "a\xE2\x80\xA8\x62\xC2\x85\x63\x0C\x64\x0B\x65", "a\nb\nc\nd\ne"},
        Case{"zero_width", "桥\xE2\x80\x8B梁\xE2\x81\xA0修\xC2\xAD缮\xEF\xBB\xBF", "桥梁修缮"},
        Case{"controls", std::string("桥\x01梁\0修\x7F缮", 15), "桥梁修缮"},
        Case{"lone_continuation", "桥\x80梁", "桥\xEF\xBF\xBD梁"},
        Case{"cut_at_end", "桥\xE6\xA2", "桥\xEF\xBF\xBD"},
        Case{"cut_inside", "\xE6\xA2x\xF0\x9F\x98y", "\xEF\xBF\xBDx\xEF\xBF\xBDy"},
        Case{"overlong", "\xC0\xAFz", "\xEF\xBF\xBD\xEF\xBF\xBDz"},
        Case{"surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        Case{"beyond_unicode", "\xF4\x90\x80\x80",
             "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        Case{"four_bytes", "\xF0\xA0\xAE\xB7野", "\xF0\xA0\xAE\xB7野"}),
    [](const auto& info) { return info.param.name; });

TEST(NormalizeUtf8, SaysWhatItRepaired) {
  const std::string bytes = "桥\r\n\xFF";
  MappedText mapped{bytes, SourceMap::Identity(static_cast<uint32_t>(bytes.size()))};

  NormalizeUtf8(&mapped);

  const auto& runs = mapped.map.runs();
  ASSERT_EQ(runs.size(), 4u);
  EXPECT_EQ(runs[1].kind, RepairKind::kSpacing);
  EXPECT_EQ(runs[3].kind, RepairKind::kInvalidBytes);
  EXPECT_EQ(runs[3].source, (ByteRange{5, 6}));
}

TEST(CountUtf8, CountsCharactersBrokenBytesAndControls) {
  const Utf8Census census = CountUtf8(std::string_view("a桥\xFF\x80\x02\0", 8));

  EXPECT_EQ(census.wide_characters, 1u);
  EXPECT_EQ(census.invalid_bytes, 2u);
  EXPECT_EQ(census.first_invalid, 4u);
  EXPECT_EQ(census.controls, 2u);
  EXPECT_EQ(census.first_control, 6u);
  EXPECT_TRUE(census.zeros);
}

}  // namespace
}  // namespace pledge::pipeline
