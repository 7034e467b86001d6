// Stage 1: bytes as received → text in UTF-8, with the map to the bytes.
// Finds charset and media type, drops markup, keeps block structure as line
// breaks. The only stage that may refuse a document. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_DECODE_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_DECODE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// What the caller sent. The views must outlive the call.
struct SourceDocument {
  std::string_view bytes;
  std::string_view declared_charset;     // empty: detect
  std::string_view declared_media_type;  // empty: detect
};

// A finding that does not stop the analysis.
struct Warning {
  std::string reason;   // UPPER_SNAKE_CASE, stable
  std::string message;  // for people; no document text
  std::vector<ByteRange> source_ranges;
};

// A stretch of decoded text that the markup itself marks as not the letter
// (navigation, footer, script-made widgets).
struct FurnitureHint {
  ByteRange text;
  std::string widget;  // such as "nav", "related", "footer"
};

struct DecodedText {
  std::string text;                            // valid UTF-8; '\n' between blocks
  SourceMap map;                               // text → source bytes
  std::string charset;                         // IANA name, upper case: "UTF-8", "GB18030", ...
  std::string media_type;                      // "text/plain" or "text/html"
  std::string profile;                         // of a wrong reading that was undone, else empty
  std::vector<FurnitureHint> furniture_hints;  // ascending, disjoint
  std::vector<Warning> warnings;
};

// INVALID_ARGUMENT with CHARSET_UNDECODABLE when the bytes are no text in any
// charset that is read, RESOURCE_EXHAUSTED with DOCUMENT_TOO_LARGE above
// kMaxDocumentBytes. Empty input gives empty text.
absl::StatusOr<DecodedText> Decode(const SourceDocument& source);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_DECODE_H_
