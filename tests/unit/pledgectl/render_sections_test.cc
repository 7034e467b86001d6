#include "client/cpp/pledgectl/render_sections.h"

#include "absl/strings/str_split.h"
#include "client/cpp/pledgectl/display_width.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/sample_records.h"

namespace pledge::cli {
namespace {

using ::testing::HasSubstr;
using testing::MakeCommitment;
using testing::MakeSection;

const LetterHead kHead = {"city/lamps@1", testing::kIssuer, "示城管函〔2026〕7号"};

std::vector<v1::Section> SampleTree() {
  return {
      MakeSection("1", v1::SECTION_KIND_TITLE, 1, "", "", "关于改善背街照明提案的复函"),
      MakeSection("2", v1::SECTION_KIND_TOPIC, 1, "一、", "照明设施", ""),
      MakeSection("2.1", v1::SECTION_KIND_PLAN, 2, "", "", "下一步，我局将分批更换灯具。\n第二段"),
      MakeSection("2.1.1", v1::SECTION_KIND_INLINE_ITEM, 3, "一是", "更换灯具", "更换灯具。"),
      MakeSection("20", v1::SECTION_KIND_CLOSING, 1, "", "", "感谢关心。"),
  };
}

TEST(RenderSections, DrawsTheTreeWithCounts) {
  const SectionCounts counts = {{"2.1", 3}, {"2.1.1", 2}, {"20", 1}};

  EXPECT_EQ(RenderSections(kHead, SampleTree(), counts, Layout{}),
            "city/lamps@1  示例市城市管理局  示城管函〔2026〕7号\n"
            "id     kind      n  heading\n"
            "1      title        关于改善背街照明提案的复函\n"
            "2      topic     5  一、照明设施\n"
            "2.1      plan    5  下一步，我局将分批更换灯具。\n"
            "2.1.1      item  2  一是更换灯具\n"
            "20     closing   1  感谢关心。\n");
}

TEST(RenderSections, CutsHeadingsToTheWidth) {
  const auto section = MakeSection("1", v1::SECTION_KIND_OVERVIEW, 1, "", "",
                                   "近年来我局持续推进城市照明的节能改造与规范管理");
  Layout layout;
  layout.width = 44;
  layout.ascii = true;

  EXPECT_THAT(RenderSections(kHead, {section}, {}, layout),
              HasSubstr("1   overview     近年来我局持续推进城市照...\n"));
  layout.ascii = false;
  EXPECT_THAT(RenderSections(kHead, {section}, {}, layout),
              HasSubstr("1   overview     近年来我局持续推进城市照…\n"));
}

TEST(RenderSections, ShowsTheFirstWordsWhereThereIsNoHeading) {
  const auto with_number =
      MakeSection("1", v1::SECTION_KIND_INLINE_ITEM, 1, "一是", "", "一是更换灯具。");
  const auto without = MakeSection("2", v1::SECTION_KIND_INLINE_ITEM, 1, "二是", "", "增设开关。");

  const std::string text = RenderSections(kHead, {with_number, without}, {}, Layout{});

  EXPECT_THAT(text, HasSubstr("  一是更换灯具。\n"));
  EXPECT_THAT(text, HasSubstr("  二是增设开关。\n"));
}

TEST(RenderSections, SumsUpPageFurniture) {
  auto one = MakeSection("9", v1::SECTION_KIND_FURNITURE, 1, "", "", "热门文章");
  auto two = MakeSection("10", v1::SECTION_KIND_FURNITURE, 1, "", "", "相关链接");

  const std::string text = RenderSections(kHead, {one, two}, {}, Layout{});

  EXPECT_THAT(text, HasSubstr("9   furniture     2 blocks cut, 18 B\n"));
  EXPECT_EQ(text.find("热门"), std::string::npos);
}

TEST(RenderSections, SaysThatThereIsNone) {
  EXPECT_THAT(RenderSections(kHead, {}, {}, Layout{}), HasSubstr("no sections\n"));
}

TEST(RenderSections, NeverGoesBeyondTheWidth) {
  for (int width = 40; width < 100; ++width) {
    Layout layout;
    layout.width = width;
    const std::string text = RenderSections({"c/a@1", "", ""}, SampleTree(), {}, layout);
    for (absl::string_view line : absl::StrSplit(text, '\n')) {
      EXPECT_LE(CellWidth({line.data(), line.size()}), width) << line;
    }
  }
}

TEST(RenderSections, DimsTextThatIsNoHeading) {
  Layout layout;
  layout.color = true;

  const std::string text = RenderSections(kHead, SampleTree(), {}, layout);

  EXPECT_THAT(text, HasSubstr("\x1b[1m一、照明设施\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\x1b[2m感谢关心。\x1b[0m"));
}

TEST(CountCommitment, LeavesOutStances) {
  SectionCounts counts;
  auto stance = MakeCommitment("c01", v1::STRENGTH_FIRM, "重视");
  stance.set_type(v1::COMMITMENT_TYPE_STANCE);

  CountCommitment(stance, &counts);
  CountCommitment(MakeCommitment("c02", v1::STRENGTH_FIRM, "更换"), &counts);

  EXPECT_EQ(counts, (SectionCounts{{"2.1", 1}}));
}

TEST(SectionLine, HasAllColumnsUncut) {
  const auto section =
      MakeSection("2.1", v1::SECTION_KIND_PLAN, 2, "（一）", "照明", "第一段\n第二段");

  EXPECT_EQ(
      SectionLine(section),
      "collections/city/documents/lamps/revisions/1/sections/2.1\tPLAN\t2\t（一）\t照明\t0-9\t"
      "第一段\\n第二段\n");
}

}  // namespace
}  // namespace pledge::cli
