// Properties that hold for every input, and the table of rules.
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/pipeline/rules/passages.h"
#include "service/pipeline/rules/rule_table.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

using testing::IsEmpty;

bool StartsCharacter(std::string_view text, uint32_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

void ExpectSound(std::string_view text, const ExtractedRecords& records) {
  uint32_t end = 0;
  for (const Commitment& c : records.commitments) {
    EXPECT_LT(c.range.start, c.range.end);
    EXPECT_LE(end, c.range.start);
    EXPECT_LE(c.range.end, text.size());
    EXPECT_TRUE(StartsCharacter(text, c.range.start) && StartsCharacter(text, c.range.end));
    EXPECT_FALSE(c.rule_ids.empty());
    if (c.action) {
      EXPECT_GE(c.action->range.start, c.range.start);
      EXPECT_LE(c.action->range.end, c.range.end);
    }
    end = c.range.end;
  }
}

TEST(Records, AreSoundOnOddInput) {
  const std::vector<std::string> texts = {
      "",
      "，。；：！？",
      "将",
      "下一步，",
      "我局将",
      "“《（",
      "）》”",
      "一是二是三是",
      "2025年底前，",
      "待待待后后后",
      "的的的的",
      "对对对进行进行",
      "\xE4\xB8\xAD"
      "abc123",
      "将将将要要要拟拟拟",
      "由由由，会同会同，",
      std::string(5000, 'x'),
      "建设" + std::string(3000, '1') + "个",
  };
  for (const std::string& text : texts) {
    for (int kind = 4; kind <= 12; ++kind) {
      ExpectSound(text, RecordsOf(static_cast<SectionKind>(kind), text));
    }
  }
}

TEST(Records, AreSoundOnShuffledWords) {
  constexpr std::string_view kWords[] = {"将",   "拟",   "对",   "会同", "市教育局", "2025年底前",
                                         "建设", "的",   "，",   "。",   "；",       "一是",
                                         "（",   "）",   "“",    "”",    "300个",    "进一步",
                                         "暂不", "督促", "企业", "待",   "后",       "已"};
  uint32_t state = 12345;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) {
      state = state * 1664525u + 1013904223u;
      text += kWords[(state >> 16) % std::size(kWords)];
    }
    ExpectSound(text, PlanRecordsOf(text));
  }
}

TEST(Records, AreTheSameEachTime) {
  const std::string_view text =
      "下一步，我局将会同市财政局，于2025年底前新建泵站5座，督促企业整改。";

  const auto first = PlanRecordsOf(text).commitments;
  const auto second = PlanRecordsOf(text).commitments;

  ASSERT_EQ(first.size(), second.size());
  for (size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].range, second[i].range);
    EXPECT_EQ(first[i].rule_ids, second[i].rule_ids);
  }
}

TEST(Records, LeaveAnOverlongClauseAlone) {
  std::string text = "建设";
  while (text.size() < 2000) text += "公园";

  EXPECT_THAT(PlanRecordsOf(text + "。").commitments, IsEmpty());
}

TEST(Records, PointToTheDeepestSection) {
  const std::string_view text = "总述。\n一是新建泵站。";
  SectionTree tree;
  Section plan;
  plan.kind = SectionKind::kPlan;
  plan.text = {0, static_cast<uint32_t>(text.size())};
  Section item;
  item.kind = SectionKind::kInlineItem;
  item.parent = 0;
  item.text = {static_cast<uint32_t>(text.find("一是")), static_cast<uint32_t>(text.size())};
  tree.sections = {plan, item};

  const auto commitments = ExtractRecords(text, tree, {}).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(commitments[0].section, 1);
}

TEST(Records, ReadNothingInTitlesAndSignatures) {
  for (const SectionKind kind : {SectionKind::kTitle, SectionKind::kSignature, SectionKind::kCc,
                                 SectionKind::kContact, SectionKind::kNote}) {
    EXPECT_THAT(RecordsOf(kind, "我局将新建泵站。").commitments, IsEmpty());
  }
}

TEST(Passages, TakeAPlanFromTheHeadingAbove) {
  const std::string_view text = "二、下一步工作打算\n新建泵站。";
  SectionTree tree;
  Section topic;
  topic.kind = SectionKind::kTopic;
  topic.text = {0, static_cast<uint32_t>(text.size())};
  topic.label = {0, 6};
  topic.heading = {6, static_cast<uint32_t>(text.find('\n'))};
  tree.sections = {topic};

  const auto passages = CutPassages(text, tree);

  ASSERT_EQ(passages.size(), 1u);
  EXPECT_TRUE(passages[0].is_plan);
  EXPECT_EQ(text.substr(passages[0].range.start, passages[0].range.size()), "新建泵站。");
}

TEST(RuleTable, NamesEveryRuleOnceWithWordsAndExample) {
  std::set<std::string> ids;
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_FALSE(rule.english.empty());
    EXPECT_FALSE(rule.chinese.empty());
    EXPECT_FALSE(rule.example.empty());
  }
}

TEST(RuleTable, HoldsEveryRuleThatDecides) {
  std::set<std::string> ids;
  for (const Rule& rule : Rules()) ids.insert(rule.id);
  for (const std::string_view text :
       {"下一步，我局将修订办法。", "拟新建泵站，更换管道。", "争取年底开工。",
        "待资金到位后再行招标。", "督促企业整改，清运垃圾。", "暂不增设出入口。",
        "会同市财政局，修订办法。", "2025年底前加快建成泵站。"}) {
    for (const SectionKind kind : {SectionKind::kPlan, SectionKind::kProgress}) {
      for (const Commitment& commitment : RecordsOf(kind, text).commitments) {
        for (const char* id : commitment.rule_ids) EXPECT_TRUE(ids.count(id)) << id;
      }
    }
  }
}

TEST(RuleTable, ExamplesShowTheirRule) {
  // Rules of tense are seen in the records of their own example.
  for (const Rule& rule : Rules()) {
    const std::string id = rule.id;
    if (id != "tense.future-modal" && id != "tense.plan-modal" && id != "tense.strive" &&
        id != "tense.future-date" && id != "tense.after-event" && id != "tense.sentence-scope") {
      continue;
    }
    std::set<std::string> seen;
    for (const Commitment& c : RecordsOf(SectionKind::kProgress, rule.example).commitments) {
      seen.insert(c.rule_ids.begin(), c.rule_ids.end());
    }
    EXPECT_TRUE(seen.count(id)) << id;
  }
}

}  // namespace
}  // namespace pledge::pipeline
