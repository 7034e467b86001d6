// Finds for each character of a parsed text the bytes of the page that it came
// from. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_HTML_ALIGN_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_HTML_ALIGN_H_

#include <cstdint>
#include <string_view>

#include "service/pipeline/source_map.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {

struct AlignedCharacter {
  Utf8Character character;  // as the parser gave it
  uint32_t offset = 0;      // where it stands in the text
  ByteRange source;         // its bytes; empty when it shares those of the one before
  bool same = false;        // the bytes are the character, not a reference to it
};

// Walks a text of the tree and its bytes side by side. References (&amp; &#38;)
// are one character; tags that the parser ignored between the characters are
// skipped.
class HtmlAligner {
 public:
  // `range` of `source` is what the parser made `text` of.
  HtmlAligner(std::string_view source, ByteRange range, std::string_view text)
      : source_(source.substr(0, range.end)), text_(text), at_(range.start) {}

  // The next character; false at the end of the text.
  bool Next(AlignedCharacter* aligned);

 private:
  uint32_t ReferenceSize() const;
  char32_t CharacterBehind() const;

  const std::string_view source_;
  const std::string_view text_;
  uint32_t at_;
  uint32_t done_ = 0;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_HTML_ALIGN_H_
