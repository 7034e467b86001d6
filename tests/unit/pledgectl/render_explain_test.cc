#include "client/cpp/pledgectl/render_explain.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/sample_records.h"

namespace pledge::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

RuleWords Words() {
  RuleWords words;
  for (const v1::RuleDescription& rule : testing::MakeRules()) words[rule.rule_id()] = rule;
  return words;
}

v1::AnalyzeDocumentResponse Sample() {
  v1::AnalyzeDocumentResponse response;
  response.mutable_facts()->mutable_issuer()->set_value(testing::kIssuer);
  const auto add_section = [&](v1::Section section, const std::string& id) {
    section.set_name("sections/" + id);
    *response.add_sections() = section;
  };
  add_section(testing::MakeSection("1", v1::SECTION_KIND_TITLE, 1, "", "", "关于照明提案的复函"),
              "1");
  add_section(testing::MakeSection("2.1", v1::SECTION_KIND_PLAN, 2, "二、", "下一步打算", ""),
              "2.1");
  for (const char* id : {"c01", "c02"}) {
    v1::Commitment commitment =
        id == std::string("c01")
            ? testing::MakeCommitment(id, v1::STRENGTH_FIRM, "更换灯具")
            : testing::MakeCommitment(id, v1::STRENGTH_EXPLORE, "研究调光办法");
    commitment.set_name(std::string("commitments/") + id);
    *response.add_commitments() = commitment;
  }
  response.mutable_commitments(1)->mutable_strength_cue()->set_text("研究");
  for (const v1::SentenceReading& sentence : testing::MakeReadings())
    *response.add_sentences() = sentence;
  return response;
}

TEST(RenderExplain, TellsTheLetterInReadingOrder) {
  EXPECT_EQ(RenderExplanation("a.txt", Sample(), Words(), Language::kUnset, Layout{}),
            "a.txt  示例市城市管理局  2 commitments, 0 achievements, 2 sentences without a record\n"
            "\n"
            "1  title\n"
            "--   frame         关于照明提案的复函\n"
            "\n"
            "2.1  plan  二、下一步打算\n"
            "c01  #### firm     更换灯具\n"
            "                   action; checkable\n"
            "                   bytes 120-132; verb 更换\n"
            "                   tense.opener: An opener makes it prospective.\n"
            "                   type.action: In the actor's own hands.\n"
            "c02  #... explore  研究调光办法\n"
            "                   action; checkable\n"
            "                   bytes 120-138; strength cue 研究\n"
            "                   tense.opener: An opener makes it prospective.\n"
            "--   no record     居民自行维护，我局不负责。\n"
            "                   居民自行维护  (verb 维护)\n"
            "                     gate.third-party: A third party acts.\n"
            "                   我局不负责\n"
            "                     gate.negated: Tells what is not so.\n");
}

TEST(RenderExplain, SaysAHeadingOnce) {
  v1::AnalyzeDocumentResponse response = Sample();
  response.mutable_sentences(2)->set_text("二、下一步打算");
  response.mutable_sentences(2)->mutable_clauses()->DeleteSubrange(1, 1);
  response.mutable_sentences(2)->mutable_clauses(0)->set_rule_ids(0, "gate.heading");

  const std::string text = RenderExplanation("a", response, Words(), Language::kUnset, Layout{});

  EXPECT_EQ(text.find("二、下一步打算"), text.rfind("二、下一步打算"));
}

TEST(RenderExplain, SpeaksChineseWhenAsked) {
  const std::string text =
      RenderExplanation("a.txt", Sample(), Words(), Language::kChinese, Layout{});

  EXPECT_THAT(text, HasSubstr("2.1  计划  二、下一步打算\n"));
  EXPECT_THAT(text, HasSubstr("c01  #### 确定     更换灯具\n"));
  EXPECT_THAT(text, HasSubstr("tense.opener: “下一步”引出打算。\n"));
  EXPECT_THAT(text, HasSubstr("--   未计入        居民自行维护"));
  EXPECT_THAT(text, Not(HasSubstr("prospective")));
}

TEST(RenderExplain, ColoursOnlyWhenAsked) {
  Layout layout;
  layout.color = true;
  const std::string text = RenderExplanation("a", Sample(), Words(), Language::kUnset, layout);

  EXPECT_THAT(text, HasSubstr("\x1b[1;94m#### firm\x1b[0m"));
  EXPECT_THAT(RenderExplanation("a", Sample(), Words(), Language::kUnset, Layout{}),
              Not(HasSubstr("\x1b")));
}

TEST(RenderExplain, WrapsUnderTheWords) {
  Layout layout;
  layout.width = 60;
  const std::string text = RenderExplanation("a", Sample(), Words(), Language::kUnset, layout);

  EXPECT_THAT(text, HasSubstr("tense.opener: An opener makes it\n"
                              "                     prospective.\n"));
}

TEST(RenderExplain, NeverSendsControlCharactersOfALetter) {
  v1::AnalyzeDocumentResponse response = Sample();
  response.mutable_sentences(2)->set_text("坏\x1b[2J文");
  response.mutable_sentences(2)->mutable_clauses(0)->set_text("坏\x1b]0;x\x07文");
  response.mutable_sections(1)->set_heading("题\r目");

  const std::string text = RenderExplanation("a", response, Words(), Language::kUnset, Layout{});

  EXPECT_THAT(text, Not(::testing::ContainsRegex("[\x1b\x07\r]")));
  EXPECT_THAT(text, HasSubstr("坏\\x1b[2J文"));
}

TEST(RenderExplain, SurvivesAnswersThatDoNotFitTogether) {
  v1::AnalyzeDocumentResponse response = Sample();
  response.clear_commitments();
  response.clear_sections();

  const std::string text = RenderExplanation("a", response, {}, Language::kUnset, Layout{});

  EXPECT_THAT(text, Not(HasSubstr("c01")));
  EXPECT_THAT(text, HasSubstr("gate.third-party\n"));
}

TEST(ExplanationLines, GivesOneLineAClause) {
  EXPECT_EQ(ExplanationLines("a\tb", Sample()),
            "a\\tb\tNONE\t\t1\t120-147\tgate.frame\t\t关于照明提案的复函\n"
            "a\\tb\tNONE\t\t2.1\t120-129\tgate.opener\t\t下一步\n"
            "a\\tb\tCOMMITMENT\tc01\t2.1\t120-132\ttense.opener,type.action\t更换\t更换灯具\n"
            "a\\tb\tCOMMITMENT\tc02\t2.1\t120-138\ttense.opener\t\t研究调光办法\n"
            "a\\tb\tNONE\t\t2.1\t120-138\tgate.third-party\t维护\t居民自行维护\n"
            "a\\tb\tNONE\t\t2.1\t120-135\tgate.negated\t\t我局不负责\n");
}

}  // namespace
}  // namespace pledge::cli
