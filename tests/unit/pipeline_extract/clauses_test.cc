#include "service/pipeline/rules/clauses.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/pipeline/rules/headline.h"
#include "service/pipeline/rules/word_scanner.h"

namespace pledge::pipeline {
namespace {

using testing::ElementsAre;

std::vector<Clause> Split(std::string_view text) {
  const ByteRange whole = {0, static_cast<uint32_t>(text.size())};
  const std::vector<Mark> marks = FindMarks(text, whole);
  return SplitClauses(text, whole, marks, OpaqueRanges(marks), WordScanner::Default().Scan(text));
}

std::vector<std::string> Texts(std::string_view text) {
  std::vector<std::string> texts;
  for (const Clause& clause : Split(text)) {
    texts.emplace_back(text.substr(clause.range.start, clause.range.size()));
  }
  return texts;
}

TEST(SplitClauses, CutsAtMarks) {
  EXPECT_THAT(Texts("修订办法，新建泵站；更换管道。清淤疏浚"),
              ElementsAre("修订办法", "新建泵站", "更换管道", "清淤疏浚"));
}

TEST(SplitClauses, KeepsListsTogether) {
  EXPECT_THAT(Texts("改造学校、医院和公园，完善路灯。"),
              ElementsAre("改造学校、医院和公园", "完善路灯"));
}

TEST(SplitClauses, DoesNotCutInsideQuotationsTitlesAndBrackets) {
  EXPECT_THAT(
      Texts("推行“先看病，后付费”，落实《保护水源，防治污染条例》（第三条，第五条）。"),
      ElementsAre("推行“先看病，后付费”", "落实《保护水源，防治污染条例》（第三条，第五条）"));
}

TEST(SplitClauses, IgnoresAnUnpairedMark) {
  EXPECT_THAT(Texts("推行“首问负责，限时办结。"), ElementsAre("推行“首问负责", "限时办结"));
}

TEST(SplitClauses, TakesLabelsOff) {
  const std::string_view text = "一是修订办法；二是新建泵站。（三）更换管道。";

  const std::vector<Clause> clauses = Split(text);

  EXPECT_THAT(Texts(text), ElementsAre("修订办法", "新建泵站", "更换管道"));
  EXPECT_EQ(text.substr(clauses[0].label.start, clauses[0].label.size()), "一是");
  EXPECT_EQ(text.substr(clauses[2].label.start, clauses[2].label.size()), "（三）");
}

TEST(SplitClauses, ReadsALabelAcrossItsComma) {
  EXPECT_THAT(Texts("第一，修订办法。第二，新建泵站。"), ElementsAre("修订办法", "新建泵站"));
}

TEST(SplitClauses, TellsWhereSentencesBegin) {
  const std::vector<Clause> clauses = Split("修订办法，新建泵站。更换管道；清淤疏浚");

  EXPECT_TRUE(clauses[0].starts_sentence);
  EXPECT_FALSE(clauses[1].starts_sentence);
  EXPECT_TRUE(clauses[2].starts_sentence);
  EXPECT_FALSE(clauses[3].starts_sentence);
  EXPECT_EQ(clauses[1].mark, ClauseMark::kStop);
  EXPECT_EQ(clauses[2].mark, ClauseMark::kSemicolon);
  EXPECT_EQ(clauses[3].mark, ClauseMark::kNone);
}

TEST(SplitClauses, FindsNothingInMarksAlone) { EXPECT_TRUE(Split("，。；　 ，").empty()); }

TEST(OpaqueRanges, GivesTheOutermostPairs) {
  const std::string_view text = "实施《“十四五”规划》，推广“互联网+”";

  const auto ranges = OpaqueRanges(FindMarks(text, {0, static_cast<uint32_t>(text.size())}));

  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_EQ(text.substr(ranges[0].start, ranges[0].size()), "《“十四五”规划》");
  EXPECT_EQ(text.substr(ranges[1].start, ranges[1].size()), "“互联网+”");
}

TEST(FindMarks, FindsThoseOfTheRangeOnly) {
  const std::string_view text = "（试行）；推广(试点)、扩面。";
  const std::vector<Mark> marks = FindMarks(text, {0, static_cast<uint32_t>(text.size())});

  ASSERT_EQ(marks.size(), 6u);
  EXPECT_EQ(marks[0].code_point, U'（');
  EXPECT_EQ(marks[2].at, 12u);
  EXPECT_EQ(marks[2].end(), 15u);
  EXPECT_EQ(marks[3].end(), marks[3].at + 1);
  const auto inside = MarksIn(marks, {12, marks[5].at});
  ASSERT_EQ(inside.size(), 3u);
  EXPECT_EQ(inside.front().code_point, U'；');
  EXPECT_EQ(inside.back().code_point, U')');
}

TEST(ItemLabelSize, KnowsTheShapesOfLabels) {
  for (const std::string_view label :
       {"一是", "十二是", "二要", "第三，", "（四）", "(5)", "6.", "7、", "八、", "①"}) {
    const std::string text = std::string(label) + "修订办法";
    EXPECT_EQ(ItemLabelSize(text), label.size()) << label;
  }
  for (const std::string_view text :
       {"一批学校", "三年内", "1.2公里", "第三方机构", "2024年", "（试行）", "是否"}) {
    EXPECT_EQ(ItemLabelSize(text), 0u) << text;
  }
}

std::vector<bool> Headlines(std::string_view text) { return FindHeadlines(text, Split(text)); }

TEST(FindHeadlines, TakesAFirstClauseThatEndsHard) {
  EXPECT_THAT(Headlines("一是加强领导。成立专班。二是加大投入。安排资金。"),
              ElementsAre(true, false, true, false));
}

TEST(FindHeadlines, TakesShortFirstClausesWhenEveryItemGoesOn) {
  EXPECT_THAT(Headlines("一是突出重点，新建泵站；二是抓住关键，更换管道。"),
              ElementsAre(true, false, true, false));
}

TEST(FindHeadlines, TakesNoneWhenOneItemHasOnlyOneClause) {
  EXPECT_THAT(Headlines("一是修订办法，新建泵站；二是更换管道。"),
              ElementsAre(false, false, false));
}

TEST(FindHeadlines, TakesNoneWhenOneFirstClauseIsLong) {
  EXPECT_THAT(
      Headlines("一是突出重点，新建泵站；二是对全部老旧供水管道逐条进行检测评估，更换管道。"),
      ElementsAre(false, false, false, false));
}

TEST(FindHeadlines, LeavesAnItemThatIsOnlyItsFirstClause) {
  EXPECT_THAT(Headlines("一是修订办法。二是更换管道。"), ElementsAre(false, false));
}

}  // namespace
}  // namespace pledge::pipeline
