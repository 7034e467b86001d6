// Which of the places that look like labels are labels, and whether each opens a
// topic or an item inside a paragraph. A label counts when its series does: 二、
// follows 一、, and an 一、 inside a line needs a 二、 behind it.
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_OUTLINE_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_OUTLINE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/segment/labels.h"
#include "service/pipeline/segment/scan.h"

namespace pledge::pipeline {

struct LabelMark {
  uint32_t clause = 0;  // the label stands at the start of this clause
  Label label;
  bool is_topic = false;  // else an item of the paragraph that it stands in
  bool starts_series = false;
  uint32_t depth = 0;  // series that this one stands inside of
};

// Labels at clauses [first, end), in text order.
std::vector<LabelMark> FindLabels(std::string_view text, const Scan& scan, uint32_t first,
                                  uint32_t end);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_OUTLINE_H_
