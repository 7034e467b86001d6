#include "service/pipeline/rules/tense.h"

#include <algorithm>
#include <tuple>

#include "service/pipeline/rules/gate_table.h"
#include "service/pipeline/rules/undertaking.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

// 已更换 and 更换了 are done; 已计划 promises, 计划了 does not.
bool IsDone(const ClauseReading& reading) {
  const bool is_planned =
      reading.modal.Is(kPlan) && reading.perfect.range.start < reading.modal.range.start;
  // 预计8月底前安装完毕: will be done.
  const bool will_be = reading.modal.Is(kFuture | kPlan | kStrive | kEnsure) &&
                       reading.perfect.Is(kDone | kNegation) &&
                       reading.modal.range.start < reading.perfect.range.start;
  return reading.perfect.IsSet() && !is_planned && !will_be;
}

// 未来五年，累计投入: what will have been summed up by then.
bool SumsUpLater(std::string_view text, const ClauseReading& reading, const Scope& scope) {
  if (!IsOneOf<"累计", "共计">(Cut(text, reading.perfect.range))) return false;
  const bool is_later = scope.time && !scope.time->is_past;
  return is_later || std::any_of(reading.times.begin(), reading.times.end(),
                                 [](const TimeExpression& time) { return !time.is_past; });
}

bool HasPastDate(const ClauseReading& reading) {
  if (reading.modal.IsSet() || reading.times.empty()) return false;
  // 推动2000年以前建成的校舍加固: the date tells which ones.
  return std::all_of(reading.times.begin(), reading.times.end(), [&](const TimeExpression& time) {
    return time.is_past && (reading.action.empty() || time.range.start < reading.action.start);
  });
}

// A year after that of the letter.
// 两年内 counts from an event that the clause may leave open: only a year by name tells.
bool NamesYear(std::string_view time) { return ContainsAny<"20", "明年", "后年", "五”">(time); }

// 三年内 counts from an event.
bool IsSpan(std::string_view time) {
  return !IsOneOf<"年内", "今年内", "本年内">(time) && !time.starts_with("20");
}

bool IsBefore(const Date& a, const Date& b) {
  return std::tuple(a.year, a.month, a.day) < std::tuple(b.year, b.month, b.day);
}

// 9月 in a letter of June; in one of January it is rather the September gone by.
bool IsSoon(const TimeExpression& time, const ReferenceDate& reference) {
  constexpr int kSoonMonths = 4;
  constexpr int kSoonMonthsOfDay = 2;  // a day by name is more often one gone by
  if (!reference.HasDay() || !time.start || !IsBefore(reference.date, *time.start)) return false;
  const bool is_day = time.end && !IsBefore(*time.start, *time.end);
  return time.start->month - reference.date.month <= (is_day ? kSoonMonthsOfDay : kSoonMonths);
}

bool IsLater(std::string_view text, const TimeExpression& time, const ReferenceDate& reference) {
  if (time.is_past || time.recurrence[0] != '\0') return false;
  const std::string_view words = Cut(text, time.range);
  // 年内, 今年内, 下月: told by what is to come, whatever the date of the letter.
  if (StartsWithAny<"下月", "下个月">(words)) return true;
  if (words.ends_with("年内") && time.end && reference.HasYear() &&
      time.end->year >= reference.date.year && !IsSpan(words))
    return true;
  const bool is_yearly = text.substr(0, time.range.start).ends_with("每年的");
  const bool is_term = words.ends_with("前") && time.end && reference.HasDay() && !is_yearly;
  if (is_term && IsBefore(reference.date, *time.end)) return true;  // 12月底前
  if (time.is_year_open && IsSoon(time, reference)) return true;
  if (time.is_year_open || !NamesYear(words)) return false;
  if (time.end && time.end->year > reference.date.year) return true;
  // 自2031年7月1日起 in June of that year; 2031年 alone may as well be what was done in it.
  return reference.HasDay() && time.start && !IsBefore(*time.start, reference.date) &&
         (!time.end || IsBefore(reference.date, *time.end));
}

// 今年再建24个: more of it is still to come.
bool AddsThisYear(std::string_view text, const ClauseReading& reading) {
  if (reading.times.empty() || reading.action.empty()) return false;
  const std::string_view before =
      text.substr(reading.range.start, reading.action.start - reading.range.start);
  const bool adds = before.ends_with("再") || Cut(text, reading.action).starts_with("再");
  return adds && IsOneOf<"今年", "年内", "今年内">(Cut(text, reading.times.front().range));
}

// In the clause, or right before it: 2031年，水质明显改善.
bool HasFutureDate(std::string_view text, const ClauseReading& reading, const Scope& scope,
                   const ReferenceDate& reference) {
  if (AddsThisYear(text, reading)) return true;
  if (!reference.HasYear()) return false;
  if (reading.times.empty()) return scope.time && IsLater(text, *scope.time, reference);
  const auto any = [&](auto holds) {
    return std::any_of(reading.times.begin(), reading.times.end(), holds);
  };
  // 分别于6月22日和8月31日: what happened on several days.
  const bool began_before =
      ContainsAny<"分别于", "分别在">(Cut(text, reading.core)) ||
      any([](const TimeExpression& time) { return time.is_past && time.is_year_open; });
  // 每年4月和9月: comes again, whatever the month of the letter.
  const bool recurs = any([](const TimeExpression& time) { return time.recurrence[0] != '\0'; });
  return !began_before && any([&](const TimeExpression& time) {
    return !(recurs && time.is_year_open) && IsLater(text, time, reference);
  });
}

// A thing with a predicate but without a cue or a figure only describes, even
// among plans: 站牌信息由车站核定.
bool IsDescription(std::string_view text, const ClauseReading& reading) {
  // 大桥逐步规划建设: goes on step by step.
  const bool is_effort = reading.weakest.Is(kIntentAdverb) && !(reading.action_classes & kCopula);
  return reading.subject == SubjectKind::kThing && !is_effort &&
         !HasFigure(Cut(text, reading.core));
}

// 数据集全面建成: among goals a thing that is to be so.
bool ReachesState(const ClauseReading& reading) {
  return (reading.action_classes & (kTelic | kOutcome | kDegree)) &&
         !(reading.action_classes & kCopula);
}

const char* ModalRule(const ClauseReading& reading, Scope& scope) {
  if (reading.modal.Is(kFuture | kPlan)) StartFuture(reading, scope);
  if (reading.modal.Is(kPlan)) return kRulePlanModal;
  return reading.modal.Is(kFuture) ? kRuleFutureModal : kRuleStrive;
}

// 待资金到位后 is still to come, whatever is told around it.
bool FollowsEvent(std::string_view text, const ClauseReading& reading, const Scope& scope) {
  if (reading.condition_kind == ConditionKind::kWhen &&
      Cut(text, reading.condition).starts_with("待"))
    return true;
  return scope.condition && scope.condition->kind == ConditionKind::kWhen &&
         Cut(text, scope.condition->range).starts_with("待");
}

// 新站启用后撤销旧站: in an approval what follows such an event is one of its terms;
// what is inside 同意…建成后 is granted, not promised.
bool FollowsGrantedEvent(std::string_view text, const ClauseReading& reading, const Scope& scope) {
  if (!reading.condition.empty()) return reading.condition_kind == ConditionKind::kWhen;
  return scope.condition && scope.condition->kind == ConditionKind::kWhen &&
         !ContainsAny<"同意">(Cut(text, scope.condition->range));
}

bool EndsProject(std::string_view event) {
  for (const std::string_view end :
       {"建成后", "建成之后", "建成投用后", "完工后", "竣工后", "投入使用后", "通车后", "开通后",
        "投产后", "落成后", "投入运营后", "运营后"}) {
    if (event.size() > end.size() && EndsWith(event, end)) return true;
  }
  return false;
}

}  // namespace

Tense ReadTense(std::string_view text, const ClauseReading& reading,
                const InterpretOptions& options, Scope& scope) {
  const bool sums_up = IsDone(reading) && SumsUpLater(text, reading, scope);
  if (IsDone(reading) && !sums_up) return {.gate = kGateDone};
  if (HasPastDate(reading)) return {.gate = kGatePastDate};
  if (IsDemand(text, reading, options, scope)) return {.gate = kGateDemand};
  if (reading.modal.IsSet()) return {.rule = ModalRule(reading, scope)};
  // 名录调整后，野猪不再列入: told of what was.
  const bool is_told = scope.is_past && !scope.is_sentence_future && !scope.has_reason &&
                       Cut(text, reading.refusal.range) == "不再";
  if (reading.refusal.IsSet() && !is_told) return {.rule = kRuleTypeRefusal};
  if (scope.is_past && !scope.is_sentence_future) {
    // 2022年以来已建成50座，今年再建24座: its own date outweighs what the sentence tells.
    if (reading.times.empty() || (reading.action_classes & kCopula) != 0 ||
        !HasFutureDate(text, reading, scope, options.reference))
      return {.gate = kGateNarrative};
    scope.is_past = false;
    return {.rule = kRuleFutureDate};
  }
  if (scope.is_sentence_future) return {.rule = kRuleSentenceScope};
  // 新增护栏，路灯统一更换: a thing in a series of promises is to be so as well.
  const bool is_promised = (scope.is_goal || scope.has_series) && ReachesState(reading);
  const bool is_state = IsDescription(text, reading) && !is_promised;
  if (scope.is_open && !is_state) return {.rule = scope.open_rule};
  // 五年内累计培养600人.
  const bool is_total = sums_up && !reading.times.empty() &&
                        Cut(text, reading.times.front().range).ends_with("年内") &&
                        IsSpan(Cut(text, reading.times.front().range));
  if (is_total || HasFutureDate(text, reading, scope, options.reference))
    return {.rule = kRuleFutureDate};
  const bool is_term = options.is_approval && FollowsGrantedEvent(text, reading, scope);
  if (is_term || FollowsEvent(text, reading, scope)) return {.rule = kRuleAfterEvent};
  return {.gate = scope.is_open ? kGateDescription : kGateNoFuture};
}

bool IsDemand(std::string_view text, const ClauseReading& reading, const InterpretOptions& options,
              const Scope& scope) {
  if (options.is_policy) return false;
  if (!reading.modal.IsSet() || Cut(text, reading.modal.range) != "要") return false;
  // 我局将…。首先要…，各区住建局要…: spells out what was announced.
  const bool goes_on = scope.was_future && (reading.subject == SubjectKind::kNone ||
                                            reading.subject == SubjectKind::kBody);
  return reading.subject != SubjectKind::kSelf && !scope.is_open && !scope.is_sentence_future &&
         !goes_on;
}

bool IsForecastOfEvent(std::string_view text, const ClauseReading& reading, const Scope& scope) {
  const bool tells_effect = (reading.action_classes & (kOutcome | kEffect)) != 0;
  const bool has_actor = scope.actor.is_local || (reading.subject != SubjectKind::kNone &&
                                                  reading.subject != SubjectKind::kThing);
  if (!tells_effect || has_actor || !scope.condition) return false;
  if (scope.condition->kind != ConditionKind::kWhen || HasFigure(Cut(text, reading.core)))
    return false;
  return EndsProject(Cut(text, scope.condition->range));
}

}  // namespace pledge::pipeline
