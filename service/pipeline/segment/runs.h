// Splits a paragraph where it turns from one tense to the other: a plan that
// follows progress in mid-paragraph becomes a section of its own (guide 9.1).
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_RUNS_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_RUNS_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "service/pipeline/segment/outline.h"
#include "service/pipeline/segment/scan.h"
#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

// Sentences of one kind that follow each other.
struct Run {
  uint32_t first = 0;  // clauses, half-open
  uint32_t end = 0;
  SectionKind kind = SectionKind::kProgress;  // kContact and kClosing for asides
  bool has_opener = false;                    // a plan that begins with 下一步 or the like
};

// The runs of the clauses [first, end). `marks` are the labels at these clauses;
// inside a series of items no run ends. `plan` when the heading announces one.
std::vector<Run> SplitRuns(std::string_view text, const Scan& scan,
                           std::span<const LabelMark> marks, uint32_t first, uint32_t end,
                           bool plan);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_RUNS_H_
