// Headings without a number: a short line of its own (建议一：…, 已经落实的事项),
// 关于…的建议。 at the head of a paragraph, and ——…。. One alone is a sentence
// like any other; two of the same form are a series.
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_PLAIN_HEADINGS_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_PLAIN_HEADINGS_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "service/pipeline/segment/outline.h"
#include "service/pipeline/segment/scan.h"

namespace pledge::pipeline {

// Marks of class kPlain at clauses [first, end), in text order; for a body that
// has no numbered topics. The size of the label is that of the dash or 0.
std::vector<LabelMark> FindPlainHeadings(std::string_view text, const Scan& scan, uint32_t first,
                                         uint32_t end);

// The same, for a body whose topmost labels `labels` (in text order) are those of
// a lower class: 下一步打算 on a line of its own over （一） and （二）.
std::vector<LabelMark> FindHeadingsOverLabels(std::string_view text, const Scan& scan,
                                              uint32_t first, uint32_t end,
                                              std::span<const LabelMark> labels);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_PLAIN_HEADINGS_H_
