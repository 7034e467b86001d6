// Part of stage 1: bytes that should be UTF-8 → valid UTF-8 with '\n' as the
// only line break and without characters that nobody sees. Total, linear,
// thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_REPAIR_UTF8_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_REPAIR_UTF8_H_

#include <cstddef>
#include <string_view>

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// Repairs `mapped->text` in place. Broken sequences become U+FFFD
// (kInvalidBytes), one for each maximal part as W3C's decoders do; all forms of
// line break become '\n', and byte order marks, zero-width and control
// characters go (kSpacing).
void NormalizeUtf8(MappedText* mapped);

// What bytes are when they are read as UTF-8.
struct Utf8Census {
  size_t wide_characters = 0;  // valid sequences of two and more bytes
  size_t invalid_bytes = 0;
  size_t first_invalid = 0;  // position; bytes.size() when there is none
  size_t controls = 0;       // control characters of ASCII that are no layout
  size_t first_control = 0;  // position; bytes.size() when there is none
  bool zeros = false;        // a NUL is among them
  bool is_normal = true;     // NormalizeUtf8 would leave them as they are
};
Utf8Census CountUtf8(std::string_view bytes);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_REPAIR_UTF8_H_
