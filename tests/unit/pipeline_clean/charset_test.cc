#include "service/pipeline/decode/charset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "service/base/error.h"
#include "service/pipeline/decode/charset_table.h"
#include "service/pipeline/decode/detect_charset.h"
#include "service/pipeline/text/utf8.h"
#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::IsEmpty;

// A sentence of our own in three charsets.
constexpr char kSentence[] = "我局将于年底前完成桥梁检修，特此函复。";

std::string Encode(std::string_view text, Charset charset) {
  std::string bytes;
  for (size_t at = 0; at < text.size();) {
    const Utf8Character c = CharacterAt(text, at);
    at += c.size;
    if (charset == Charset::kUtf16Le || charset == Charset::kUtf16Be) {
      const char high = static_cast<char>(c.value >> 8);
      const char low = static_cast<char>(c.value);
      bytes += charset == Charset::kUtf16Le ? std::string{low, high} : std::string{high, low};
    } else if (c.size == 1) {
      bytes.push_back(static_cast<char>(c.value));
    } else {
      const CharsetTable& table =
          charset == Charset::kBig5 ? CharsetTable::Big5() : CharsetTable::Gb18030();
      const uint16_t code = table.Encode(c.value);
      EXPECT_NE(code, 0) << text.substr(at - c.size, c.size);
      bytes += {static_cast<char>(code >> 8), static_cast<char>(code)};
    }
  }
  return bytes;
}

TEST(CharsetOfLabel, KnowsTheLabelsOfPages) {
  EXPECT_EQ(CharsetOfLabel("GB2312"), Charset::kGb18030);
  EXPECT_EQ(CharsetOfLabel("gbk"), Charset::kGb18030);
  EXPECT_EQ(CharsetOfLabel("Utf-8"), Charset::kUtf8);
  EXPECT_EQ(CharsetOfLabel("BIG5"), Charset::kBig5);
  EXPECT_EQ(CharsetOfLabel("utf-16be"), Charset::kUtf16Be);
  EXPECT_EQ(CharsetOfLabel("iso-8859-1"), std::nullopt);
  EXPECT_EQ(CharsetOfLabel(""), std::nullopt);
}

struct Single {
  const char* name;
  std::string bytes;
  Charset charset;
  char32_t value;
  uint32_t size;
  bool valid;
};

class DecodeAtCases : public ::testing::TestWithParam<Single> {};

TEST_P(DecodeAtCases, GiveOneCharacter) {
  const Single& c = GetParam();
  const EncodedCharacter decoded = DecodeAt(c.bytes, 0, c.charset);

  EXPECT_EQ(decoded.value, c.value);
  EXPECT_EQ(decoded.size, c.size);
  EXPECT_EQ(decoded.valid, c.valid);
}

INSTANTIATE_TEST_SUITE_P(
    All, DecodeAtCases,
    ::testing::Values(
        Single{"gb_two", "\xC7\xC5x", Charset::kGb18030, U'桥', 2, true},
        Single{"gb_ascii", "x\xC7", Charset::kGb18030, U'x', 1, true},
        Single{"gb_four", "\x82\x30\xA1\x30", Charset::kGb18030, 0x35E4, 4, true},
        Single{"gb_beyond", "\x95\x32\x82\x36", Charset::kGb18030, 0x20000, 4, true},
        Single{"gb_lead_before_ascii", "\xC7 ", Charset::kGb18030, 0xFFFD, 1, false},
        Single{"gb_lead_at_end", "\xC7", Charset::kGb18030, 0xFFFD, 1, false},
        Single{"gb_no_lead", "\xFF\xFF", Charset::kGb18030, 0xFFFD, 2, false},
        Single{"big5_two", "\xBE\xF4", Charset::kBig5, U'橋', 2, true},
        Single{"utf16_le", std::string("\x65\x68", 2), Charset::kUtf16Le, U'桥', 2, true},
        Single{"utf16_be", std::string("\x68\x65", 2), Charset::kUtf16Be, U'桥', 2, true},
        Single{"utf16_pair", "\x40\xD8\x00\xDC" + std::string(), Charset::kUtf16Le, 0xFFFD, 2,
               false},
        Single{"utf16_whole_pair", std::string("\x40\xD8\x00\xDC", 4), Charset::kUtf16Le, 0x20000,
               4, true},
        Single{"utf16_lone_low", std::string("\x00\xDC", 2), Charset::kUtf16Le, 0xFFFD, 2, false},
        Single{"utf16_half", "\x40", Charset::kUtf16Le, 0xFFFD, 1, false}),
    [](const auto& info) { return info.param.name; });

TEST(ConvertToUtf8, KeepsThePlaceOfEachCharacter) {
  const std::string bytes = Encode("桥a梁", Charset::kGb18030);

  const MappedText mapped = ConvertToUtf8(bytes, Charset::kGb18030);

  EXPECT_EQ(mapped.text, "桥a梁");
  EXPECT_EQ(mapped.map.SourceRanges({4, 7}).front(), (ByteRange{3, 5}));
  EXPECT_FALSE(mapped.map.Verbatim({4, 7}));
  EXPECT_TRUE(mapped.map.Verbatim({3, 4}));
}

class ChooseCharsetCases : public ::testing::TestWithParam<Charset> {};

TEST_P(ChooseCharsetCases, FindTheCharsetOfUndeclaredBytes) {
  const Charset charset = GetParam();
  const std::string text =
      charset == Charset::kBig5 ? "本局將於年底前完成橋樑檢修，特此函復。" : kSentence;
  const std::string bytes = charset == Charset::kUtf8 ? text : Encode(text, charset);

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, text);
  EXPECT_EQ(clean.charset, CharsetName(charset));
  EXPECT_THAT(clean.warnings, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, ChooseCharsetCases,
                         ::testing::Values(Charset::kUtf8, Charset::kGb18030, Charset::kBig5,
                                           Charset::kUtf16Le, Charset::kUtf16Be));

TEST(ChooseCharset, ObeysTheByteOrderMark) {
  const std::string bytes = "\xFF\xFE" + Encode("桥", Charset::kUtf16Le);

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, "桥");
  EXPECT_EQ(clean.charset, "UTF-16LE");
}

TEST(ChooseCharset, OverrulesAWrongDeclaration) {
  const CleanText clean = CleanDocument(kSentence, {.charset = "gb2312"});

  EXPECT_EQ(clean.text, kSentence);
  EXPECT_EQ(clean.charset, "UTF-8");
  EXPECT_THAT(clean.warnings, Contains(Field(&Warning::reason, "CHARSET_OVERRULED")));
}

TEST(ChooseCharset, OverrulesACharsetThatIsNotRead) {
  const std::string bytes = Encode(kSentence, Charset::kGb18030);

  const CleanText clean = CleanDocument(bytes, {.charset = "iso-8859-1"});

  EXPECT_EQ(clean.text, kSentence);
  EXPECT_THAT(clean.warnings, Contains(Field(&Warning::reason, "CHARSET_OVERRULED")));
}

TEST(ChooseCharset, ReadsTheDeclarationOfThePage) {
  const std::string page = Encode(
      "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head>"
      "<body><p>我局将于年底前完成桥梁检修。</p></body></html>",
      Charset::kGb18030);

  const CleanText clean = CleanDocument(page);

  EXPECT_EQ(clean.text, "我局将于年底前完成桥梁检修。");
  EXPECT_EQ(clean.charset, "GB18030");
  EXPECT_THAT(clean.warnings, Contains(Field(&Warning::reason, "CHARSET_OVERRULED")));
}

TEST(ChooseCharset, TakesTheDeclaredOneForAscii) {
  EXPECT_EQ(CleanDocument("road 7", {.charset = "gbk"}).charset, "GB18030");
  EXPECT_EQ(CleanDocument("road 7").charset, "UTF-8");
}

TEST(ChooseCharset, ReadsBrokenUtf8AsUtf8) {
  const std::string bytes = std::string(kSentence) + "\xFF" + kSentence;

  const CleanText clean = CleanDocument(bytes, {.charset = "gbk"});

  EXPECT_EQ(clean.text, std::string(kSentence) + "\xEF\xBF\xBD" + kSentence);
  ASSERT_THAT(clean.warnings, Contains(Field(&Warning::reason, "INVALID_BYTES_REPLACED")));
  EXPECT_EQ(clean.warnings.back().source_ranges.front().size(), 1u);
}

TEST(ChooseCharset, IsNotFooledByGbkThatIsUtf8ByChance) {
  EXPECT_EQ(CleanDocument("\xC1\xAA\xCD\xA8", {.charset = "gbk"}).text, "联通");
}

TEST(ChooseCharset, RefusesBinaryData) {
  const std::string archive = std::string("PK\x03\x04\0\0\0\0", 8) + std::string(64, '\x7F');
  std::string noise;
  for (int i = 0; i < 2000; ++i) noise.push_back(static_cast<char>(i * 2654435761u >> 13));

  for (const std::string& bytes : {archive, noise}) {
    const auto decoded =
        Decode({.bytes = bytes, .declared_charset = {}, .declared_media_type = {}});

    ASSERT_FALSE(decoded.ok());
    EXPECT_EQ(decoded.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ReasonOf(decoded.status()), ErrorReason::kCharsetUndecodable);
    EXPECT_FALSE(MetadataOf(decoded.status())["byte"].empty());
  }
}

TEST(IsCommonHan, TellsEverydayCharactersFromRareOnes) {
  EXPECT_TRUE(IsCommonHan(U'桥'));
  EXPECT_FALSE(IsCommonHan(U'汨'));
  EXPECT_FALSE(IsCommonHan(U'a'));
}

}  // namespace
}  // namespace pledge::pipeline
