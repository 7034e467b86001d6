// The rules by which commitments and achievements are found, each with a name
// that is stored with the records, one sentence for readers and an example of
// our own. The table is documentation and registry in one: code names a rule
// by its constant. Thread-safe: constants.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_RULE_TABLE_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_RULE_TABLE_H_

#include <span>
#include <string_view>

namespace pledge::pipeline {

struct Rule {
  const char* id;  // stored with records; never renamed
  std::string_view english;
  std::string_view chinese;
  std::string_view example;  // made up
};

// Tense.
inline constexpr char kRulePlanSection[] = "tense.plan-section";
inline constexpr char kRuleOpener[] = "tense.opener";
inline constexpr char kRuleFutureModal[] = "tense.future-modal";
inline constexpr char kRulePlanModal[] = "tense.plan-modal";
inline constexpr char kRuleStrive[] = "tense.strive";
inline constexpr char kRuleSentenceScope[] = "tense.sentence-scope";
inline constexpr char kRuleListScope[] = "tense.list-scope";
inline constexpr char kRuleFutureDate[] = "tense.future-date";
inline constexpr char kRuleAfterEvent[] = "tense.after-event";
inline constexpr char kRuleTaskRow[] = "tense.task-row";
inline constexpr char kRulePerfect[] = "tense.perfect";
inline constexpr char kRuleReported[] = "tense.reported-section";
// Span.
inline constexpr char kRuleJoinCondition[] = "span.join-condition";
inline constexpr char kRuleJoinCooperator[] = "span.join-cooperator";
inline constexpr char kRuleJoinTime[] = "span.join-time";
inline constexpr char kRuleJoinTarget[] = "span.join-target";
inline constexpr char kRuleObjectMarker[] = "span.object-marker";
// Strength.
inline constexpr char kRuleWeakestCue[] = "strength.weakest-cue";
inline constexpr char kRuleBareVerb[] = "strength.bare-verb";
inline constexpr char kRuleSeriesCap[] = "strength.series-cap";
inline constexpr char kRuleDeadlineLifts[] = "strength.deadline-lifts";
inline constexpr char kRuleQuantified[] = "strength.quantified";
inline constexpr char kRuleGuideScope[] = "strength.guide-scope";
inline constexpr char kRuleRefusal[] = "strength.refusal";
// Type.
inline constexpr char kRuleTypeRefusal[] = "type.refusal";
inline constexpr char kRuleTypeStance[] = "type.stance";
inline constexpr char kRuleTypeReferral[] = "type.referral";
inline constexpr char kRuleTypeOutcome[] = "type.outcome";
inline constexpr char kRuleTypeAction[] = "type.action";

// Every rule, in the order above.
std::span<const Rule> Rules();

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_RULE_TABLE_H_
