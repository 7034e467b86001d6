// Rule H (guide section 3.3): which first clauses of inline items are headlines.
// Pure; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_HEADLINE_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_HEADLINE_H_

#include <string_view>
#include <vector>

#include "service/pipeline/rules/clauses.h"

namespace pledge::pipeline {

// For each clause of a passage whether it is the headline of its item: it ends
// in a full stop or colon and the item goes on, or every item of the series
// opens with a clause of at most 14 Han characters and goes on.
//   一是加强领导。成立专班。二是加大投入。安排资金。      two headlines
//   一是突出重点，新建泵站。二是抓住关键，更换管道。      two headlines
//   一是新建泵站。二是更换管道。                          none
std::vector<bool> FindHeadlines(std::string_view text, const std::vector<Clause>& clauses);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_HEADLINE_H_
