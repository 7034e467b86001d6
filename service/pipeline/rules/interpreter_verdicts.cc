// What one clause with a verb counts as: the tests that it must pass to be a
// commitment, and to be an achievement.
#include <algorithm>

#include "service/pipeline/rules/gate_table.h"
#include "service/pipeline/rules/interpreter.h"
#include "service/pipeline/rules/rule_table.h"
#include "service/pipeline/rules/tense.h"
#include "service/pipeline/rules/undertaking.h"

namespace pledge::pipeline {

void Interpreter::Judge(size_t i) {
  const ClauseReading& reading = readings_[i];
  outcome_.promise_gate = PassingGate(reading);
  if (outcome_.promise_gate != nullptr || Completes(i)) return;
  Tense tense = ReadTense(text_, reading, options_, scope_);
  if (tense.gate == kGateNoFuture && IsTaskRow(reading)) tense = {.rule = kRuleTaskRow};
  outcome_.promise_gate = tense.IsFuture() ? UndertakingGate(reading) : tense.gate;
  if (outcome_.promise_gate == nullptr) return Promise(i, tense.rule);
  // 该项目的实施将提高能力，完善体系: the later effects are foretold as well.
  if (tense.IsFuture() && outcome_.promise_gate == kGateForecast && reading.modal.IsSet())
    scope_.is_forecasting = true;
  outcome_.report_gate = ReportGate(reading);
  if (outcome_.report_gate == nullptr) Report(i);
}

// 《规划》提出, 省财政厅表示, 将由市水务局牵头: the clause itself says nothing, but
// changes what the next ones mean.
const char* Interpreter::PassingGate(const ClauseReading& reading) {
  if ((reading.last_classes & kReport) && reading.subject == SubjectKind::kSuperior &&
      !reading.has_agent && !options_.is_state_council) {
    scope_.is_quoted = true;
    return kGatePassesWord;
  }
  if (!reading.object.empty()) return nullptr;
  if ((reading.last_classes & kReport) && !(reading.last_classes & (kGuide | kReferral))) {
    // 比例由国家统一规定: tells a rule, and nobody speaks.
    if (scope_.is_third && !reading.has_agent) scope_.is_quoted = true;
    return kGatePassesWord;
  }
  const std::string_view verb = Text(reading.action);
  // 据市水务局反馈，: whose word it is that follows; still the writer's side.
  const bool answers = IsOneOf<"回复", "答复", "反馈", "回应", "介绍", "告知">(verb);
  if (answers && !reading.modal.IsSet() && reading.subject == SubjectKind::kBody &&
      !scope_.is_sentence_future)
    return kGatePassesWord;
  const bool leads = verb == "牵头" || verb == "负责" || verb == "主导";
  if (!reading.has_agent || !leads) return nullptr;
  if (reading.modal.IsSet()) StartFuture(reading, scope_);
  scope_.is_led = true;
  return kGateLeadsOnly;
}

const char* Interpreter::SpeakerGate() const {
  if (scope_.is_quoted) return kGateQuoted;
  if (scope_.is_exhorting) return kGateExhorting;
  return scope_.is_third ? kGateThirdParty : nullptr;
}

const char* Interpreter::UndertakingGate(const ClauseReading& reading) const {
  if (const char* gate = SpeakerGate()) return gate;
  if (IsLoneName(reading)) return kGateHeading;
  if (scope_.is_preamble) return kGatePurpose;
  if (scope_.is_reasoning) return kGateReason;
  const bool goes_on = scope_.is_forecasting && reading.subject == SubjectKind::kNone;
  if (goes_on || IsForecastOfEvent(text_, reading, scope_)) return kGateForecast;
  if (reading.refusal.IsSet() && !IsOwnPolicy(reading)) {
    const bool is_expected = scope_.has_reason || scope_.is_open || !ground_.empty();
    return RefusalGate(text_, reading, is_expected, passage_.kind);
  }
  if (scope_.is_guiding && (reading.action_classes & kEffect)) return nullptr;
  return ContentGate(text_, reading);
}

// 编制方案（责任单位：市水务局）: a task that is given to somebody.
bool Interpreter::IsTaskRow(const ClauseReading& reading) const {
  const auto bracket =
      std::lower_bound(opaque_.begin(), opaque_.end(), reading.range.end,
                       [](const ByteRange& range, uint32_t at) { return range.start < at; });
  return bracket != opaque_.end() && bracket->start == reading.range.end &&
         !ResponsibleBody(text_, *bracket).empty();
}

// 重点任务清单 on a line of its own: the name of an annex.
bool Interpreter::IsLoneName(const ClauseReading& reading) const {
  const bool is_last =
      reading.range == clauses_.back().range && clauses_.back().mark == ClauseMark::kNone;
  const bool is_name = clauses_.size() == 1 || Text(clauses_.front().range) == "附件";
  return is_last && is_name && !reading.modal.IsSet() &&
         EndsWithAny<"清单", "一览表", "任务表", "分工表", "名单", "台账">(Text(reading.range));
}

// 不再新批 among plans stops something of one's own; only what was proposed can
// be refused.
bool Interpreter::IsOwnPolicy(const ClauseReading& reading) const {
  const std::string_view cue = Text(reading.refusal.range);
  // 凡不达标的，一律不予通过: a rule of one's own.
  const bool has_condition = scope_.condition || !reading.condition.empty();
  if (cue == "不予" && has_condition && scope_.is_open && !scope_.has_reason) return true;
  // 不再征地 in a series that 计划 opens, and what follows 届时.
  const bool is_planned = scope_.is_open || scope_.is_sentence_future || has_condition;
  return cue == "不再" && is_planned && !scope_.has_reason;
}

const char* Interpreter::ReportGate(const ClauseReading& reading) const {
  if (const char* gate = SpeakerGate()) return gate;
  return AchievementGate(text_, reading, passage_.kind, scope_.is_told);
}

}  // namespace pledge::pipeline
