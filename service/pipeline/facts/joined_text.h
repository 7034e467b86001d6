// Sections that stand side by side, read as one text without the breaks and
// blanks between them: a title over several lines. Thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_FACTS_JOINED_TEXT_H_
#define PLEDGE_SERVICE_PIPELINE_FACTS_JOINED_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

struct JoinedText {
  std::string words;
  std::vector<uint32_t> places;  // in the letter, of each byte of words

  // The stretch of the letter from the first to the last byte of a non-empty range.
  ByteRange Source(ByteRange range) const {
    return {places[range.start], places[range.end - 1] + 1};
  }
};

// The first unbroken run of sections of `kind`; empty when there is none.
JoinedText JoinSections(std::string_view text, const SectionTree& tree, SectionKind kind);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_FACTS_JOINED_TEXT_H_
