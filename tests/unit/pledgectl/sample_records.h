// Records of a letter that was made up for these tests.
#ifndef PLEDGE_TESTS_UNIT_PLEDGECTL_SAMPLE_RECORDS_H_
#define PLEDGE_TESTS_UNIT_PLEDGECTL_SAMPLE_RECORDS_H_

#include <string>
#include <vector>

#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"
#include "pledge/v1/query_service.pb.h"
#include "pledge/v1/reading.pb.h"

namespace pledge::testing {

inline constexpr char kRevision[] = "collections/city/documents/lamps/revisions/1";
inline constexpr char kIssuer[] = "示例市城市管理局";

inline v1::Commitment MakeCommitment(const std::string& id, v1::Strength strength,
                                     const std::string& text) {
  v1::Commitment out;
  out.set_name(std::string(kRevision) + "/commitments/" + id);
  out.set_text(text);
  out.set_type(v1::COMMITMENT_TYPE_ACTION);
  out.set_strength(strength);
  out.set_polarity(v1::POLARITY_AFFIRM);
  out.set_verifiability(v1::VERIFIABILITY_MEDIUM);
  out.set_section(std::string(kRevision) + "/sections/2.1");
  out.mutable_letter()->set_issuer(kIssuer);
  auto* range = out.mutable_provenance()->add_source_ranges();
  range->set_start(120);
  range->set_end(120 + static_cast<int64_t>(text.size()));
  return out;
}

inline v1::Section MakeSection(const std::string& id, v1::SectionKind kind, int level,
                               const std::string& number, const std::string& heading,
                               const std::string& text) {
  v1::Section out;
  out.set_name(std::string(kRevision) + "/sections/" + id);
  out.set_kind(kind);
  out.set_level(level);
  out.set_heading_number(number);
  out.set_heading(heading);
  out.set_text(text);
  auto* range = out.mutable_provenance()->add_source_ranges();
  range->set_start(0);
  range->set_end(9);
  return out;
}

inline v1::ClauseReading MakeClause(const std::string& text, v1::ClauseVerdict verdict,
                                    const std::string& record,
                                    const std::vector<std::string>& rule_ids) {
  v1::ClauseReading out;
  out.set_text(text);
  out.set_verdict(verdict);
  out.set_record(record);
  out.mutable_rule_ids()->Assign(rule_ids.begin(), rule_ids.end());
  auto* range = out.mutable_provenance()->add_source_ranges();
  range->set_start(120);
  range->set_end(120 + static_cast<int64_t>(text.size()));
  return out;
}

// A title, a sentence with the commitments c01 and c02, and one without record.
inline std::vector<v1::SentenceReading> MakeReadings() {
  std::vector<v1::SentenceReading> out(3);
  out[0].set_text("关于照明提案的复函");
  out[0].set_section("sections/1");
  *out[0].add_clauses() =
      MakeClause("关于照明提案的复函", v1::CLAUSE_VERDICT_NONE, "", {"gate.frame"});
  out[1].set_text("下一步，更换灯具，研究调光办法。");
  out[1].set_section("sections/2.1");
  *out[1].add_clauses() = MakeClause("下一步", v1::CLAUSE_VERDICT_NONE, "", {"gate.opener"});
  *out[1].add_clauses() = MakeClause("更换灯具", v1::CLAUSE_VERDICT_COMMITMENT, "commitments/c01",
                                     {"tense.opener", "type.action"});
  out[1].mutable_clauses(1)->mutable_predicate()->set_text("更换");
  *out[1].add_clauses() = MakeClause("研究调光办法", v1::CLAUSE_VERDICT_COMMITMENT,
                                     "commitments/c02", {"tense.opener"});
  out[2].set_text("居民自行维护，我局不负责。");
  out[2].set_section("sections/2.1");
  *out[2].add_clauses() =
      MakeClause("居民自行维护", v1::CLAUSE_VERDICT_NONE, "", {"gate.third-party"});
  out[2].mutable_clauses(0)->mutable_predicate()->set_text("维护");
  *out[2].add_clauses() = MakeClause("我局不负责", v1::CLAUSE_VERDICT_NONE, "", {"gate.negated"});
  return out;
}

inline std::vector<v1::RuleDescription> MakeRules() {
  std::vector<v1::RuleDescription> out;
  const auto add = [&out](const std::string& id, const std::string& zh, const std::string& en) {
    v1::RuleDescription& rule = out.emplace_back();
    rule.set_rule_id(id);
    rule.set_text_zh(zh);
    rule.set_text_en(en);
    rule.set_example("例句。");
  };
  add("gate.frame", "格式内容。", "Frame of the letter.");
  add("gate.negated", "说未做到。", "Tells what is not so.");
  add("gate.opener", "只引出打算。", "Only opens.");
  add("gate.third-party", "主体是第三方。", "A third party acts.");
  add("tense.opener", "“下一步”引出打算。", "An opener makes it prospective.");
  add("type.action", "行为由己完成。", "In the actor's own hands.");
  return out;
}

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_UNIT_PLEDGECTL_SAMPLE_RECORDS_H_
