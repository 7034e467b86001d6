// For generated letters, as text and as pages, in several charsets: the letter
// comes back, and for any range of it the source bytes that the map gives, run
// through the recorded repairs, are the text. PLEDGE_PROPERTY_CASES documents
// from PLEDGE_PROPERTY_SEED on.
#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "service/pipeline/charset.h"
#include "service/pipeline/clean.h"
#include "service/pipeline/decode.h"
#include "service/pipeline/utf8.h"
#include "service/pipeline/verify_map.h"
#include "tests/property/random_document.h"

namespace pledge::property {
namespace {

using pipeline::ByteRange;
using pipeline::CleanText;
using pipeline::MapRun;
using pipeline::RepairKind;

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

// The range in code points and in UTF-16 units cuts out the same characters.
void CheckUnits(const std::string& text, const std::vector<uint32_t>& edges, size_t from,
                size_t to) {
  const std::string part = text.substr(edges[from], edges[to] - edges[from]);
  const auto utf16 = icu::UnicodeString::fromUTF8(text);
  const auto before = icu::UnicodeString::fromUTF8(text.substr(0, edges[from]));
  const auto inside = icu::UnicodeString::fromUTF8(part);
  std::string by_utf16;
  utf16.tempSubString(before.length(), inside.length()).toUTF8String(by_utf16);
  std::string by_code_points;
  const int32_t start = utf16.moveIndex32(0, static_cast<int32_t>(from));
  const int32_t end = utf16.moveIndex32(0, static_cast<int32_t>(to));
  utf16.tempSubStringBetween(start, end).toUTF8String(by_code_points);
  EXPECT_EQ(by_utf16, part);
  EXPECT_EQ(by_code_points, part);
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
    std::mt19937_64 random(seed);
    for (int i = 0; i < kRangesOfADocument && edges.size() > 1; ++i) {
      const size_t from = random() % (edges.size() - 1);
      const size_t to = from + 1 + random() % (edges.size() - 1 - from);
      CheckRange(document.bytes, clean, {edges[from], edges[to]});
      CheckUnits(clean.text, edges, from, to);
    }
  }
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
