// Recognises who acts: the bodies of the speaker's side, third parties, areas.
// Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_SUBJECT_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_SUBJECT_H_

#include <vector>

#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/word_cursor.h"

namespace pledge::pipeline {

struct Subject {
  SubjectKind kind = SubjectKind::kNone;
  ByteRange range;
};

// What a name that ends with this word is.
SubjectKind KindOf(const Word& word);

// True for a word that can stand right behind a subject.
bool CanFollowSubject(const Word& word);

// The name at the cursor (市教育局, 我局, 区住建局和各街道) that is followed by a
// predicate; kNone when there is none.
Subject MatchSubject(const WordCursor& cursor);

// Bodies and groups listed at the head of `range`, up to the first verb; split at
// 、, 和 and 与, attributes dropped.
std::vector<ByteRange> NamesAtHead(std::string_view text, ByteRange range);

// The body that ends `range`, its attributes dropped (新建路段建设单位); empty when
// none does.
std::vector<ByteRange> NameAtTail(std::string_view text, ByteRange range);

// Bodies listed at the cursor, split at 、, 和 and 与: 市财政局、各县（区）和有关单位.
// Groups (企业, 农户) count when `with_groups`. Empty when none begins there;
// `*end` is where the list ends.
std::vector<ByteRange> MatchBodies(const WordCursor& cursor, bool with_groups, uint32_t* end);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_SUBJECT_H_
