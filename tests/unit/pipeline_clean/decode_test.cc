#include "service/pipeline/decode/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "service/base/error.h"
#include "service/base/limits.h"
#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

TEST(Decode, GivesEmptyTextForNothing) {
  const DecodedText decoded = DecodeDocument("");

  EXPECT_EQ(decoded.text, "");
  EXPECT_EQ(decoded.charset, "UTF-8");
  EXPECT_EQ(decoded.media_type, "text/plain");
  EXPECT_THAT(decoded.warnings, ::testing::IsEmpty());
}

TEST(Decode, RefusesDocumentsAboveTheLimit) {
  const std::string bytes(kMaxDocumentBytes + 1, 'a');

  const auto decoded = Decode({.bytes = bytes, .declared_charset = {}, .declared_media_type = {}});

  ASSERT_FALSE(decoded.ok());
  EXPECT_EQ(decoded.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(decoded.status()), ErrorReason::kDocumentTooLarge);
  EXPECT_EQ(MetadataOf(decoded.status())["size_bytes"], std::to_string(bytes.size()));
}

TEST(Decode, TakesDocumentsOfTheLimit) {
  EXPECT_EQ(DecodeDocument(std::string(kMaxDocumentBytes, 'a')).text.size(), kMaxDocumentBytes);
}

TEST(Decode, ListsTheFirstBrokenPlacesOnly) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += "桥梁检修要按期完成\xFF";

  const DecodedText decoded = DecodeDocument(bytes);

  ASSERT_EQ(decoded.warnings.size(), 1u);
  EXPECT_EQ(decoded.warnings[0].reason, "INVALID_BYTES_REPLACED");
  EXPECT_EQ(decoded.warnings[0].source_ranges.size(), 20u);
  EXPECT_THAT(decoded.warnings[0].message, ::testing::HasSubstr("100"));
}

}  // namespace
}  // namespace pledge::pipeline
