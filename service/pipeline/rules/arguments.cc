#include "service/pipeline/rules/arguments.h"

#include <algorithm>

#include "service/pipeline/rules/calendar.h"
#include "service/pipeline/rules/quantities.h"
#include "service/pipeline/rules/subject.h"
#include "service/pipeline/rules/undertaking.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

void AddBody(ByteRange range, CooperatorRole role, std::vector<Cooperator>& cooperators) {
  const auto same = [&](const Cooperator& c) { return c.body.range == range; };
  if (range.empty() || std::any_of(cooperators.begin(), cooperators.end(), same)) return;
  Cooperator cooperator;
  cooperator.body.range = range;
  cooperator.role = role;
  cooperators.push_back(cooperator);
}

// 与有关方面的沟通协调: bodies behind 与 in the object.
void AddPartners(std::string_view text, ByteRange object, std::vector<Cooperator>& cooperators) {
  const std::string_view words = Cut(text, object);
  if (!words.starts_with("与") && !words.starts_with("同")) return;
  if (!ContainsAny<"沟通", "协调", "对接", "合作", "衔接", "联系", "协作", "联动", "配合">(words))
    return;
  const size_t of = FindWord(words, "的");
  const uint32_t end = of == words.npos ? object.end : object.start + static_cast<uint32_t>(of);
  std::vector<ByteRange> names = NamesAtHead(text, {object.start + 3, end});
  if (names.empty()) names = NameAtTail(text, {object.start + 3, end});
  for (const ByteRange& body : names) {
    AddBody(body, CooperatorRole::kCoordinate, cooperators);
  }
}

// 与开发商协商 arranges a matter with somebody, 与市教育局印发 acts together.
CooperatorRole RoleOfPartner(const NamedBody& body, std::string_view verb) {
  const bool arranges =
      ContainsAny<"协商", "沟通", "对接", "联系", "衔接", "洽谈", "磋商", "商讨", "谈判">(verb);
  return body.role == CooperatorRole::kWith && arranges ? CooperatorRole::kCoordinate : body.role;
}

CooperatorRole RoleOfVerb(std::string_view verb) {
  if (ContainsAny<"配合", "协助">(verb)) return CooperatorRole::kSupport;
  if (ContainsAny<"协调", "对接", "争取", "汇报", "反映", "沟通", "衔接">(verb))
    return CooperatorRole::kCoordinate;
  return CooperatorRole::kGuide;
}

// A bare period behind the verb is an attribute of its object (2025年重点任务), not
// a date by which something is due.
bool IsAttribute(const ClauseReading& reading, const TimeExpression& time) {
  if (time.is_bounded || reading.action.empty() || time.recurrence[0] != '\0') return false;
  return time.range.start == reading.action.end && time.range.end < reading.range.end;
}

const TimeExpression* OwnTime(const Finding& finding) {
  const TimeExpression* best = nullptr;
  for (const TimeExpression& time : finding.joined_times) {
    if (!time.is_past) best = &time;
  }
  for (const TimeExpression& time : finding.reading.times) {
    if (time.is_past || IsAttribute(finding.reading, time)) continue;
    if (best == nullptr || (!best->end && time.end)) best = &time;
  }
  return best;
}

Deadline FromTime(const TimeExpression& time, const ReferenceDate& reference) {
  Deadline deadline;
  deadline.range = time.range;
  deadline.start = time.start;
  deadline.end = time.end;
  deadline.recurrence = time.recurrence;
  deadline.inferred = reference.is_inferred;
  // A month without a year that has gone by is next year's.
  const bool is_over =
      time.is_year_open && time.end && reference.HasDay() && Compare(*time.end, reference.date) < 0;
  if (is_over) {
    deadline.end = AddMonths(*time.end, 12);
    if (time.start && Compare(*time.start, reference.date) != 0)
      deadline.start = AddMonths(*time.start, 12);
  }
  return deadline;
}

ByteRange WithoutMark(std::string_view text, ByteRange range) {
  while (range.size() >= 3 &&
         (Cut(text, range).ends_with("，") || Cut(text, range).ends_with("、")))
    range.end -= 3;
  return range;
}

}  // namespace

namespace {

// 国办 for 国务院办公厅, 市教育局 for 示例市教育局: the writer by a shorter name.
bool IsShortFor(std::string_view name, std::string_view issuer) {
  if (name.empty() || name.size() >= issuer.size()) return false;
  if (EndsWith(issuer, name) && name.size() >= 9) return true;
  if (name.size() > 12 || name.substr(0, 3) != issuer.substr(0, 3)) return false;
  size_t found = 0;
  for (size_t at = 0; at + 3 <= issuer.size() && found < name.size(); at += 3) {
    if (issuer.substr(at, 3) == name.substr(found, 3)) found += 3;
  }
  return found == name.size();
}

}  // namespace

std::optional<Argument> ResolveActor(std::string_view text, const Finding& finding,
                                     const std::string& issuer) {
  Argument actor;
  actor.range = finding.actor.range;
  actor.inferred = !finding.actor.is_local;
  // 辖区南湖街道: which one is meant is no part of the name.
  if (Cut(text, actor.range).starts_with("辖区") && actor.range.size() > 12) actor.range.start += 6;
  // 全市 is an extent and nobody who acts.
  const bool is_extent =
      finding.actor.kind == SubjectKind::kArea && Cut(text, actor.range).starts_with("全");
  if (issuer.empty() && is_extent) return std::nullopt;
  const std::string_view name = Cut(text, actor.range);
  switch (finding.actor.kind) {
    case SubjectKind::kBody:
      if (name.empty()) break;
      if (IsShortFor(name, issuer)) actor.value = issuer;
      return actor;
    case SubjectKind::kArea:
      if (!name.starts_with("全")) return actor;
      break;
    case SubjectKind::kSelf:
      if (!issuer.empty()) actor.value = issuer;
      return actor;
    default:
      break;
  }
  if (issuer.empty()) {
    if (name.empty()) actor.range = finding.informant;
    if (actor.range.empty()) return std::nullopt;
    return actor;
  }
  actor.value = issuer;
  return actor;
}

std::vector<Cooperator> FindCooperators(std::string_view text, const Finding& finding) {
  std::vector<Cooperator> cooperators;
  for (const NamedBody& body : finding.joined_bodies) AddBody(body.range, body.role, cooperators);
  const std::string_view verb = Cut(text, finding.reading.action);
  for (const NamedBody& body : finding.reading.bodies) {
    AddBody(body.range, RoleOfPartner(body, verb), cooperators);
  }
  if (!finding.reading.is_fronted) AddPartners(text, finding.reading.object, cooperators);
  if (finding.is_guided) {
    for (const ByteRange& body : finding.guided_bodies)
      AddBody(body, CooperatorRole::kGuide, cooperators);
  }
  const bool turns_to = (finding.reading.last_classes & kReferral) ||
                        ContainsAny<"协调", "对接", "衔接", "沟通">(verb);
  if (turns_to && !finding.reading.is_fronted) {
    for (const ByteRange& body : NamesAtHead(text, finding.reading.object))
      AddBody(body, CooperatorRole::kCoordinate, cooperators);
  }
  for (const ByteRange& body : GuidedBodies(text, finding.reading))
    AddBody(body, RoleOfVerb(verb), cooperators);
  return cooperators;
}

std::optional<Condition> FindCondition(std::string_view text, const Finding& finding) {
  Condition condition;
  if (finding.condition) {
    condition.kind = finding.condition->kind;
    condition.clause.range = WithoutMark(text, finding.condition->range);
    condition.clause.inferred = finding.condition->range.start < finding.span.start;
    return condition;
  }
  // 视测算结果, 根据财力: the act depends on it.
  const std::string_view manner = Cut(text, finding.reading.manner);
  const bool depends = manner.starts_with("视") ||
                       ContainsAny<"财力", "资金情况", "条件许可", "许可范围", "允许范围">(manner);
  if (depends) {
    condition.kind = ConditionKind::kSubjectTo;
    condition.clause.range = finding.reading.manner;
    return condition;
  }
  return std::nullopt;
}

std::optional<Deadline> FindDeadline(std::string_view, const Finding& finding,
                                     const ReferenceDate& reference) {
  if (const TimeExpression* own = OwnTime(finding)) {
    // 今后三年，每年新建泵站5座: how often, within a term given before.
    const bool has_term = !own->end && own->recurrence[0] != '\0' && finding.inherited_time &&
                          finding.inherited_time->recurrence[0] == '\0' &&
                          (finding.inherited_time->end || finding.inherited_time->start);
    Deadline deadline = FromTime(has_term ? *finding.inherited_time : *own, reference);
    // 签约后一年内: counts from a day that nobody knows yet.
    const bool is_open = own->is_span && !has_term && finding.condition &&
                         finding.condition->kind == ConditionKind::kWhen;
    if (is_open) {
      deadline.start.reset();
      deadline.end.reset();
    }
    if (has_term) deadline.recurrence = own->recurrence;
    deadline.inherited = has_term;
    return deadline;
  }
  if (!finding.inherited_time) return std::nullopt;
  Deadline deadline = FromTime(*finding.inherited_time, reference);
  deadline.inherited = true;
  return deadline;
}

std::vector<Target> FindTargets(std::string_view text, const Finding& finding) {
  std::vector<TimeExpression> times = finding.joined_times;
  times.insert(times.end(), finding.reading.times.begin(), finding.reading.times.end());
  const bool is_completing = (finding.reading.action_classes & (kTelic | kOutcome)) != 0;
  // A figure in the condition (超过15万人后) is not what is aimed at.
  if (!finding.reading.condition.empty()) {
    TimeExpression condition;
    condition.range = finding.reading.condition;
    times.push_back(condition);
  }
  // 对使用超过8年的车辆: which ones are meant.
  if (finding.reading.is_toward) {
    const size_t of = FindWord(Cut(text, finding.reading.object), "的");
    TimeExpression whose;
    whose.range = finding.reading.object;
    whose.range.end = whose.range.start + static_cast<uint32_t>(of);
    if (of != std::string_view::npos) times.push_back(whose);
  }
  return FindQuantities(text, finding.span, times,
                        is_completing ? finding.reading.object : ByteRange{});
}

}  // namespace pledge::pipeline
