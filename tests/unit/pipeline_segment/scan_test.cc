#include "service/pipeline/segment/scan.h"

#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Clauses(std::string_view text) {
  std::vector<std::string> out;
  const Scan scan = ScanText(text);
  for (const ScanClause& clause : scan.clauses) {
    out.emplace_back(Slice(text, {clause.start, clause.end}));
  }
  return out;
}

std::vector<std::string> Blocks(std::string_view text) {
  std::vector<std::string> out;
  const Scan scan = ScanText(text);
  for (const Block& block : scan.blocks) out.emplace_back(Slice(text, block.text));
  return out;
}

std::vector<std::string> Sentences(std::string_view text) {
  std::vector<std::string> out;
  const Scan scan = ScanText(text);
  const uint32_t end = static_cast<uint32_t>(scan.clauses.size());
  for (uint32_t at = 0; at < end;) {
    const Sentence sentence = SentenceAt(scan, at, end);
    out.emplace_back(Slice(text, TextOf(scan, sentence.first, sentence.end)));
    at = sentence.end;
  }
  return out;
}

uint32_t Cues(std::string_view text) {
  uint32_t cues = 0;
  const Scan scan = ScanText(text);
  for (const ScanClause& clause : scan.clauses) cues |= clause.cues;
  return cues;
}

TEST(ScanTest, CutsClausesAtMarks) {
  EXPECT_THAT(Clauses("修桥，补路；植树：种草。"), ElementsAre("修桥", "补路", "植树", "种草"));
}

TEST(ScanTest, CountsQuotationsTitlesAndBracketsAsWords) {
  EXPECT_THAT(Clauses("落实“先修桥，后补路”的办法，"), ElementsAre("落实“先修桥，后补路”的办法"));
  EXPECT_THAT(Clauses("印发《桥，路》，"), ElementsAre("印发《桥，路》"));
  EXPECT_THAT(Clauses("修桥（含护栏，步道），"), ElementsAre("修桥（含护栏，步道）"));
}

TEST(ScanTest, ReadsOnPastAQuotationThatNeverCloses) {
  EXPECT_THAT(Clauses("落实“先修桥，后补路。"), ElementsAre("落实“先修桥", "后补路"));
}

TEST(ScanTest, EndsSentenceBehindQuotedStop) {
  EXPECT_THAT(Sentences("规定：“桥应当坚固。”目前已检修。"),
              ElementsAre("规定：“桥应当坚固。”", "目前已检修。"));
  EXPECT_THAT(Sentences("按照“桥应当坚固。”的规定检修。"),
              ElementsAre("按照“桥应当坚固。”的规定检修。"));
}

TEST(ScanTest, JoinsDoubledMarks) {
  EXPECT_THAT(Sentences("已收悉。。现回复。"), ElementsAre("已收悉。。", "现回复。"));
  EXPECT_THAT(Clauses("修桥，，补路。"), ElementsAre("修桥", "补路"));
}

TEST(ScanTest, DividesLinesAtWideBlanksOnly) {
  EXPECT_THAT(Blocks("修桥。　　补路。"), ElementsAre("修桥。", "补路。"));
  EXPECT_THAT(Blocks("修桥。    补路。"), ElementsAre("修桥。", "补路。"));
  EXPECT_THAT(Blocks("修 桥　补路。"), ElementsAre("修 桥　补路。"));
  EXPECT_THAT(Blocks("修桥。\n\n　　补路。\n"), ElementsAre("修桥。", "补路。"));
}

TEST(ScanTest, BeginsClauseAtBareLabel) {
  EXPECT_THAT(Clauses("一、总则（一）目的。"), ElementsAre("一、总则", "（一）目的"));
  EXPECT_THAT(Clauses("示例县防汛方案一、总则。"), ElementsAre("示例县防汛方案", "一、总则"));
  EXPECT_THAT(Clauses("修建一、二期工程。"), ElementsAre("修建一、二期工程"));
  EXPECT_THAT(Clauses("按第（一）项办理。"), ElementsAre("按第（一）项办理"));
}

TEST(ScanTest, PassesOverBulletsOfSymbolFonts) {
  EXPECT_THAT(Clauses("如下：\uE004一、修桥。"), ElementsAre("如下", "一、修桥"));
}

TEST(ScanTest, FindsCuesOutsideWordsThatHoldThem) {
  EXPECT_TRUE(Cues("我局将修桥") & kCueFuture);
  EXPECT_FALSE(Cues("三年行动计划") & kCueFuture);
  EXPECT_FALSE(Cues("此前已将该桥移交") & kCueFuture);
  EXPECT_TRUE(Cues("桥已修好") & kCueDone);
  EXPECT_TRUE(Cues("修好了桥") & kCueDone);
  EXPECT_FALSE(Cues("为了修桥") & kCueDone);
  EXPECT_TRUE(Cues("由于资金不到位") & kCueReason);
  EXPECT_TRUE(Cues("暂不修桥") & kCueRefusal);
  EXPECT_TRUE(Cues("感谢您") & kCueThanks);
  EXPECT_TRUE(Cues("现答复如下") & kCueAsFollows);
  EXPECT_TRUE(Cues("来信收悉") & kCueReceipt);
}

TEST(ScanTest, LeavesCuesInsideTitlesOut) { EXPECT_FALSE(Cues("印发《将来》") & kCueFuture); }

TEST(ScanTest, TakesAnyBytes) {
  EXPECT_THAT(Clauses(""), IsEmpty());
  EXPECT_THAT(Clauses("\n \n　\n"), IsEmpty());
  EXPECT_EQ(Clauses(std::string(2000, '\xE4')).size(), 1u);
  EXPECT_EQ(ScanText("，。；：").clauses.size(), 0u);
}

}  // namespace
}  // namespace pledge::pipeline
