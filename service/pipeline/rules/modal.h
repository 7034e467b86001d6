// Words before the verb that tell a future: 将 and its two readings, 计划, 争取,
// 确保. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_MODAL_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_MODAL_H_

#include <vector>

#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/word_cursor.h"

namespace pledge::pipeline {

// True when the modal at the cursor goes with a verb of its own: 计划建设,
// 争取年内完成; not 计划任务, 争取资金.
bool IsModalHere(const WordCursor& cursor);

// True when 将 at the cursor means 把: 将项目纳入规划 against 将加快建设.
bool IsObjectMarker(const WordCursor& cursor, const std::vector<TimeExpression>& times);

// Moves from 将 = 把 over its noun to the verb; the noun becomes the object.
void ReadFrontedObject(WordCursor& cursor, ClauseReading& reading);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_MODAL_H_
