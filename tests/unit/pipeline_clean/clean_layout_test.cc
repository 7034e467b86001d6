// Lines: trimming, hard wraps, blanks between characters, doubled texts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kParagraph[] =
    "下一步，我局将会同各乡镇对辖区内的农村公路桥梁开展一次全面检查，建立台账，逐桥落实养护责任，对"
    "病害严重的"
    "桥梁限期维修加固，确保汛期行车安全，并于每季度末将进展情况向社会公布。";
constexpr char kSecond[] =
    "同时，继续做好宣传引导工作，在桥头设置限载标志，劝导超限车辆绕行，争取群众的理解和支持，共同维"
    "护好来之不易"
    "的通行条件，让大家走得安心。";

// `text` in lines of `width` characters each.
std::string Wrapped(std::string_view text, size_t width, std::string_view indent = "") {
  std::string wrapped(indent);
  size_t characters = indent.size() / 3;
  for (size_t at = 0; at < text.size(); at += 3) {
    if (characters++ == width) {
      wrapped += '\n';
      characters = 1;
    }
    wrapped += text.substr(at, 3);
  }
  return wrapped;
}

TEST(CleanLayout, GivesOneParagraphALine) {
  const std::string bytes =
      "\n\n　　关于桥梁检修的复函  \n\n\t　　来信收悉。\xC2\xA0\xC2\xA0\n   　　\n答复如下：\n\n";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, "关于桥梁检修的复函\n来信收悉。\n答复如下：");
  EXPECT_EQ(SourceOf(bytes, clean, "来信收悉。"), "来信收悉。");
}

TEST(CleanLayout, KeepsBlanksInsideALine) {
  for (const std::string bytes : {
           "来信收悉。　现答复如下： 张 三",            // too narrow
           "关于桥梁检修的通　　　知",                  // a title that was spread
           "标　　题：关于桥梁检修的复函",              // a word that was spread
           "联系人：唐予安　　联系电话：0000-8612046",  // fields
           "签发人：　　周望野",                        // a field and its value
           "序号　　任务　　责任单位　　时限",          // a row
           "Bridge No. 3    closed",                    // no paragraph ends here
       }) {
    const CleanText clean = CleanDocument(bytes);

    EXPECT_EQ(clean.text, bytes);
    EXPECT_EQ(clean.map.runs().size(), 1u);
  }
}

TEST(CleanLayout, BreaksTheLineWhereOnlyTheIndentationIsLeft) {
  const std::string bytes =
      "网友“LL01”　　您好！来信收悉，现答复如下：　　近年来，我局检修桥梁3座。\xC2\xA0\xC2\xA0"
      "\xC2\xA0\xC2\xA0感谢您的监督！ 　　　　柳河县交通局　　　　2024年6月12日　　";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text,
            "网友“LL01”\n您好！来信收悉，现答复如下：\n近年来，我局检修桥梁3座。\n"
            "感谢您的监督！\n柳河县交通局\n2024年6月12日");
  EXPECT_EQ(SourceOf(bytes, clean, "现答复如下：\n近年来"), "现答复如下：　　近年来");
}

TEST(CleanLayout, BreaksTheLineBetweenLongFields) {
  const CleanText clean = CleanDocument("公开程序：本单位审核后予以公开　　责任部门：办公室");

  EXPECT_EQ(clean.text, "公开程序：本单位审核后予以公开\n责任部门：办公室");
}

TEST(CleanLayout, GivesEmptyTextForBlanks) {
  EXPECT_EQ(CleanDocument("").text, "");
  EXPECT_EQ(CleanDocument(" \n　\n\t").text, "");
}

class WrapWidths : public ::testing::TestWithParam<size_t> {};

TEST_P(WrapWidths, AreUndone) {
  const std::string bytes = "关于桥梁检修的复函\n" + Wrapped(kParagraph, GetParam()) + "\n" +
                            Wrapped(kSecond, GetParam()) + "\n某县交通局\n";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text,
            std::string("关于桥梁检修的复函\n") + kParagraph + "\n" + kSecond + "\n某县交通局");
  EXPECT_THAT(clean.profiles, ElementsAre("hard-wrap"));
}

INSTANTIATE_TEST_SUITE_P(All, WrapWidths, ::testing::Values(18, 20, 25, 30));

TEST(CleanWrap, SeesParagraphsByTheirIndentation) {
  const std::string bytes =
      Wrapped(kParagraph, 20, "　　") + "\n" + Wrapped(kSecond, 20, "　　") + "\n";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, std::string(kParagraph) + "\n" + kSecond);
}

TEST(CleanWrap, KeepsHeadingsApart) {
  const std::string bytes =
      "一、关于检查\n" + Wrapped(kParagraph, 20) + "\n二、关于宣传\n" + Wrapped(kSecond, 20) + "\n";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, std::string("一、关于检查\n") + kParagraph + "\n二、关于宣传\n" + kSecond);
}

TEST(CleanWrap, TakesOutPageNumbersBetween) {
  const std::string wrapped = Wrapped(kParagraph, 20);
  const size_t line = 61;  // twenty characters and the break
  const std::string bytes = wrapped.substr(0, 2 * line) + "- 2 -\n" + wrapped.substr(2 * line) +
                            "\n" + Wrapped(kSecond, 20);

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, std::string(kParagraph) + "\n" + kSecond);
}

TEST(CleanWrap, LeavesOtherLinesAlone) {
  for (const std::string& text :
       {std::string(kParagraph) + "\n" + kSecond,
        std::string("东桥村\n西桥村\n南桥村\n北桥村\n上桥村\n下桥村\n中桥村"),
        std::string("春眠不觉晓，\n处处闻啼鸟。\n夜来风雨声，\n花落知多少。"),
        std::string(
            "关于印发桥梁检修办法的通知\n各乡镇人民政府，县直有关单位：\n现将办法印发给你们。")}) {
    const CleanText clean = CleanDocument(text);

    EXPECT_EQ(clean.text, text);
    EXPECT_THAT(clean.profiles, IsEmpty());
  }
}

std::string Spaced(std::string_view text, std::string_view blank) {
  std::string spaced;
  for (size_t at = 0; at < text.size(); at += 3) {
    if (at > 0) spaced += blank;
    spaced += text.substr(at, 3);
  }
  return spaced;
}

TEST(CleanSpacing, JoinsCharactersThatStandApart) {
  for (const char* blank : {" ", "　", "\xC2\xA0", "  "}) {
    const CleanText clean = CleanDocument(Spaced(kParagraph, blank));

    EXPECT_EQ(clean.text, kParagraph);
    EXPECT_THAT(clean.profiles, ElementsAre("spaced-characters"));
  }
}

TEST(CleanSpacing, JoinsDigitsThatStandApart) {
  const std::string bytes = "2 0 2 4 年 " + Spaced(kParagraph, " ");

  EXPECT_EQ(CleanDocument(bytes).text, std::string("2024年") + kParagraph);
}

TEST(CleanSpacing, LeavesSpreadTitlesAlone) {
  const std::string text = std::string("通 知\n") + kParagraph + "\n某 县 交 通 局";

  EXPECT_EQ(CleanDocument(text).text, text);
  EXPECT_EQ(CleanDocument("road and bridge\na b c d e f g").text, "road and bridge\na b c d e f g");
}

TEST(CleanDuplicate, CutsTheSecondCopy) {
  const std::string letter = std::string(kParagraph) + kSecond + "某县交通局2024年3月5日";
  for (const std::string between : {"", "\n", "\n\n　　"}) {
    const std::string bytes = letter + between + letter;

    const CleanText clean = CleanDocument(bytes);

    EXPECT_EQ(clean.text, letter);
    EXPECT_THAT(clean.profiles, ElementsAre("duplicate-text"));
  }
}

TEST(CleanDuplicate, AllowsATitleBeforeTheFirstCopy) {
  const std::string letter = std::string(kParagraph) + "\n" + kSecond;

  EXPECT_EQ(CleanDocument("复函\n" + letter + "\n" + letter).text, "复函\n" + letter);
}

TEST(CleanDuplicate, LeavesRepetitionsOfTheAuthorAlone) {
  const std::string refrain = "修桥补路。修桥补路。";
  const std::string two = std::string(kParagraph) + "\n" + kSecond + "\n" + kParagraph;

  EXPECT_EQ(CleanDocument(refrain).text, refrain);
  EXPECT_EQ(CleanDocument(two).text, two);
  std::string other = std::string(kParagraph) + "东桥。\n" + kParagraph + "西桥。";
  EXPECT_EQ(CleanDocument(other).text, other);
}

}  // namespace
}  // namespace pledge::pipeline
