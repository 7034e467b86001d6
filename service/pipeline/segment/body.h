// The body of a letter between opening and closing: numbered topics, paragraphs
// with their kinds, inline items. Pure, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_BODY_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_BODY_H_

#include <cstdint>
#include <string_view>

#include "service/pipeline/segment/scan.h"
#include "service/pipeline/segment/tree.h"

namespace pledge::pipeline {

// Adds the sections of the clauses [first, end) at the top level of `tree`. In a
// policy every paragraph is a plan unless it tells what is done (guide 11).
void AddBody(std::string_view text, const Scan& scan, uint32_t first, uint32_t end, bool is_policy,
             TreeGrower& tree);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_BODY_H_
