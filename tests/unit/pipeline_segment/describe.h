// Prints a section tree for comparison: one section a line, two blanks a level,
// the kind, then the text between bars with line breaks as /. Labels and headings
// follow in brackets where a section has them.
#ifndef PLEDGE_TESTS_UNIT_PIPELINE_SEGMENT_DESCRIBE_H_
#define PLEDGE_TESTS_UNIT_PIPELINE_SEGMENT_DESCRIBE_H_

#include <string>
#include <string_view>

#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

// The whole tree of `text`.
std::string Describe(std::string_view text);

// The kinds at the top level, in text order, joined by blanks.
std::string TopKinds(std::string_view text);

// Name of a kind as the guide writes it.
std::string_view KindName(SectionKind kind);

}  // namespace pledge::pipeline

#endif  // PLEDGE_TESTS_UNIT_PIPELINE_SEGMENT_DESCRIBE_H_
