#include "service/pipeline/segment/frame.h"

#include <algorithm>

#include "service/pipeline/segment/head.h"
#include "service/pipeline/segment/tail.h"

namespace pledge::pipeline {

Frame FindFrame(std::string_view text, Scan& scan, uint32_t first_block) {
  Frame frame;
  const auto next = std::upper_bound(scan.replies.begin(), scan.replies.end(), first_block);
  const uint32_t end_block =
      next != scan.replies.end() ? *next : static_cast<uint32_t>(scan.blocks.size());
  FindHead(text, scan, first_block, end_block, frame);
  FindTail(text, scan, end_block, frame);
  return frame;
}

}  // namespace pledge::pipeline
