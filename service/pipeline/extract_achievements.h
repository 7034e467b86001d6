// Part of stage 4: what a letter reports as done, under way or reached (guide
// section 9.2). Total, linear in the input, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_EXTRACT_ACHIEVEMENTS_H_
#define PLEDGE_SERVICE_PIPELINE_EXTRACT_ACHIEVEMENTS_H_

#include <string_view>
#include <vector>

#include "service/pipeline/records.h"
#include "service/pipeline/rules/interpret.h"
#include "service/pipeline/segment.h"

namespace pledge::pipeline {

// In text order, disjoint from one another and from the commitments made of the
// same findings.
std::vector<Achievement> ExtractAchievements(std::string_view text, const SectionTree& tree,
                                             const std::vector<Finding>& findings);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_EXTRACT_ACHIEVEMENTS_H_
