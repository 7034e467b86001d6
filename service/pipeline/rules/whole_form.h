// Clauses that are one adverbial, reason, formula or exhortation as a whole.
// Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_WHOLE_FORM_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_WHOLE_FORM_H_

#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/word_cursor.h"

namespace pledge::pipeline {

// Recognises a clause that is a condition, reason, purpose, exhortation or
// formula from its first words; sets the form and returns true.
bool ReadWholeForm(const WordCursor& cursor, ClauseReading& reading);

// Makes the clause a condition that `range` tells.
void SetCondition(ByteRange range, ConditionKind kind, ClauseReading& reading);

// End of the event at the cursor that tells when the act behind it happens
// (工程完工后, 待资金到位后); 0 when there is none or nothing follows it.
uint32_t EventEnd(const WordCursor& cursor);

// End of 未按期完成的 at the cursor, a case without a mark behind it, when the act
// follows; 0 when there is none.
uint32_t CaseEnd(const WordCursor& cursor);

// End of 发现问题 at the cursor when 及时, 立即 or the like follows; 0 when not.
uint32_t DiscoveryEnd(const WordCursor& cursor);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_WHOLE_FORM_H_
