#include "service/pipeline/segment_frame.h"

#include "service/pipeline/segment_head.h"
#include "service/pipeline/segment_tail.h"

namespace pledge::pipeline {

Frame FindFrame(std::string_view text, Scan& scan, uint32_t first_block) {
  Frame frame;
  FindHead(text, scan, first_block, static_cast<uint32_t>(scan.blocks.size()), frame);
  FindTail(text, scan, frame);
  return frame;
}

}  // namespace pledge::pipeline
