// 对…, 对于… and 针对…: what is acted on before the verb, and the case in which
// something is done to it. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_TOWARD_PHRASE_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_TOWARD_PHRASE_H_

#include <string_view>

#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/word_cursor.h"

namespace pledge::pipeline {

// Reads the phrase whose first word, of class kToward, is at the cursor and moves behind
// it. Where it is the whole clause the form is kTarget. Always true.
bool ReadToward(WordCursor& cursor, ClauseReading& reading);

// True when `act` is what is done to those of whom something is true: 予以更换, 约谈其负责人.
bool IsAnswerToCase(std::string_view act);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_TOWARD_PHRASE_H_
