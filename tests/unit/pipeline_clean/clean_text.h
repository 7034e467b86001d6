// Decodes and cleans a document for the tests beside, and proves its map.
#ifndef PLEDGE_TESTS_UNIT_PIPELINE_CLEAN_CLEAN_TEXT_H_
#define PLEDGE_TESTS_UNIT_PIPELINE_CLEAN_CLEAN_TEXT_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "service/pipeline/clean/clean.h"
#include "service/pipeline/decode/decode.h"
#include "service/pipeline/verify_map.h"

namespace pledge::pipeline {

struct Declared {
  std::string_view charset = {};
  std::string_view media_type = {};
};

inline DecodedText DecodeDocument(std::string_view bytes, Declared declared = {}) {
  const auto decoded = Decode({.bytes = bytes,
                               .declared_charset = declared.charset,
                               .declared_media_type = declared.media_type});
  EXPECT_TRUE(decoded.ok()) << decoded.status();
  return decoded.ok() ? *decoded : DecodedText{};
}

inline CleanText CleanDocument(std::string_view bytes, Declared declared = {}) {
  CleanText clean = Clean(DecodeDocument(bytes, declared));
  EXPECT_TRUE(VerifyMap(bytes, clean)) << clean.text;
  return clean;
}

// The source bytes behind the first place where `part` stands in the text, the
// ranges joined by "|".
inline std::string SourceOf(std::string_view bytes, const CleanText& clean, std::string_view part) {
  const size_t at = clean.text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  if (at == std::string::npos) return {};
  const auto start = static_cast<uint32_t>(at);
  std::string source;
  for (const ByteRange& range :
       clean.map.SourceRanges({start, start + static_cast<uint32_t>(part.size())})) {
    if (!source.empty()) source += "|";
    source += bytes.substr(range.start, range.size());
  }
  return source;
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_TESTS_UNIT_PIPELINE_CLEAN_CLEAN_TEXT_H_
