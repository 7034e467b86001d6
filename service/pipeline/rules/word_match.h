// Tests of a piece of text against a few words. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_WORD_MATCH_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_WORD_MATCH_H_

#include <initializer_list>
#include <string_view>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

using WordSet = std::initializer_list<std::string_view>;

// The part of `text` that `range` covers.
inline std::string_view Cut(std::string_view text, ByteRange range) {
  return text.substr(range.start, range.size());
}

inline bool ContainsAny(std::string_view text, WordSet words) {
  for (const std::string_view word : words) {
    if (text.find(word) != text.npos) return true;
  }
  return false;
}

inline bool StartsWithAny(std::string_view text, WordSet words) {
  for (const std::string_view word : words) {
    if (text.starts_with(word)) return true;
  }
  return false;
}

inline bool EndsWithAny(std::string_view text, WordSet words) {
  for (const std::string_view word : words) {
    if (text.ends_with(word)) return true;
  }
  return false;
}

inline bool IsOneOf(std::string_view text, WordSet words) {
  for (const std::string_view word : words) {
    if (text == word) return true;
  }
  return false;
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_WORD_MATCH_H_
