#include "client/cpp/pledgectl/source_text.h"

#include "gtest/gtest.h"

namespace pledge::cli {
namespace {

TEST(SourceText, DecodesPiecesOfTheCharset) {
  SourceText gb("GB18030");
  EXPECT_EQ(gb.Decode("\xC2\xB7\xB5\xC6"), "路灯");
  EXPECT_EQ(gb.Decode("\xB5\xC6"), "灯");
  EXPECT_EQ(SourceText("UTF-16LE").Decode(std::string_view("\xEF\x8D", 2)), "路");
  EXPECT_EQ(SourceText("UTF-8").Decode("(jīng)"), "(jīng)");
}

TEST(SourceText, ShowsBytesThatAreNoText) {
  EXPECT_EQ(SourceText("UTF-8").Decode("a\xFF\xE8z"), "a\\xFF\\xE8z");
  EXPECT_EQ(SourceText("UTF-8").Decode("\xE8\xB7"), "\\xE8\\xB7");
}

TEST(SourceText, ReadsAnUnknownCharsetAsUtf8) {
  EXPECT_EQ(SourceText("no-such-charset").Decode("灯"), "灯");
  EXPECT_EQ(SourceText("").Decode("灯"), "灯");
}

}  // namespace
}  // namespace pledge::cli
