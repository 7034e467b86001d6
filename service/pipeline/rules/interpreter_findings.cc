#include "service/pipeline/rules/interpreter.h"

#include <algorithm>
#include <utility>

#include "service/pipeline/rules/gate_table.h"
#include "service/pipeline/rules/joins.h"
#include "service/pipeline/rules/rule_table.h"
#include "service/pipeline/rules/undertaking.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

// Bytes of the longest clause without a verb that names a state: ten characters.
constexpr uint32_t kLongestState = 30;

// 及时与开发商沟通: done with somebody, so it is the writer's own act.
bool HasPartner(const ClauseReading& reading) {
  return std::any_of(reading.bodies.begin(), reading.bodies.end(),
                     [](const NamedBody& body) { return body.role == CooperatorRole::kWith; });
}

}  // namespace

void Interpreter::Promise(size_t i, const char* rule) {
  Finding finding;
  finding.verdict = Verdict::kCommitment;
  scope_.has_promised = scope_.has_series = true;
  finding.reading = readings_[i];
  finding.span = finding.reading.core;
  finding.rule_ids.push_back(rule);
  if (finding.reading.is_object_marker) finding.rule_ids.push_back(kRuleObjectMarker);
  if (IsOwnPolicy(finding.reading)) finding.reading.refusal = {};
  AddContext(i, finding);
  AddResponsible(finding);
  AddGuidance(finding);
  if (!scope_.pending.empty()) {
    const bool is_shared = IsShared(i);
    for (size_t k = scope_.pending.size(); k-- > 0;) {
      JoinToCommitment(text_, readings_[scope_.pending[k]], is_shared, finding);
    }
  }
  Emit(i, std::move(finding));
}

void Interpreter::AddContext(size_t i, Finding& finding) {
  const ClauseReading& reading = finding.reading;
  finding.actor = scope_.actor;
  finding.informant = state_.informant;
  finding.has_thing_subject = scope_.is_thing;
  finding.is_capped = scope_.is_capped && !reading.modal.Is(kPlan);
  finding.future_cue = reading.modal.IsSet()       ? reading.modal
                       : scope_.is_sentence_future ? scope_.sentence_cue
                                                   : scope_.open_cue;
  AddTime(finding);
  AddCondition(i, finding);
}

// （责任单位：省文化厅） behind the clauses of a policy names who acts.
void Interpreter::AddResponsible(Finding& finding) {
  finding.is_goal = passage_.is_goal;
  finding.is_creed = options_.is_policy && passage_.is_creed;
  FindResponsible(finding.span.end);
  // In a letter only the bracket right behind: （责任处室：教研室；完成时限：2031年3月底前）.
  const bool is_next = responsible_bracket_.start == finding.span.end;
  if (responsible_.empty() || (!options_.is_policy && !is_next)) return;
  finding.actor = {SubjectKind::kBody, responsible_, false};
  if (!is_next || !finding.reading.times.empty()) return;
  const std::vector<TimeExpression> times =
      FindTimes(text_, responsible_bracket_, options_.reference);
  if (!times.empty()) finding.inherited_time = times.front();
}

// Findings come in the order of the text, so each bracket is looked at once.
void Interpreter::FindResponsible(uint32_t behind) {
  if (!responsible_.empty() && responsible_bracket_.start >= behind) return;
  responsible_ = {};
  while (responsible_.empty() && next_bracket_ < opaque_.size()) {
    responsible_bracket_ = opaque_[next_bracket_++];
    if (responsible_bracket_.start < behind) continue;
    responsible_ = ResponsibleBody(text_, responsible_bracket_);
  }
}

void Interpreter::AddTime(Finding& finding) {
  if (!finding.reading.times.empty()) {
    // 每季度 tells how often, no term for the clauses behind; 今后三年 goes on.
    const TimeExpression& time = finding.reading.times.front();
    const bool recurs = time.recurrence[0] != '\0';
    if (recurs && scope_.time && (scope_.time->end || scope_.time->start))
      finding.inherited_time = scope_.time;
    // 督促各县6月底前完成: the date binds what is guided, not what the writer does next.
    if (!recurs && !IsGuidance(text_, finding.reading)) scope_.time = time;
  } else if (scope_.time && finding.reading.condition.empty()) {
    finding.inherited_time = scope_.time;
  }
}

// What the sentence told before it declines is why: 各县编制已近上限，难以单列.
ByteRange Interpreter::ToldBefore(size_t i) {
  if (i == 0 || clauses_[i].starts_sentence) return {};
  const ClauseReading& before = readings_[i - 1];
  const bool tells = before.form == ClauseForm::kPredicate || before.form == ClauseForm::kNominal;
  const bool is_work = ContainsAny<"研究", "讨论", "沟通", "论证", "会商">(Text(before.range));
  return tells && !is_work && before.range.size() >= 12 ? before.range : ByteRange{};
}

void Interpreter::AddCondition(size_t i, Finding& finding) {
  const ClauseReading& reading = finding.reading;
  finding.condition = scope_.condition;
  if (!reading.condition.empty()) {
    finding.condition = InheritedCondition{reading.condition, reading.condition_kind};
    // Only a condition at the head, before the subject, holds for later clauses.
    const bool is_head =
        reading.subject_range.empty() || reading.subject_range.start >= reading.condition.end;
    if (is_head) scope_.condition = finding.condition;
  }
  if (reading.refusal.IsSet() && scope_.has_reason) {
    finding.condition = InheritedCondition{scope_.reason, ConditionKind::kReason};
  } else if (reading.refusal.IsSet() && !finding.condition) {
    const ByteRange ground = ground_.empty() ? ToldBefore(i) : ground_;
    if (!ground.empty()) finding.condition = InheritedCondition{ground, ConditionKind::kReason};
  }
}

// 一经发现，责令清退: a condition right before the clause.
bool Interpreter::HasOwnCondition() {
  return std::any_of(scope_.pending.begin(), scope_.pending.end(),
                     [&](size_t k) { return readings_[k].form == ClauseForm::kCondition; });
}

// 督促 and 指导 govern the clauses that go on after a comma.
void Interpreter::AddGuidance(Finding& finding) {
  const ClauseReading& reading = finding.reading;
  const bool stands_alone = !reading.times.empty() || reading.is_object_marker ||
                            reading.modal.IsSet() || HasFigure(Text(reading.core)) ||
                            HasPartner(reading) || HasOwnCondition() ||
                            (Text(reading.action) == "推动" && scope_.is_guiding);
  if (stands_alone) scope_.is_guiding = false;
  if (scope_.is_guiding) {
    finding.is_guided = true;
    finding.guided_bodies = scope_.guided;
  }
  if (IsGuidance(text_, reading)) {
    scope_.is_guiding = true;
    scope_.guided = GuidedBodies(text_, reading);
  }
}

void Interpreter::Report(size_t i) {
  Finding finding;
  finding.verdict = Verdict::kAchievement;
  finding.reading = readings_[i];
  finding.actor = scope_.actor;
  const ClauseReading& reading = finding.reading;
  finding.span = reading.core;
  // A named subject is part of what is reported.
  const bool is_named =
      reading.subject != SubjectKind::kNone && reading.subject != SubjectKind::kSelf;
  if (is_named && !reading.has_agent) {
    finding.span.start = std::min(finding.span.start, reading.subject_range.start);
  }
  if (!scope_.pending.empty()) JoinToReport(readings_[scope_.pending.back()], finding);
  finding.rule_ids.push_back(reading.perfect.IsSet() ? kRulePerfect : kRuleReported);
  if (reading.perfect.Is(kPerfect)) scope_.is_told = true;
  Emit(i, std::move(finding));
}

void Interpreter::Emit(size_t i, Finding&& finding) {
  if (finding.span.empty()) {
    outcome_.promise_gate = kGateNoPredicate;
    return;
  }
  outcome_.verdict = finding.verdict;
  if (outcomes_ != nullptr && finding.verdict == Verdict::kAchievement)
    outcome_.rule_ids = finding.rule_ids;
  Flush();
  const bool may_go_on = clauses_[i].mark == ClauseMark::kComma;
  if (may_go_on && LacksComplement(text_, finding.reading)) incomplete_ = i;
  last_ = std::move(finding);
  has_last_ = true;
  last_clause_ = i;
}

// 支持企业从三个方面，改造工艺: the second clause is what 支持 governs.
bool Interpreter::Completes(size_t i) {
  const bool completes = incomplete_ && *incomplete_ + 1 == i && !clauses_[i].starts_sentence &&
                         readings_[i].subject == SubjectKind::kNone && has_last_;
  incomplete_.reset();
  if (!completes) return false;
  last_.span.end = last_.reading.object.end = readings_[i].core.end;
  return true;
}

// 确保空气清新，道路整洁: states without a verb of their own go on with what 确保 or 坚持
// governs.
void Interpreter::ExtendState(size_t i) {
  if (!has_last_ || last_clause_ + 1 != i || clauses_[i - 1].mark != ClauseMark::kComma) return;
  if (last_.verdict != Verdict::kCommitment || !clauses_[i].label.empty()) return;
  const std::string_view action = Text(last_.reading.action);
  const bool governs =
      last_.reading.modal.Is(kEnsure) || IsOneOf<"确保", "力保", "保持", "坚持", "做到">(action);
  const bool is_state = clauses_[i].range.size() <= kLongestState;
  if (!governs || !is_state || !readings_[i].times.empty()) return;
  last_.span.end = clauses_[i].range.end;
  if (!last_.reading.object.empty() && !last_.reading.is_fronted)
    last_.reading.object.end = last_.span.end;
  last_clause_ = i;
}

void Interpreter::Flush() {
  if (has_last_) sink_(std::move(last_));
  has_last_ = false;
}

}  // namespace pledge::pipeline
