// The tables of rules and gates: every id that the engine can emit has words,
// and every example shows its own rule.
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/pipeline/analyze.h"
#include "service/pipeline/explain.h"
#include "service/pipeline/rules/gate_table.h"
#include "service/pipeline/rules/rule_table.h"

namespace pledge::pipeline {
namespace {

// Every id that an explanation of `text` names, as a whole letter and as a
// section of each kind in a letter by `issuer`.
std::set<std::string> FiredBy(std::string_view text, std::string_view issuer) {
  std::set<std::string> ids;
  const auto add = [&ids](const std::vector<ExplainedSentence>& sentences) {
    for (const ExplainedSentence& sentence : sentences) {
      for (const ExplainedClause& clause : sentence.clauses) {
        ids.insert(clause.rule_ids.begin(), clause.rule_ids.end());
      }
    }
  };
  add(Analyze({text, "", ""}, {.explain = true})->sentences);
  for (int kind = 1; kind <= 19; ++kind) {
    SectionTree tree;
    Section section;
    section.kind = static_cast<SectionKind>(kind);
    section.text = {0, static_cast<uint32_t>(text.size())};
    tree.sections.push_back(section);
    LetterContext context;
    context.reference.date = {2024, 6, 12};
    context.issuer = issuer;
    std::vector<ReadPassage> passages;
    ExtractedRecords records = ExtractRecords(text, tree, context, &passages);
    Extraction extraction;
    extraction.commitments = std::move(records.commitments);
    extraction.achievements = std::move(records.achievements);
    add(Explain(text, tree, extraction, passages));
  }
  return ids;
}

std::set<std::string> TableIds() {
  std::set<std::string> ids;
  for (const Rule& rule : Rules()) ids.insert(rule.id);
  for (const Rule& gate : Gates()) ids.insert(gate.id);
  return ids;
}

TEST(RuleWords, EveryIdIsNamedOnceWithWords) {
  std::set<std::string> ids;
  for (const auto table : {Rules(), Gates()}) {
    for (const Rule& rule : table) {
      EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
      EXPECT_TRUE(rule.english.ends_with(".")) << rule.id;
      EXPECT_TRUE(rule.chinese.ends_with("。")) << rule.id;
    }
  }
  for (const Rule& gate : Gates()) EXPECT_TRUE(std::string_view(gate.id).starts_with("gate."));
  for (const Rule& rule : Rules()) EXPECT_FALSE(std::string_view(rule.id).starts_with("gate."));
}

TEST(RuleWords, EveryExampleFiresItsRule) {
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(FiredBy(rule.example, {}).count(rule.id)) << rule.id << " " << rule.example;
  }
}

TEST(RuleWords, EveryExampleIsStoppedByItsGate) {
  // A table row longer than any clause, and a defect: no short text shows them.
  const std::set<std::string> without = {kGateTooLong, kGatePointer};
  for (const Rule& gate : Gates()) {
    EXPECT_EQ(gate.example.empty(), without.count(gate.id) == 1) << gate.id;
    if (gate.example.empty()) continue;
    // 国家 is the writer only when the State Council writes.
    const std::string_view issuer = gate.id == std::string_view(kGateSuperior) ? "国务院" : "";
    EXPECT_TRUE(FiredBy(gate.example, issuer).count(gate.id)) << gate.id << " " << gate.example;
  }
}

// The code names a rule by its constant only, so the constants of the two
// headers are all that can be emitted.
TEST(RuleWords, EveryConstantIsInItsTable) {
  const std::set<std::string> ids = TableIds();
  size_t found = 0;
  for (const std::string header : {"rule_table.h", "gate_table.h"}) {
    std::ifstream file(std::string(PLEDGE_SOURCE_DIR) + "/service/pipeline/rules/" + header);
    std::stringstream content;
    content << file.rdbuf();
    const std::string text = content.str();
    static const std::regex kConstant("constexpr char k(Rule|Gate)\\w+\\[\\] = \"([^\"]+)\"");
    for (std::sregex_iterator at(text.begin(), text.end(), kConstant), end; at != end; ++at) {
      EXPECT_TRUE(ids.count((*at)[2])) << (*at)[2];
      ++found;
    }
  }
  EXPECT_EQ(found, ids.size());
}

}  // namespace
}  // namespace pledge::pipeline
