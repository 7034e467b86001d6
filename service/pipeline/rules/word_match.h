// The part of a text that a range covers, and tests of it against a few words.
// Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_WORD_MATCH_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_WORD_MATCH_H_

#include <string_view>

#include "service/pipeline/source_map.h"
#include "service/pipeline/text/named_words.h"

namespace pledge::pipeline {

// The part of `text` that `range` covers.
inline std::string_view Cut(std::string_view text, ByteRange range) {
  return text.substr(range.start, range.size());
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_WORD_MATCH_H_
