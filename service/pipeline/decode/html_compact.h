// An HTML text without what no reader sees and the parser reads at length all
// the same: the content of scripts, styles and comments, more than half of many
// pages. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_HTML_COMPACT_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_HTML_COMPACT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

class CompactHtml {
 public:
  // Cuts only where the HTML5 tokenizer surely ends the script, style or comment at the same
  // place; the tags around it stay. `html` is not kept. Linear.
  explicit CompactHtml(std::string_view html);

  const std::string& text() const { return text_; }

  // Where a non-empty range of text() stands in the full text. None when something was cut out of
  // its middle.
  std::optional<ByteRange> InFull(ByteRange range) const;

 private:
  // From `start` in text() on, the full text is `removed` bytes ahead.
  struct Piece {
    uint32_t start = 0;
    uint32_t removed = 0;
  };

  void Cut(std::string_view html, size_t start, size_t end);
  const Piece& PieceOf(uint32_t position) const;

  std::string text_;
  std::vector<Piece> pieces_;  // ascending; the first begins at 0
  size_t copied_ = 0;          // bytes of the full text that were dealt with
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_HTML_COMPACT_H_
