// Finds the main verb of a clause and what it governs.
// Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_PREDICATE_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_PREDICATE_H_

#include <cstdint>

#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/word_cursor.h"

namespace pledge::pipeline {

inline constexpr uint32_t kNoWord = UINT32_MAX;

// True for a verb that can be a predicate without an adverb before it.
bool IsStrongVerb(const Word& word);

// Index of the word with which the predicate behind a prepositional phrase or
// a subject begins, searched from word index `from`; kNoWord when there is
// none. Verbs inside an attribute (…的) are passed over.
uint32_t FindPredicate(const WordCursor& cursor, uint32_t from);

// True when the word at `i` is an adverb there: 加快 in 加快形成, 统筹 in 统筹推进.
bool IsAdverbHere(const WordCursor& cursor, uint32_t i);

// True when something other than verbs follows the verb at `i`: 结合实际开展培训,
// not 结合城市更新改造.
bool HasObject(const WordCursor& cursor, uint32_t i);

// True when what stands behind 将 makes it the future: 将由, 将于, 将按期; not 将项目.
bool IsWillBeforeAct(const WordCursor& cursor, const Word& will);

// True for 计划 behind a verb, where it is a noun: 修剪计划, 有计划.
bool IsNounPlan(const WordCursor& cursor, uint32_t i);

// Fills action, object and strength cues of `reading` from the verb at the
// cursor.
void ReadPredicate(WordCursor cursor, ClauseReading& reading);

// Keeps `cue` as the weakest when it binds less than the one so far.
void Weaken(ByteRange range, WordMask classes, ClauseReading& reading);

// explore < support < intent < firm, by the classes of a cue word.
Strength StrengthOf(WordMask classes);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_PREDICATE_H_
