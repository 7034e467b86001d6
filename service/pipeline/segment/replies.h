// Several replies in one document: boards join them, so that the next salutation
// follows the date of the last sign-off, often in one line:
// …支持！2024年6月12日网友“LL02”：您好！…. Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_REPLIES_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_REPLIES_H_

#include <string_view>

#include "service/pipeline/segment/scan.h"

namespace pledge::pipeline {

// Divides clauses and blocks between date and salutation and fills
// scan.replies.
void SplitReplies(std::string_view text, Scan* scan);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_REPLIES_H_
