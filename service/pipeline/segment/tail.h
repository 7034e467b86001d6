// Second half of the frame: closing, sign-off, date and what follows them.
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_TAIL_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_TAIL_H_

#include <cstdint>
#include <string_view>

#include "service/pipeline/segment/frame.h"

namespace pledge::pipeline {

// Fills tail, body_end and end_block of `frame`, which ends before `end_block` at
// the latest; body_first is set already. May
// shorten the last clause before a sign-off that follows it without a mark.
void FindTail(std::string_view text, Scan& scan, uint32_t end_block, Frame& frame);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_TAIL_H_
