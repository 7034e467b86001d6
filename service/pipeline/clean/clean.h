// Stage 2: decoded text → what the issuer's own page said: damage profiles
// undone, page furniture cut, simplified script, full-width marks, one
// paragraph a line. Total, linear in the input, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_CLEAN_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_CLEAN_H_

#include <string>
#include <vector>

#include "service/pipeline/decode/decode.h"
#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// Page furniture that was cut out: one widget.
struct FurnitureBlock {
  ByteRange source;    // hull of the source bytes
  std::string widget;  // such as "related", "comments", "ranking"
  std::string text;    // cleaned, for people who want to see it
};

struct CleanText {
  // Valid UTF-8. One paragraph a line, '\n' between, none at the end. Offsets
  // of all later stages are byte offsets into this.
  std::string text;
  SourceMap map;  // text → source bytes; runs other than kNone are the repairs
  std::vector<std::string> profiles;      // damage profiles undone, by name
  std::vector<FurnitureBlock> furniture;  // in the order of the source
  std::vector<Warning> warnings;          // those of decode included
  std::string charset;                    // as decode found
  std::string media_type;                 // as decode found
};

CleanText Clean(const DecodedText& decoded);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_CLEAN_H_
