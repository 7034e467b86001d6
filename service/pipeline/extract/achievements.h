// Part of stage 4: what a clause reports as done, under way or reached (guide
// section 9.2). Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_EXTRACT_ACHIEVEMENTS_H_
#define PLEDGE_SERVICE_PIPELINE_EXTRACT_ACHIEVEMENTS_H_

#include <string_view>
#include "service/pipeline/records.h"
#include "service/pipeline/rules/interpret.h"

namespace pledge::pipeline {

// The achievement that a finding of the text tells; its section is not set.
Achievement MakeAchievement(std::string_view text, const Finding& finding);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_EXTRACT_ACHIEVEMENTS_H_
