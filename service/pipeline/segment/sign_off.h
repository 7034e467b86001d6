// The sign-off at the end of a line of text: …支持！某某局2024年6月12日, and the
// notes that some copies run on behind it. Pure, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_SIGN_OFF_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_SIGN_OFF_H_

#include <cstdint>
#include <string_view>

#include "service/pipeline/segment/frame.h"

namespace pledge::pipeline {

// Moves signature, date and notes from the end of `block`, the last of the body,
// to the tail of `frame`. Shortens the last clause where no mark divides them.
void CutInlineSignOff(std::string_view text, Scan& scan, Frame& frame, uint32_t block);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_SIGN_OFF_H_
