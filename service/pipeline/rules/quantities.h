// Numbers with their units in a clause: what a promise aims at and what a report
// counts (guide sections 5.8 and 9.2). Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_QUANTITIES_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_QUANTITIES_H_

#include <string_view>
#include <vector>

#include "service/pipeline/records.h"
#include "service/pipeline/rules/clause_reading.h"

namespace pledge::pipeline {

// Quantities of `span`, in text order. Numbers in names and titles, ordinals,
// dates (`times`) and numbers that only count what their own clause lists
// (三个层面) are none. 所有 and 全部 count at the head of `object`, that of a verb
// that finishes something; an empty object has none.
std::vector<Target> FindQuantities(std::string_view text, ByteRange span,
                                   const std::vector<TimeExpression>& times, ByteRange object);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_QUANTITIES_H_
