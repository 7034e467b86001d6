// The closing of a letter: thanks and formulas at the end of the body, also when
// they stand in the last line of the body itself. Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_CLOSING_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_CLOSING_H_

#include <string_view>

#include "service/pipeline/segment/frame.h"

namespace pledge::pipeline {

// Moves the closing from the end of the body of `frame` to its tail (not
// sorted). body_first and body_end are set; body_end becomes smaller.
void CutClosing(std::string_view text, const Scan& scan, Frame& frame);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_CLOSING_H_
