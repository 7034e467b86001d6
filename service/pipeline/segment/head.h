// First half of the frame: title, document number, addressee and opening.
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_HEAD_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_HEAD_H_

#include <cstdint>
#include <string_view>

#include "service/pipeline/segment/frame.h"

namespace pledge::pipeline {

// Fills head, has_opening and body_first of `frame` from block `first_block` on.
// Blocks from `end_block` on are not looked at.
void FindHead(std::string_view text, const Scan& scan, uint32_t first_block, uint32_t end_block,
              Frame& frame);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_HEAD_H_
