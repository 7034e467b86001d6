#include "service/pipeline/verify_map.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

constexpr char kBytes[] = "我局(jú)将于年底前完成,桥梁检修。";

TEST(VerifyMap, HoldsForWhatCleanMade) {
  const CleanText clean = CleanDocument(kBytes);

  EXPECT_TRUE(VerifyMap(kBytes, clean));
  EXPECT_TRUE(VerifyRange(kBytes, clean, {0, 6}));
  EXPECT_TRUE(VerifyRange(kBytes, clean, {3, 3}));
}

TEST(VerifyMap, SeesOtherBytes) {
  const CleanText clean = CleanDocument(kBytes);
  std::string other = kBytes;
  other[0] = '\xE5';

  EXPECT_FALSE(VerifyMap(other, clean));
  EXPECT_FALSE(VerifyRange(other, clean, {0, 3}));
  EXPECT_TRUE(VerifyRange(other, clean, {3, 6}));
}

TEST(VerifyMap, SeesOtherText) {
  CleanText clean = CleanDocument(kBytes);
  clean.text[clean.text.size() - 2] ^= 1;

  EXPECT_FALSE(VerifyMap(kBytes, clean));
}

TEST(VerifyMap, SeesMissingBytes) {
  const CleanText clean = CleanDocument(kBytes);
  const std::string shorter(kBytes, sizeof(kBytes) - 4);

  EXPECT_FALSE(VerifyMap(shorter, clean));
  EXPECT_FALSE(VerifyRange(shorter, clean, {0, static_cast<uint32_t>(clean.text.size())}));
}

TEST(VerifyMap, SeesAMapOfAnotherText) {
  CleanText clean = CleanDocument(kBytes);
  clean.map = SourceMap::Identity(static_cast<uint32_t>(clean.text.size()));

  EXPECT_FALSE(VerifyMap(kBytes, clean));
}

TEST(VerifyRange, RefusesRangesThatAreNone) {
  const CleanText clean = CleanDocument(kBytes);
  const auto size = static_cast<uint32_t>(clean.text.size());

  EXPECT_FALSE(VerifyRange(kBytes, clean, {0, size + 1}));
  EXPECT_FALSE(VerifyRange(kBytes, clean, {3, 0}));
  EXPECT_FALSE(VerifyRange(kBytes, clean, {1, 6}));
  EXPECT_FALSE(VerifyRange(kBytes, clean, {0, 4}));
}

TEST(VerifyRange, DecodesOtherCharsets) {
  const std::string bytes = "\xC7\xC5\xC1\xBA\xBC\xEC\xD0\xDE\xA1\xA3";  // 桥梁检修。 in GBK
  const CleanText clean = CleanDocument(bytes, {.charset = "gbk"});
  ASSERT_EQ(clean.text, "桥梁检修。");
  std::string other = bytes;
  other[3] = '\xBB';

  EXPECT_TRUE(VerifyRange(bytes, clean, {3, 6}));
  EXPECT_FALSE(VerifyRange(other, clean, {3, 6}));
  EXPECT_TRUE(VerifyRange(other, clean, {6, 9}));
}

}  // namespace
}  // namespace pledge::pipeline
