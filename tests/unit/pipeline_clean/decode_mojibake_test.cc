#include "service/pipeline/decode/mojibake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAsLatin1[] = "ÇÅÁº¼ìÐÞ°´ÆÚÍê³É¡£";  // 桥梁检修按期完成。
constexpr char kAsGbk[] = "妗ラ潰娌冲牑閬撹矾";
constexpr char kMeant[] = "桥面河堤道路";

TEST(DecodeMojibake, ReadsGbkThatWasReadAsLatin1) {
  const std::string bytes = std::string("No. 7: ") + kAsLatin1;

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, "No. 7: 桥梁检修按期完成。");
  EXPECT_THAT(clean.profiles, ElementsAre("latin1-mojibake"));
  EXPECT_EQ(SourceOf(bytes, clean, "检"), "¼ì");
}

// 桥梁, with bytes that Latin-1 reads as control characters.
TEST(DecodeMojibake, ReadsUtf8ThatWasReadAsLatin1) {
  const std::string bytes =
      "No. 7: æ¡¥æ¢\xC2\x81"
      "æ£\xC2\x80"
      "ä¿®å®\xC2\x8C"
      "æ\xC2\x88"
      "\xC2\x90"
      "";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, "No. 7: 桥梁检修完成");
  EXPECT_THAT(clean.profiles, ElementsAre("latin1-mojibake"));
  EXPECT_THAT(clean.warnings, IsEmpty());
  EXPECT_EQ(SourceOf(bytes, clean, "梁"),
            "æ¢\xC2\x81"
            "");
}

// The same where windows-1252 has signs for those bytes.
TEST(DecodeMojibake, ReadsUtf8ThatWasReadAsWindows1252) {
  const CleanText clean = CleanDocument(
      "è·¯ç\xC2\x81"
      "¯å·²ä¿®å¤\xC2\x8D"
      "ï¼Œé\xC2\x81"
      "“è·¯å·²ç¡¬åŒ–ã€‚");

  EXPECT_EQ(clean.text, "路灯已修复，道路已硬化。");
}

TEST(DecodeMojibake, ReadsUtf8ThatWasReadAsGbk) {
  const CleanText clean = CleanDocument(kAsGbk);

  EXPECT_EQ(clean.text, kMeant);
  EXPECT_THAT(clean.profiles, ElementsAre("gbk-mojibake"));
}

TEST(DecodeMojibake, CoversCharactersThatShareOneOfTheWrongReading) {
  const CleanText clean = CleanDocument(kAsGbk);
  const std::string meant = kMeant;
  const std::string wrong = kAsGbk;

  // Three bytes each and two of them a wrong character: the second one of those
  // holds the end of the first character and the start of the second.
  EXPECT_EQ(SourceOf(wrong, clean, meant.substr(0, 3)), wrong.substr(0, 9));
  EXPECT_EQ(SourceOf(wrong, clean, meant.substr(3, 3)), wrong.substr(0, 9));
  EXPECT_EQ(SourceOf(wrong, clean, meant.substr(6, 3)), wrong.substr(9, 9));
}

TEST(DecodeMojibake, LeavesTextAloneThatDoesNotGoBackToBytes) {
  const std::string lossy = std::string(kAsGbk) + "\xEF\xBF\xBD\xEF\xBF\xBD";

  EXPECT_EQ(CleanDocument(lossy).text, lossy);
}

TEST(DecodeMojibake, LeavesOtherTextAlone) {
  for (const char* text :
       {"桥梁检修按期完成。", "Café à la carte, déjà vu", "road works", "橋樑檢修"}) {
    EXPECT_EQ(CleanDocument(text).text, text);
    EXPECT_THAT(CleanDocument(text).profiles, IsEmpty());
  }
}

}  // namespace
}  // namespace pledge::pipeline
