// Gates: the tests that keep a clause from becoming a record. Like a rule, each
// has a name, one sentence for readers in two languages and an example of our
// own; an explanation names the gates that a clause did not pass. Thread-safe:
// constants.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_GATE_TABLE_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_GATE_TABLE_H_

#include <span>

#include "service/pipeline/rules/rule_table.h"

namespace pledge::pipeline {

// The place of the text.
inline constexpr char kGateHeading[] = "gate.heading";
inline constexpr char kGateFrame[] = "gate.frame";
inline constexpr char kGateHeadline[] = "gate.headline";
// What the clause is, when it has no predicate of its own.
inline constexpr char kGateOpener[] = "gate.opener";
inline constexpr char kGateTime[] = "gate.time";
inline constexpr char kGateCondition[] = "gate.condition";
inline constexpr char kGateCooperator[] = "gate.cooperator";
inline constexpr char kGateTarget[] = "gate.target";
inline constexpr char kGateMeans[] = "gate.means";
inline constexpr char kGateReason[] = "gate.reason";
inline constexpr char kGatePurpose[] = "gate.purpose";
inline constexpr char kGateSubject[] = "gate.subject";
inline constexpr char kGateExhortation[] = "gate.exhortation";
inline constexpr char kGateFormula[] = "gate.formula";
inline constexpr char kGateAppositive[] = "gate.appositive";
inline constexpr char kGateNoPredicate[] = "gate.no-predicate";
inline constexpr char kGateTooLong[] = "gate.too-long";
// A predicate that only leads on to others.
inline constexpr char kGatePassesWord[] = "gate.passes-word";
inline constexpr char kGateLeadsOnly[] = "gate.leads-only";
// Tense: not prospective.
inline constexpr char kGateDone[] = "gate.done";
inline constexpr char kGatePastDate[] = "gate.past-date";
inline constexpr char kGateDemand[] = "gate.demand";
inline constexpr char kGateNarrative[] = "gate.narrative";
inline constexpr char kGateDescription[] = "gate.description";
inline constexpr char kGateNoFuture[] = "gate.no-future";
// Whose word it is.
inline constexpr char kGateThirdParty[] = "gate.third-party";
inline constexpr char kGateQuoted[] = "gate.quoted";
inline constexpr char kGateExhorting[] = "gate.exhorting";
// Refusals.
inline constexpr char kGateRefusalPlace[] = "gate.refusal-place";
inline constexpr char kGateLacksInformation[] = "gate.lacks-information";
inline constexpr char kGateRefusalThing[] = "gate.refusal-thing";
inline constexpr char kGateRefusalUnasked[] = "gate.refusal-unasked";
// Content.
inline constexpr char kGateWeakModal[] = "gate.weak-modal";
inline constexpr char kGateCopula[] = "gate.copula";
inline constexpr char kGateLeadIn[] = "gate.lead-in";
inline constexpr char kGateForecast[] = "gate.forecast";
inline constexpr char kGateEffect[] = "gate.effect";
// Reports.
inline constexpr char kGateSection[] = "gate.section";
inline constexpr char kGateNegated[] = "gate.negated";
inline constexpr char kGateNoSign[] = "gate.no-sign";
inline constexpr char kGateSuperior[] = "gate.superior";
inline constexpr char kGateFraming[] = "gate.framing";
// The record was found, but not handed out.
inline constexpr char kGatePointer[] = "gate.pointer";

// Every gate, in the order above.
std::span<const Rule> Gates();

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_GATE_TABLE_H_
