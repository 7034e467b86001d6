#include "service/pipeline/extract/commitments.h"

#include <charconv>

#include "service/pipeline/rules/arguments.h"
#include "service/pipeline/rules/grading.h"
#include "service/pipeline/rules/rule_table.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

// Bytes at the head of a letter in which it says what it answers.
constexpr size_t kHeadSize = 1500;

int ParseInt(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// 2024-06-12, 2024-06 or 2024.
Date ParseDate(std::string_view value) {
  Date date;
  if (value.size() >= 4) date.year = static_cast<int16_t>(ParseInt(value.substr(0, 4)));
  if (value.size() >= 7) date.month = static_cast<uint8_t>(ParseInt(value.substr(5, 2)));
  if (value.size() >= 10) date.day = static_cast<uint8_t>(ParseInt(value.substr(8, 2)));
  return date;
}

// The year between 〔 and 〕 of a document number in the standard form.
int YearOfNumber(std::string_view number) {
  const size_t open = number.find("〔");
  return open == number.npos ? 0 : ParseInt(number.substr(open + 3, 4));
}

// 《关于…的请示》收悉, and then 同意….
bool IsApproval(std::string_view text) {
  const std::string_view head = text.substr(0, kHeadSize);
  const bool asks = Contains(head, "请示") || Contains(head, "文收悉");
  return asks && Contains(text, "同意");
}

// In articles, or made of duties throughout: 应当 in every other paragraph.
bool IsRegulation(std::string_view text) {
  if (Contains(text, "第一条") && Contains(text, "第三条")) return true;
  constexpr int kFewestDuties = 10;
  constexpr size_t kBytesPerDuty = 900;  // 300 characters
  int duties = 0;
  for (size_t at = FindWord(text, "应当"); at != text.npos; at = FindWord(text, "应当", at + 6))
    ++duties;
  return duties >= kFewestDuties && text.size() <= static_cast<size_t>(duties) * kBytesPerDuty;
}

Argument Plain(ByteRange range) { return {range, {}, false}; }

const char* TypeRule(CommitmentType type) {
  switch (type) {
    case CommitmentType::kRefusal:
      return kRuleTypeRefusal;
    case CommitmentType::kStance:
      return kRuleTypeStance;
    case CommitmentType::kReferral:
      return kRuleTypeReferral;
    case CommitmentType::kOutcome:
      return kRuleTypeOutcome;
    case CommitmentType::kAction:
      break;
  }
  return kRuleTypeAction;
}

const char* StrengthRule(const GradingInput& input) {
  const Finding& finding = input.finding;
  const Strength strength = input.commitment.strength;
  if (finding.reading.refusal.IsSet()) return kRuleRefusal;
  if (strength == Strength::kFirm && IsLiftedByNumber(input)) return kRuleQuantified;
  if (finding.is_guided && strength <= Strength::kSupport) return kRuleGuideScope;
  const bool has_cue = finding.reading.weakest.IsSet();
  if (strength == Strength::kFirm) {
    return has_cue && !finding.reading.weakest.Is(kFirmAdverb | kEnsure) ? kRuleDeadlineLifts
                                                                         : kRuleBareVerb;
  }
  return has_cue ? kRuleWeakestCue : kRuleSeriesCap;
}

class CommitmentBuilder {
 public:
  CommitmentBuilder(std::string_view text, const LetterContext& context)
      : text_(text), context_(context) {}

  Commitment Build(const Finding& finding) const {
    const ClauseReading& reading = finding.reading;
    Commitment commitment;
    commitment.range = finding.span;
    if (!reading.action.empty()) commitment.action = Plain(reading.action);
    if (!reading.object.empty()) commitment.object = Plain(reading.object);
    if (!reading.manner.empty()) commitment.manner = Plain(reading.manner);
    commitment.actor = ResolveActor(text_, finding, context_.issuer);
    commitment.cooperators = FindCooperators(text_, finding);
    commitment.condition = FindCondition(text_, finding);
    commitment.deadline = FindDeadline(text_, finding, context_.reference);
    commitment.targets = FindTargets(text_, finding);
    Grade(finding, commitment);
    SetCues(finding, commitment);
    return commitment;
  }

 private:
  void Grade(const Finding& finding, Commitment& commitment) const {
    const GradingInput input{text_, finding, commitment};
    commitment.type = GradeType(input);
    if (commitment.type == CommitmentType::kRefusal) commitment.polarity = Polarity::kRefuse;
    commitment.strength = GradeStrength(input);
    commitment.verifiability = GradeVerifiability(input);
  }

  void SetCues(const Finding& finding, Commitment& commitment) const {
    if (finding.reading.weakest.IsSet())
      commitment.strength_cue = Plain(finding.reading.weakest.range);
    if (finding.future_cue.IsSet()) {
      commitment.future_cue = Plain(finding.future_cue.range);
      commitment.future_cue->inferred = finding.future_cue.range.start < finding.span.start;
    }
    commitment.rule_ids = finding.rule_ids;
    commitment.rule_ids.push_back(StrengthRule({text_, finding, commitment}));
    const char* type = TypeRule(commitment.type);  // of a refusal it told the tense as well
    if (commitment.rule_ids.front() != type) commitment.rule_ids.push_back(type);
  }

  const std::string_view text_;
  const LetterContext& context_;
};

}  // namespace

LetterContext ContextFrom(std::string_view text, const LetterFacts& facts) {
  LetterContext context;
  context.kind = facts.kind;
  context.is_approval = facts.kind == DocumentKind::kReplyLetter && IsApproval(text);
  context.is_regulation = facts.kind == DocumentKind::kPolicy && IsRegulation(text);
  if (facts.issuer) {
    const ByteRange words = facts.issuer->range;
    context.issuer = facts.issuer->value.empty()
                         ? std::string(text.substr(words.start, words.size()))
                         : facts.issuer->value;
  }
  if (facts.issue_date) {
    context.reference.date = ParseDate(facts.issue_date->value);
    context.reference.is_inferred = facts.issue_date->inferred;
  } else if (facts.document_number) {
    context.reference.date.year = static_cast<int16_t>(YearOfNumber(facts.document_number->value));
    context.reference.is_inferred = true;
  }
  return context;
}

Commitment MakeCommitment(std::string_view text, const Finding& finding,
                          const LetterContext& context) {
  return CommitmentBuilder(text, context).Build(finding);
}

}  // namespace pledge::pipeline
