// The charsets that Pledge reads: their names, and one character at a time of
// bytes in them. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_CHARSET_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_CHARSET_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

enum class Charset : uint8_t { kUtf8, kGb18030, kBig5, kUtf16Le, kUtf16Be };

// IANA name in upper case.
std::string_view CharsetName(Charset charset);

// The charset of a label as pages and mail headers write it, in any case.
// GB2312 and GBK are read as their superset GB18030, ASCII as UTF-8. Nullopt
// for labels of charsets that are not read.
std::optional<Charset> CharsetOfLabel(std::string_view label);

// One character of encoded bytes. Bytes that stand for none are not valid; then
// `size` is how many of them one U+FFFD replaces, at least 1.
struct EncodedCharacter {
  char32_t value = 0;
  uint32_t size = 0;
  bool valid = false;
};

// The character at `at`, which is inside `bytes`.
EncodedCharacter DecodeAt(std::string_view bytes, size_t at, Charset charset);

// The bytes as UTF-8, each character with its place. Bytes that stand for
// nothing become U+FFFD (kInvalidBytes); those of UTF-8 itself stay, for
// NormalizeUtf8 to repair.
MappedText ConvertToUtf8(std::string_view bytes, Charset charset);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_CHARSET_H_
