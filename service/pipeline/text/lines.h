// Walking the lines of a text. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_TEXT_LINES_H_
#define PLEDGE_SERVICE_PIPELINE_TEXT_LINES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "service/pipeline/source_map.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {

inline std::string_view Slice(std::string_view text, ByteRange range) {
  return text.substr(range.start, range.size());
}

// Calls visit(ByteRange) for each line, without its '\n'.
template <typename Visit>
void ForEachLine(std::string_view text, const Visit& visit) {
  size_t start = 0;
  while (start <= text.size()) {
    size_t end = text.find('\n', start);
    if (end == std::string_view::npos) end = text.size();
    visit(ByteRange{static_cast<uint32_t>(start), static_cast<uint32_t>(end)});
    start = end + 1;
  }
}

// The range without blanks at its edges.
inline ByteRange Trim(std::string_view text, ByteRange range) {
  while (range.start < range.end) {
    const Utf8Character c = CharacterAt(text, range.start);
    if (!IsBlank(c.value)) break;
    range.start += c.size;
  }
  while (range.end > range.start) {
    const Utf8Character c = CharacterBefore(text, range.end);
    if (!IsBlank(c.value)) break;
    range.end -= c.size;
  }
  return range;
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_TEXT_LINES_H_
