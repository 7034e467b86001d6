// What kind of paragraph a stretch of clauses is: plan, progress, explanation or
// background, by the cue words that most of its clauses hold.
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_KINDS_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_KINDS_H_

#include <cstdint>
#include <string_view>

#include "service/pipeline/segment/scan.h"
#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

// Kind of the clauses [first, end), which no opener has decided.
SectionKind KindOf(std::string_view text, const Scan& scan, uint32_t first, uint32_t end);

// True when the clauses only set the scene: no act, no reason for one. Such a
// paragraph at the head of a topic, with an account behind it, is background.
bool SetsScene(const Scan& scan, uint32_t first, uint32_t end);

// True when the clause says what will be done. What others will do, or what
// measures will bring, is not meant.
bool PromisesFuture(std::string_view text, const ScanClause& clause);

// True when the sentence takes up what the letter answers: 关于您提出的…建议，.
bool TakesUpSuggestion(std::string_view text, const ScanClause& clause);

// True when a heading announces a plan: 下一步打算, 拟采取的措施.
bool HeadingAnnouncesPlan(std::string_view heading);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_KINDS_H_
