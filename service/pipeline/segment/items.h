// Items inside a paragraph: 一是…；二是…. Each runs from its label to the next
// label of its series or the end of the paragraph. Pure, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_ITEMS_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_ITEMS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "service/pipeline/segment/outline.h"
#include "service/pipeline/segment/scan.h"
#include "service/pipeline/segment/tree.h"

namespace pledge::pipeline {

// Adds the items of `marks` (those inside one paragraph, which ends before
// clause `end`) below section `parent`. Sets the headings by rule H (guide 3.3).
void AddItems(std::string_view text, const Scan& scan, std::span<const LabelMark> marks,
              uint32_t end, int32_t parent, TreeGrower& tree);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_ITEMS_H_
