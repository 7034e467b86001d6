// Which adverbial clauses before a clause belong to its span (guide sections 3.1
// and 13.1–13.4). Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_JOINS_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_JOINS_H_

#include "service/pipeline/rules/interpret.h"

namespace pledge::pipeline {

// 该办法将从三个方面，: a thing as subject stays in the span.
bool LeadsIn(const ClauseReading& reading);

// Takes the adverbial clause `before` into the commitment `finding` if it belongs
// there. `is_shared` when another clause behind it is governed by it as well.
void JoinToCommitment(std::string_view text, const ClauseReading& before, bool is_shared,
                      Finding& finding);

// Takes an appositive (作为首个试点，) into what is reported.
void JoinToReport(const ClauseReading& before, Finding& finding);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_JOINS_H_
