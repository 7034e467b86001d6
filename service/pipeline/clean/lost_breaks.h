// Part of stage 2: paragraph breaks that a copy has lost, so that only the
// indentation of the next paragraph stands in the line: …现答复如下：　　近年来，….
// Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_LOST_BREAKS_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_LOST_BREAKS_H_

#include <string_view>
#include <vector>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// The blanks in `line` (a range without blanks at its edges) that stand for a
// break, ascending. Blanks that spread a word, part the cells of a row or the
// fields of a line stand for themselves.
std::vector<ByteRange> FindLostBreaks(std::string_view text, ByteRange line);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_LOST_BREAKS_H_
