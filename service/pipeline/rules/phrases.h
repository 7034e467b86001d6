// Prepositional phrases before the verb. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_PHRASES_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_PHRASES_H_

#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/word_cursor.h"

namespace pledge::pipeline {

// Reads the prepositional phrase at the cursor and moves behind it. When the
// phrase is the whole clause the form says which (kMeans, kTarget, …). False
// and unmoved when the word is no preposition here.
bool ReadPhrase(WordCursor& cursor, ClauseReading& reading);

// Reads 会同, 与, 商 and the bodies behind it at the cursor and moves behind them; false
// and unmoved when no body is named.
bool ReadPartners(WordCursor& cursor, ClauseReading& reading);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_PHRASES_H_
