#include "service/pipeline/rules/joins.h"

#include "service/pipeline/rules/rule_table.h"
#include "service/pipeline/rules/toward_phrase.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

void Join(const ClauseReading& before, const char* rule, Finding& finding) {
  finding.span.start = before.core.start;
  if (rule != nullptr) finding.rule_ids.push_back(rule);
}

void JoinTime(const ClauseReading& before, bool is_shared, Finding& finding) {
  // 拟于2031年，: the cue keeps the time inside, shared or not; and so does a subject behind it.
  const ClauseReading& reading = finding.reading;
  const bool has_subject =
      (reading.subject == SubjectKind::kSelf || reading.subject == SubjectKind::kBody) &&
      reading.subject_range.start >= before.range.end && reading.modal.IsSet();
  if (is_shared && !has_subject && !before.modal.Is(kPlan | kStrive)) return;
  finding.joined_times = before.times;
  finding.inherited_time.reset();
  Join(before, kRuleJoinTime, finding);
}

void JoinLead(const ClauseReading& before, Finding& finding) {
  if (!LeadsIn(before)) return;
  finding.has_thing_subject = true;
  finding.reading.subject = SubjectKind::kThing;
  finding.reading.subject_range = before.subject_range;
  Join(before, nullptr, finding);
}

}  // namespace

bool LeadsIn(const ClauseReading& reading) {
  return reading.subject == SubjectKind::kThing && reading.modal.IsSet();
}

void JoinToCommitment(std::string_view text, const ClauseReading& before, bool is_shared,
                      Finding& finding) {
  switch (before.form) {
    case ClauseForm::kCondition:
      return Join(before, kRuleJoinCondition, finding);
    case ClauseForm::kCooperator:
      finding.joined_bodies.insert(finding.joined_bodies.end(), before.bodies.begin(),
                                   before.bodies.end());
      return Join(before, kRuleJoinCooperator, finding);
    case ClauseForm::kTime:
      return JoinTime(before, is_shared, finding);
    case ClauseForm::kTarget:
      // 关于您的建议，根据实际情况，将协调: what stands between parts the two.
      if (finding.has_ground_before) return;
      // 对连续两年不合格的单位，予以更换.
      if (before.selects_cases && !finding.condition && IsAnswerToCase(Cut(text, finding.span)))
        finding.condition = InheritedCondition{before.core, ConditionKind::kIf};
      // 对于您的建议，我们将研究: what is studied stands before.
      if (finding.reading.object.empty()) finding.reading.object = before.object;
      return Join(before, kRuleJoinTarget, finding);
    case ClauseForm::kAppositive:
      if (finding.reading.subject != SubjectKind::kSelf) Join(before, nullptr, finding);
      return;
    case ClauseForm::kMeans:
      finding.has_ground_before = finding.has_ground_before || !LeadsIn(before);
      return JoinLead(before, finding);
    default:
      return;
  }
}

void JoinToReport(const ClauseReading& before, Finding& finding) {
  if (before.form == ClauseForm::kAppositive) Join(before, nullptr, finding);
}

}  // namespace pledge::pipeline
