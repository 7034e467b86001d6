#include "service/pipeline/rules/scope.h"

#include "service/pipeline/rules/openers.h"

namespace pledge::pipeline {

void BeginSentence(std::string_view sentence, bool is_topic, bool is_list, bool has_issuer,
                   Scope& scope) {
  Scope next;
  next.is_open = scope.is_open || is_list;
  next.open_rule = is_list && !scope.is_open ? kRuleListScope : scope.open_rule;
  next.open_cue = scope.open_cue;
  next.was_future = scope.is_sentence_future;
  next.is_goal = scope.is_goal;
  next.actor = scope.before_agent.value_or(scope.actor);
  next.actor.is_local = false;
  next.has_promised = scope.has_promised;
  const bool goes_on = scope.has_promised && !scope.has_several_actors;
  if (has_issuer && next.actor.kind == SubjectKind::kBody && !goes_on) next.actor = {};
  const Opener opener = MatchOpener(sentence);
  // 近期 among plans is what comes soon, not what was lately.
  const bool is_soon = scope.is_open && sentence.starts_with("近期");
  if (opener.change == ScopeChange::kPast && !is_soon) {
    next.is_past = true;
    next.is_open = false;
  } else if (is_topic) {
    next.is_open = false;
  } else if (opener.change == ScopeChange::kAside) {
    next.is_open = false;
    next.is_exhorting = true;
  }
  scope = std::move(next);
}

void BeginItem(bool is_first, Scope& scope) {
  if (is_first) {
    scope.is_list_future = scope.is_sentence_future;
    scope.list_time = scope.time;
  } else {
    scope.is_sentence_future = scope.is_list_future;
    scope.time = scope.list_time;
  }
  scope.pending.clear();
}

void OpenPlan(const Cue& opening, Scope& scope) {
  scope.is_open = true;
  scope.is_past = false;
  scope.time.reset();
  scope.open_rule = kRuleOpener;
  scope.open_cue = opening;
}

void EndSeries(Scope& scope) {
  if (scope.before_agent && !scope.is_led) {
    scope.actor = *scope.before_agent;
    scope.actor.is_local = false;
    scope.before_agent.reset();
  }
  scope.time.reset();
  scope.is_guiding = false;
  scope.pending.clear();
  scope.has_reason = false;
}

void StartFuture(const ClauseReading& reading, Scope& scope) {
  scope.is_sentence_future = true;
  scope.sentence_cue = reading.modal;
  if (reading.modal.Is(kPlan)) scope.is_capped = true;
}

void TrackSubject(const ClauseReading& reading, const InterpretOptions& options, Scope& scope) {
  // 拟 holds for its series; somebody else with a 将 of his own is no member.
  const bool has_own_will = reading.subject != SubjectKind::kNone && reading.modal.Is(kFuture);
  if (has_own_will) scope.is_capped = false;
  // 现办园单位为某公司: describes and names nobody who acts.
  const bool describes = reading.form == ClauseForm::kPurpose ||
                         ((reading.action_classes & kCopula) && !(reading.action_classes & kVerb));
  if (describes && reading.subject == SubjectKind::kBody) {
    scope.actor.is_local = false;
    return;
  }
  switch (reading.subject) {
    case SubjectKind::kNone:
      scope.actor.is_local = false;
      return;
    case SubjectKind::kSelf:
    case SubjectKind::kBody:
    case SubjectKind::kArea:
      // 由县财政给予补贴: who acts here, and nobody whom the paragraph is about.
      if (reading.has_agent && !scope.before_agent) scope.before_agent = scope.actor;
      if (!reading.has_agent) scope.before_agent.reset();
      scope.has_promised = false;
      scope.has_several_actors = scope.has_several_actors || scope.has_actor;
      scope.has_actor = true;
      scope.actor = {reading.subject, reading.subject_range, true};
      scope.is_third = scope.is_thing = scope.is_exhorting = scope.is_quoted = false;
      break;
    case SubjectKind::kThing:
      if (reading.modal.IsSet() || reading.perfect.IsSet()) scope.is_third = false;
      scope.is_thing = reading.subject_range.start <= reading.core.start;
      // 由区财政出资，方案正在征求意见，: who acted by 由 acts no longer.
      if (scope.before_agent && !scope.is_led && !reading.has_agent && reading.perfect.IsSet()) {
        scope.actor = *scope.before_agent;
        scope.before_agent.reset();
      }
      scope.actor.is_local = false;
      break;
    case SubjectKind::kSuperior:
      // 比例由国家统一规定，但将…: the State acts in this clause only.
      if (!reading.has_agent) scope.is_third = !options.is_state_council;
      break;
    case SubjectKind::kThird:
    case SubjectKind::kYou:
      scope.is_third = !options.is_policy;
      break;
  }
  scope.is_guiding = false;
}

void AddPending(size_t i, Scope& scope) {
  if (scope.pending.size() == kMostPending) scope.pending.erase(scope.pending.begin());
  scope.pending.push_back(i);
}

}  // namespace pledge::pipeline
