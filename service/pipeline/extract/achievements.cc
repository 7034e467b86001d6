#include "service/pipeline/extract/achievements.h"

#include <algorithm>

#include "service/pipeline/rules/clauses.h"
#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/quantities.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

// A rank, a trend or a copula tells a state; an effort goes on; the rest is done.
AchievementStatus StatusOf(std::string_view text, const Finding& finding) {
  const ClauseReading& reading = finding.reading;
  const std::string_view clause = Cut(text, finding.span);
  if (reading.action_classes & kCopula) return AchievementStatus::kState;
  const bool may_be_state = (reading.action_classes & kOutcome) || reading.object.empty();
  if (may_be_state &&
      ContainsAny<"领先", "位居", "居全国", "居全省", "不断提升", "不断提高", "稳步提升",
                  "持续提升", "逐年", "进一步擦亮", "明显改善">(clause)) {
    return AchievementStatus::kState;
  }
  if (reading.perfect.Is(kPresent)) return AchievementStatus::kOngoing;
  if (reading.perfect.IsSet()) return AchievementStatus::kCompleted;
  const bool is_effort =
      reading.weakest.IsSet() && StrengthOf(reading.weakest.classes) < Strength::kFirm;
  if (is_effort) return AchievementStatus::kOngoing;
  const bool is_product = (reading.action_classes & (kDeliver | kRecord)) != 0;
  const bool goes_on =
      ContainsAny<"实施", "开展", "落实", "建设", "打造">(Cut(text, reading.action));
  return is_product || !goes_on ? AchievementStatus::kCompleted : AchievementStatus::kOngoing;
}

std::vector<ByteRange> NamedDocuments(std::string_view text, ByteRange span) {
  std::vector<ByteRange> documents;
  for (const ByteRange& range : OpaqueRanges(FindMarks(text, span))) {
    if (Cut(text, range).starts_with("《")) documents.push_back(range);
  }
  return documents;
}

}  // namespace

Achievement MakeAchievement(std::string_view text, const Finding& finding) {
  Achievement achievement;
  achievement.range = finding.span;
  achievement.status = StatusOf(text, finding);
  achievement.facts =
      FindQuantities(text, finding.span, finding.reading.times, finding.reading.object);
  achievement.named_documents = NamedDocuments(text, finding.span);
  if (!finding.reading.times.empty()) achievement.date = finding.reading.times.front().range;
  return achievement;
}

}  // namespace pledge::pipeline
