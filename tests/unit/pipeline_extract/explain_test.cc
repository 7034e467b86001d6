// What became of each sentence, and the words for it.
#include "service/pipeline/explain.h"

#include <algorithm>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/pipeline/analyze.h"
#include "service/pipeline/rules/gate_table.h"
#include "service/pipeline/rules/rule_table.h"
#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kLetter[] =
    "临澜市城市管理局关于市政协第17号提案的答复函\n"
    "临城函〔2024〕17号\n"
    "林清和委员：\n"
    "您提出的关于改善照明的提案收悉，现答复如下：\n"
    "一、工作进展\n"
    "近年来，我局已更换路灯300盏。居民将自行更换楼道灯泡。\n"
    "二、下一步打算\n"
    "下一步，我局将会同市财政局，于2025年底前更换路灯500盏，制定养护办法。一是加强管理。成立专班。"
    "二是严格考核。开展检查。\n"
    "感谢您对照明工作的支持。\n"
    "临澜市城市管理局\n"
    "2024年6月12日";

AnalyzedDocument Explained(std::string_view text, AnalyzeOptions options = {.explain = true}) {
  auto analyzed = Analyze({text, "", ""}, options);
  EXPECT_TRUE(analyzed.ok());
  return *std::move(analyzed);
}

std::string Words(const AnalyzedDocument& document, ByteRange range) {
  return document.clean.text.substr(range.start, range.size());
}

// The clause whose words are `words`.
ExplainedClause ClauseOf(const AnalyzedDocument& document, std::string_view words) {
  for (const ExplainedSentence& sentence : document.sentences) {
    for (const ExplainedClause& clause : sentence.clauses) {
      if (Words(document, clause.range) == words) return clause;
    }
  }
  ADD_FAILURE() << "no clause " << words;
  return {};
}

std::vector<std::string> Ids(const ExplainedClause& clause) {
  return {clause.rule_ids.begin(), clause.rule_ids.end()};
}

TEST(Explain, CostsNothingUnlessAskedFor) {
  EXPECT_THAT(Explained(kLetter, {}).sentences, IsEmpty());
}

TEST(Explain, NamesTheGateOfEachClauseWithoutRecord) {
  const AnalyzedDocument document = Explained(kLetter);

  EXPECT_THAT(Ids(ClauseOf(document, "林清和委员：")), ElementsAre("gate.frame"));
  EXPECT_THAT(Ids(ClauseOf(document, "二、下一步打算")), ElementsAre("gate.heading"));
  EXPECT_THAT(Ids(ClauseOf(document, "居民将自行更换楼道灯泡")), ElementsAre("gate.third-party"));
  EXPECT_THAT(Ids(ClauseOf(document, "加强管理")), ElementsAre("gate.headline"));
  EXPECT_THAT(Ids(ClauseOf(document, "下一步")), ElementsAre("gate.opener"));
}

TEST(Explain, NamesTheRecordAndItsRules) {
  const AnalyzedDocument document = Explained(kLetter);

  const ExplainedClause promise = ClauseOf(document, "制定养护办法");
  ASSERT_EQ(promise.verdict, ClauseVerdict::kCommitment);
  const Commitment& record = document.extraction.commitments[promise.record];
  EXPECT_EQ(Words(document, record.range), "制定养护办法");
  EXPECT_EQ(promise.rule_ids, record.rule_ids);
  EXPECT_EQ(Words(document, promise.predicate), "制定");

  const ExplainedClause report = ClauseOf(document, "我局已更换路灯300盏");
  ASSERT_EQ(report.verdict, ClauseVerdict::kAchievement);
  EXPECT_FALSE(report.is_commitment);
  EXPECT_THAT(Ids(report), ElementsAre("tense.perfect"));
}

TEST(Explain, TellsAClauseThatARecordTookIn) {
  const AnalyzedDocument document = Explained(kLetter);

  const ExplainedClause part = ClauseOf(document, "我局将会同市财政局");

  EXPECT_EQ(part.verdict, ClauseVerdict::kPart);
  ASSERT_TRUE(part.is_commitment);
  EXPECT_THAT(Words(document, document.extraction.commitments[part.record].range),
              testing::StartsWith("会同市财政局，于2025年底前"));
  EXPECT_THAT(part.rule_ids, IsEmpty());
}

TEST(Explain, SentencesHoldEveryRecordAndEveryWord) {
  const AnalyzedDocument document = Explained(kLetter);

  std::set<int32_t> commitments;
  std::set<int32_t> achievements;
  uint32_t at = 0;
  for (const ExplainedSentence& sentence : document.sentences) {
    EXPECT_GE(sentence.range.start, at);
    EXPECT_EQ(HanCount(Words(document, {at, sentence.range.start})), 0u)
        << Words(document, {at, sentence.range.start});
    at = sentence.range.end;
    EXPECT_FALSE(sentence.clauses.empty());
    for (const ExplainedClause& clause : sentence.clauses) {
      EXPECT_GE(clause.range.start, sentence.range.start);
      EXPECT_LE(clause.range.end, sentence.range.end);
      EXPECT_EQ(clause.record < 0, clause.verdict == ClauseVerdict::kNone);
      EXPECT_EQ(clause.rule_ids.empty(), clause.verdict == ClauseVerdict::kPart);
      if (clause.record >= 0)
        (clause.is_commitment ? commitments : achievements).insert(clause.record);
    }
  }
  EXPECT_EQ(HanCount(Words(document, {at, static_cast<uint32_t>(document.clean.text.size())})), 0u);
  EXPECT_EQ(commitments.size(), document.extraction.commitments.size());
  EXPECT_EQ(achievements.size(), document.extraction.achievements.size());
  EXPECT_GT(commitments.size(), 2u);
}

TEST(Explain, SaysTheDeepestSection) {
  const AnalyzedDocument document = Explained(kLetter);

  for (const ExplainedSentence& sentence : document.sentences) {
    ASSERT_GE(sentence.section, 0);
    const ByteRange section = document.tree.sections[sentence.section].text;
    EXPECT_LE(section.start, sentence.range.start);
    EXPECT_GE(section.end, sentence.range.end);
  }
}

TEST(Explain, TellsARecordThatWasFoundAndNotHandedOut) {
  AnalyzedDocument document = Explained(kLetter);
  std::vector<ReadPassage> passages;
  Extraction extraction = Extract(document.clean, document.tree, &passages);
  extraction.commitments.clear();

  document.sentences = Explain(document.clean.text, document.tree, extraction, passages);

  EXPECT_THAT(Ids(ClauseOf(document, "制定养护办法")), ElementsAre("gate.pointer"));
}

TEST(Explain, IsTheSameEveryTimeAndSoundOnOddInput) {
  for (const std::string& text : {std::string("，。；：！？"), std::string("将将将要要要"),
                                  std::string("一是二是三是"), "下一步，" + std::string(3000, 'x'),
                                  std::string("“《（\n）》”\n\n。"), std::string(kLetter)}) {
    const AnalyzedDocument one = Explained(text);
    const AnalyzedDocument two = Explained(text);
    ASSERT_EQ(one.sentences.size(), two.sentences.size());
    for (size_t i = 0; i < one.sentences.size(); ++i) {
      EXPECT_EQ(one.sentences[i].range, two.sentences[i].range);
      for (size_t k = 0; k < one.sentences[i].clauses.size(); ++k) {
        EXPECT_EQ(Ids(one.sentences[i].clauses[k]), Ids(two.sentences[i].clauses[k]));
      }
    }
  }
}

TEST(Explain, AClauseTooLongIsSaidToBe) {
  std::string text = "近年来，我局";
  for (int i = 0; i < 400; ++i) text += "更";

  EXPECT_THAT(Ids(ClauseOf(Explained(text), text.substr(std::string("近年来，").size()))),
              ElementsAre("gate.too-long"));
}

}  // namespace
}  // namespace pledge::pipeline
