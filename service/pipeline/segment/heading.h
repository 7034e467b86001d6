// Where the heading of a numbered topic ends: on its own line, at the first 。 of
// a run-in heading, or without any mark (一、关于路灯的问题经核实，…).
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_HEADING_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_HEADING_H_

#include <cstdint>
#include <string_view>

#include "service/pipeline/segment/scan.h"

namespace pledge::pipeline {

enum class HeadingForm : uint8_t {
  kNone,   // a numbered paragraph, no heading proper
  kLine,   // the heading is all there is; paragraphs follow
  kRunIn,  // closed by 。 or ：, text follows in the same paragraph
  kBare,   // not closed by any mark
};

struct Heading {
  HeadingForm form = HeadingForm::kNone;
  ByteRange words;           // without label and closing mark; empty with kNone
  uint32_t body_clause = 0;  // with kRunIn and kBare: where the body begins,
  uint32_t body_start = 0;   // as clause and as byte (inside that clause with kBare)
};

// Bytes of 【…】 at the head of `line`, brackets included; 0 when there is none
// that could be a heading.
uint32_t BracketedSize(std::string_view line);

// The heading of the clauses [first, end), which begin with a label of
// `label_size` bytes. `text_follows`: the next line is a paragraph or deeper.
Heading FindHeading(std::string_view text, const Scan& scan, uint32_t first, uint32_t end,
                    uint32_t label_size, bool text_follows);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_HEADING_H_
