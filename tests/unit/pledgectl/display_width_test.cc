#include "client/cpp/pledgectl/display_width.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::cli {
namespace {

using ::testing::ElementsAre;

TEST(Escape, MakesControlCharactersVisible) {
  EXPECT_EQ(Escape("a\nb\tc\rd"), "a\\nb\\tc\\rd");
  EXPECT_EQ(Escape("\x1b[31m红\x1b[0m"), "\\x1b[31m红\\x1b[0m");
  EXPECT_EQ(Escape(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(Escape("\x7f"), "\\x7f");
}

TEST(Escape, MakesHiddenFormatCharactersVisible) {
  EXPECT_EQ(Escape("甲\u202e乙"), "甲\\u202e乙");  // turns the direction around
  EXPECT_EQ(Escape("甲\u200b乙"), "甲\\u200b乙");  // no width
  EXPECT_EQ(Escape("\u0085"), "\\u0085");          // a control of the upper half
}

TEST(Escape, ShowsBytesThatAreNotUtf8) { EXPECT_EQ(Escape("a\xff\xe4\xb8"), "a\\xff\\xe4\\xb8"); }

TEST(Escape, LeavesTextAsItIs) {
  EXPECT_EQ(Escape("“两新”政策（2027年）…"), "“两新”政策（2027年）…");
  EXPECT_EQ(Escape("C:\\letters"), "C:\\letters");
}

TEST(Escape, DoublesBackslashesInFields) { EXPECT_EQ(EscapeField("a\\nb\nc"), "a\\\\nb\\nc"); }

TEST(CellWidth, CountsWideAndAmbiguousCharactersTwice) {
  EXPECT_EQ(CellWidth("abc 1"), 5);
  EXPECT_EQ(CellWidth("路灯改造"), 8);
  EXPECT_EQ(CellWidth("，。"), 4);
  EXPECT_EQ(CellWidth("“”…"), 6);
  EXPECT_EQ(CellWidth("𠮷"), 2);       // outside the basic plane
  EXPECT_EQ(CellWidth("e\u0301"), 1);  // a combining accent
  EXPECT_EQ(CellWidth(""), 0);
}

TEST(Wrap, BreaksChineseBetweenCharacters) {
  EXPECT_THAT(Wrap("完成路灯改造", 8), ElementsAre("完成路灯", "改造"));
}

TEST(Wrap, KeepsAClosingMarkOffTheBeginningOfALine) {
  EXPECT_THAT(Wrap("修缮古桥，开放步道", 8), ElementsAre("修缮古", "桥，开放", "步道"));
}

TEST(Wrap, KeepsAnOpeningMarkOffTheEndOfALine) {
  EXPECT_THAT(Wrap("印发《停车办法》", 6), ElementsAre("印发", "《停车", "办法》"));
}

TEST(Wrap, DoesNotSplitANumber) {
  EXPECT_THAT(Wrap("新增车位12500个", 12), ElementsAre("新增车位", "12500个"));
}

TEST(Wrap, BreaksAPieceThatIsTooLongAnywhere) {
  EXPECT_THAT(Wrap("abcdefghij", 4), ElementsAre("abcd", "efgh", "ij"));
}

TEST(Wrap, DropsSpacesAtTheEndOfALine) {
  EXPECT_THAT(Wrap("one two", 4), ElementsAre("one", "two"));
  EXPECT_THAT(Wrap("ab cd ef", 5), ElementsAre("ab cd", "ef"));
}

TEST(Wrap, GivesOneLineForAnEmptyText) { EXPECT_THAT(Wrap("", 10), ElementsAre("")); }

TEST(Wrap, NeverGoesBeyondTheWidthAndLosesNothing) {
  const std::string text =
      "到2028年，全区建成“口袋公园”36个、慢行步道120公里（含滨河段），并在3年内更换LED路灯"
      "https://example.org/a/very/long/address以及照明控制箱。";
  for (int width = 2; width < 60; ++width) {
    const auto lines = Wrap(text, width);

    for (std::string_view line : lines) {
      EXPECT_LE(CellWidth(line), width) << line;
      EXPECT_FALSE(line.empty());
    }
    EXPECT_EQ(absl::StrJoin(lines, "",
                            [](std::string* out, std::string_view line) { out->append(line); }),
              text);
  }
}

TEST(Cut, KeepsWhatFits) {
  EXPECT_EQ(Cut("路灯改造", 8, "…"), "路灯改造");
  EXPECT_EQ(Cut("路灯改造", 7, "…"), "路灯…");
  EXPECT_EQ(Cut("路灯改造", 7, "..."), "路灯...");
  EXPECT_EQ(Cut("路灯改造", 2, "…"), "…");
}

TEST(Pad, CountsCells) {
  EXPECT_EQ(PadRight("路灯", 6), "路灯  ");
  EXPECT_EQ(PadLeft("7", 3), "  7");
  EXPECT_EQ(PadRight("abc", 2), "abc");
}

}  // namespace
}  // namespace pledge::cli
