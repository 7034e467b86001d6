// Prepositional phrases before the verb, 将 and its two readings, and clauses
// that are one adverbial as a whole. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_PHRASES_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_PHRASES_H_

#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/word_cursor.h"

namespace pledge::pipeline {

// Recognises a clause that is a condition, reason, purpose, exhortation or
// formula from its first words; sets the form and returns true.
bool ReadWholeForm(const WordCursor& cursor, ClauseReading& reading);

// Reads the prepositional phrase at the cursor and moves behind it. When the
// phrase is the whole clause the form says which (kMeans, kTarget, …). False
// and unmoved when the word is no preposition here.
bool ReadPhrase(WordCursor& cursor, ClauseReading& reading);

// End of the event at the cursor that tells when the act behind it happens
// (工程完工后, 待资金到位后); 0 when there is none or nothing follows it.
uint32_t EventEnd(const WordCursor& cursor);

// True when 将 at the cursor means 把: 将项目纳入规划 against 将加快建设.
bool IsObjectMarker(const WordCursor& cursor, const std::vector<TimeExpression>& times);

// Moves from 将 = 把 over its noun to the verb; the noun becomes the object.
void ReadFrontedObject(WordCursor& cursor, ClauseReading& reading);

// True when the modal at the cursor goes with a verb of its own: 计划建设,
// 争取年内完成; not 计划任务, 争取资金.
bool IsModalHere(const WordCursor& cursor);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_PHRASES_H_
