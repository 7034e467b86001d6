// For generated letters, as text and as pages, in several charsets: the letter
// comes back, and for any range of it the source bytes that the map gives, run
// through the recorded repairs, are the text. PLEDGE_PROPERTY_CASES documents
// from PLEDGE_PROPERTY_SEED on.
#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/mapping/offset_table.h"
#include "service/pipeline/clean/clean.h"
#include "service/pipeline/decode/charset.h"
#include "service/pipeline/decode/decode.h"
#include "service/pipeline/text/utf8.h"
#include "service/pipeline/verify_map.h"
#include "tests/property/random_document.h"

namespace pledge::property {
namespace {

using pipeline::ByteRange;
using pipeline::CleanText;
using pipeline::MapRun;
using pipeline::RepairKind;
using pipeline::SourceMap;

constexpr int kRangesOfADocument = 12;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

std::vector<uint32_t> CharacterEdges(const std::string& text) {
  std::vector<uint32_t> edges;
  for (uint32_t at = 0; at <= text.size(); ++at) {
    if (at == text.size() || (static_cast<uint8_t>(text[at]) & 0xC0) != 0x80) edges.push_back(at);
  }
  return edges;
}

bool Covers(const std::vector<ByteRange>& ranges, ByteRange part) {
  return std::any_of(ranges.begin(), ranges.end(), [part](ByteRange range) {
    return range.start <= part.start && part.end <= range.end;
  });
}

// Writes the text of a range anew: decodes what the map calls the same, takes
// what it calls a repair from the record. Everything must lie in `ranges`.
std::string Replay(const std::string& source, const CleanText& clean, ByteRange range,
                   const std::vector<ByteRange>& ranges) {
  const auto charset = *pipeline::CharsetOfLabel(clean.charset);
  std::string text;
  for (const MapRun& run : clean.map.runs()) {
    const uint32_t from = std::max(run.text.start, range.start);
    const uint32_t to = std::min(run.text.end, range.end);
    if (from >= to) continue;
    if (run.kind != RepairKind::kNone) {
      EXPECT_TRUE(run.source.empty() || Covers(ranges, run.source));
      text += clean.text.substr(from, to - from);
      continue;
    }
    const uint32_t first =
        run.source.start + (from - run.text.start) / run.text_step * run.source_step;
    const uint32_t last = first + (to - from) / run.text_step * run.source_step;
    EXPECT_TRUE(Covers(ranges, {first, last}));
    for (uint32_t at = first; at < last;) {
      const auto character = pipeline::DecodeAt(source, at, charset);
      pipeline::AppendUtf8(character.value, &text);
      at += character.size;
    }
  }
  return text;
}

// The range in code points and in UTF-16 units, as answers give it, cuts out the
// same characters.
void CheckUnits(const std::string& text, const icu::UnicodeString& utf16, ByteRange range) {
  const auto table =
      mapping::OffsetTable::Decode(mapping::OffsetTable(text, {range.start, range.end}).Encode());
  ASSERT_TRUE(table.ok());
  const auto convert = [&](uint32_t at, v1::OffsetUnit unit) {
    return static_cast<int32_t>(table->Convert(at, unit));
  };
  const auto cut = [&](int32_t start, int32_t end) {
    std::string part;
    utf16.tempSubStringBetween(start, end).toUTF8String(part);
    return part;
  };
  const std::string part = text.substr(range.start, range.size());
  EXPECT_EQ(
      cut(convert(range.start, v1::OFFSET_UNIT_UTF16), convert(range.end, v1::OFFSET_UNIT_UTF16)),
      part);
  const int32_t start = convert(range.start, v1::OFFSET_UNIT_CODE_POINT);
  const int32_t end = convert(range.end, v1::OFFSET_UNIT_CODE_POINT);
  EXPECT_EQ(cut(utf16.moveIndex32(0, start), utf16.moveIndex32(0, end)), part);
  EXPECT_EQ(convert(range.start, v1::OFFSET_UNIT_UTF8_BYTE), static_cast<int32_t>(range.start));
}

void CheckRange(const std::string& source, const CleanText& clean, ByteRange range) {
  const std::vector<ByteRange> ranges = clean.map.SourceRanges(range);
  uint32_t end = 0;
  for (const ByteRange& part : ranges) {
    EXPECT_FALSE(part.empty());
    EXPECT_GE(part.start, end);
    end = part.end;
  }
  EXPECT_LE(end, source.size());
  const std::string text = clean.text.substr(range.start, range.size());
  EXPECT_EQ(Replay(source, clean, range, ranges), text);
  EXPECT_TRUE(VerifyRange(source, clean, range));
  if (clean.map.Verbatim(range)) {
    std::string bytes;
    for (const ByteRange& part : ranges) bytes += source.substr(part.start, part.size());
    EXPECT_EQ(bytes, text);
  }
  if (ranges.empty()) return;
  // There and back: all characters of the range that stand in the source.
  const ByteRange back = clean.map.TextRange({ranges.front().start, ranges.back().end});
  EXPECT_EQ(clean.map.SourceRanges(back), ranges);
}

TEST(MapProperty, SourceRangesGiveTheText) {
  const uint64_t first = FromEnvironment("PLEDGE_PROPERTY_SEED", 1);
  const uint64_t cases = FromEnvironment("PLEDGE_PROPERTY_CASES", 2000);
  for (uint64_t seed = first; seed < first + cases && !::testing::Test::HasFailure(); ++seed) {
    const RandomDocument document = MakeDocument(seed);
    SCOPED_TRACE(::testing::Message() << "PLEDGE_PROPERTY_SEED=" << seed);

    const auto decoded = pipeline::Decode(
        {.bytes = document.bytes, .declared_charset = {}, .declared_media_type = {}});
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    const CleanText clean = pipeline::Clean(*decoded);

    EXPECT_EQ(clean.text, document.letter);
    EXPECT_EQ(clean.charset, document.charset);
    EXPECT_EQ(clean.media_type, document.html ? "text/html" : "text/plain");
    EXPECT_TRUE(VerifyMap(document.bytes, clean));
    const std::vector<uint32_t> edges = CharacterEdges(clean.text);
    const auto utf16 = icu::UnicodeString::fromUTF8(clean.text);
    std::mt19937_64 random(seed);
    for (int i = 0; i < kRangesOfADocument && edges.size() > 1; ++i) {
      const size_t from = random() % (edges.size() - 1);
      const size_t to = from + 1 + random() % (edges.size() - 1 - from);
      CheckRange(document.bytes, clean, {edges[from], edges[to]});
      CheckUnits(clean.text, utf16, {edges[from], edges[to]});
    }
  }
}

// The documents are of all sorts, so that what is proved for them is proved for all.
TEST(MapProperty, CoversTextAndPagesInAllCharsets) {
  std::map<std::string, int> counts;
  for (uint64_t seed = 1; seed <= 500; ++seed) {
    const RandomDocument document = MakeDocument(seed);
    const bool is_glossed = document.bytes.find("(qi") != std::string::npos;
    const bool has_rare = document.letter.find("𠮷") != std::string::npos;
    ++counts[document.charset + (document.html ? " page" : " text")];
    ++counts[is_glossed ? (document.html ? "glossed page" : "glossed text") : "other"];
    if (has_rare) ++counts["four bytes"];
  }
  for (const char* sort :
       {"UTF-8 text", "UTF-8 page", "GB18030 text", "GB18030 page", "UTF-16LE text",
        "UTF-16LE page", "glossed text", "glossed page", "four bytes"}) {
    EXPECT_GE(counts[sort], 10) << sort;
  }
}

// The map with one run moved by a character against the text; nullopt when no run
// is long enough, or when its characters are the same anyway.
std::optional<SourceMap> Moved(const CleanText& clean) {
  SourceMap moved;
  bool done = false;
  for (const MapRun& run : clean.map.runs()) {
    const uint32_t text_step = run.text_step;
    const std::string_view text = std::string_view(clean.text).substr(run.text.start);
    if (run.kind != RepairKind::kNone) {
      moved.AppendRepair(run.text.size(), run.source.size(), run.kind,
                         clean.map.details()[run.detail]);
    } else if (!done && run.text.size() >= 2 * text_step &&
               text.substr(0, text_step) != text.substr(text_step, text_step)) {
      moved.AppendRepair(0, run.source_step, RepairKind::kSpacing);
      moved.AppendSame(run.text.size() - text_step, run.source.size() - run.source_step,
                       run.text_step, run.source_step);
      moved.AppendRepair(text_step, 0, RepairKind::kSpacing);
      done = true;
    } else {
      moved.AppendSame(run.text.size(), run.source.size(), run.text_step, run.source_step);
    }
  }
  if (!done) return std::nullopt;
  return moved;
}

TEST(MapProperty, AMapMovedByOneCharacterIsFound) {
  int tried = 0;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const RandomDocument document = MakeDocument(seed);
    SCOPED_TRACE(::testing::Message() << "PLEDGE_PROPERTY_SEED=" << seed);
    const auto decoded = pipeline::Decode(
        {.bytes = document.bytes, .declared_charset = {}, .declared_media_type = {}});
    ASSERT_TRUE(decoded.ok());
    CleanText clean = pipeline::Clean(*decoded);
    std::optional<SourceMap> moved = Moved(clean);
    if (!moved.has_value()) continue;

    clean.map = *std::move(moved);

    EXPECT_FALSE(VerifyMap(document.bytes, clean));
    ++tried;
  }
  EXPECT_GE(tried, 150);
}

// One to twenty random changes of bytes.
std::string Spoiled(std::string bytes, std::mt19937_64* random) {
  for (size_t i = 1 + (*random)() % 20; i > 0 && !bytes.empty(); --i) {
    const size_t at = (*random)() % bytes.size();
    switch ((*random)() % 3) {
      case 0:
        bytes[at] = static_cast<char>((*random)());
        break;
      case 1:
        bytes.erase(at, 1 + (*random)() % 9);
        break;
      default:
        bytes.insert(at, bytes.substr((*random)() % bytes.size(), 1 + (*random)() % 30));
    }
  }
  return bytes;
}

// Any bytes at all: no crash, and a map that holds.
TEST(MapProperty, HoldsForSpoiledBytes) {
  const uint64_t first = FromEnvironment("PLEDGE_PROPERTY_SEED", 1);
  const uint64_t cases = FromEnvironment("PLEDGE_PROPERTY_CASES", 2000);
  for (uint64_t seed = first; seed < first + cases && !::testing::Test::HasFailure(); ++seed) {
    std::mt19937_64 random(seed);
    const std::string bytes = Spoiled(MakeDocument(seed).bytes, &random);
    SCOPED_TRACE(::testing::Message() << "PLEDGE_PROPERTY_SEED=" << seed);

    const auto decoded =
        pipeline::Decode({.bytes = bytes, .declared_charset = {}, .declared_media_type = {}});

    if (!decoded.ok()) continue;
    const CleanText clean = pipeline::Clean(*decoded);
    EXPECT_TRUE(VerifyMap(bytes, clean));
    EXPECT_FALSE(clean.text.ends_with('\n'));
  }
}

}  // namespace
}  // namespace pledge::property
