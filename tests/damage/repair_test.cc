// Damage on purpose, then the real cleaning: the text must come back, and every character must
// point at its own place. A property test: PLEDGE_PROPERTY_CASES cases (few by default) from
// PLEDGE_PROPERTY_SEED on.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/pipeline/clean/clean.h"
#include "service/pipeline/decode/decode.h"
#include "tests/damage/mirror_gloss.h"

namespace pledge::damage {
namespace {

using pipeline::ByteRange;
using pipeline::CleanText;
using pipeline::RepairKind;

constexpr const char* kLetters[] = {"board-reply",      "deadlines-reply", "ministry-reply",
                                    "no-promise-reply", "policy-excerpt",  "provincial-reply",
                                    "refusal-reply",    "short-letter"};

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

std::string ReadLetter(const std::string& name) {
  std::stringstream text;
  std::ifstream file("tests/samples/" + name + ".txt", std::ios::binary);
  EXPECT_TRUE(file) << name;
  text << file.rdbuf();
  std::string letter = text.str();
  while (!letter.empty() && letter.back() == '\n') letter.pop_back();
  return letter;
}

CleanText Repair(const std::string& bytes) {
  auto decoded =
      pipeline::Decode({.bytes = bytes, .declared_charset = {}, .declared_media_type = {}});
  EXPECT_TRUE(decoded.ok()) << decoded.status();
  return decoded.ok() ? pipeline::Clean(*decoded) : CleanText{};
}

// True where the map sends a character (with its gloss) or a shifted block to where the generator
// put it.
bool PointsHome(const CleanText& repaired, const TruthRun& run) {
  const auto source = repaired.map.SourceRanges({run.clean_start, run.clean_end});
  return source.size() == 1 && source[0] == ByteRange{run.damaged_start, run.damaged_end};
}

// The first line in which two texts differ, both versions; empty when they are equal.
std::string FirstDifference(const std::string& wanted, const std::string& got) {
  std::istringstream wanted_lines(wanted), got_lines(got);
  std::string a, b;
  while (true) {
    const bool more_wanted = static_cast<bool>(std::getline(wanted_lines, a));
    const bool more_got = static_cast<bool>(std::getline(got_lines, b));
    if (!more_wanted && !more_got) return "";
    if (!more_wanted || !more_got || a != b)
      return "wanted: " + (more_wanted ? a : "end") + "\ngot:    " + (more_got ? b : "end");
  }
}

class RepairProperty : public ::testing::Test {
 protected:
  const uint64_t first_ = FromEnvironment("PLEDGE_PROPERTY_SEED", 1);
  const uint64_t cases_ = FromEnvironment("PLEDGE_PROPERTY_CASES", 24);
};

TEST_F(RepairProperty, GivesBackTheTextAndItsPlaces) {
  for (uint64_t seed = first_; seed < first_ + cases_; ++seed) {
    SCOPED_TRACE(::testing::Message() << "PLEDGE_PROPERTY_SEED=" << seed);
    const std::string letter = ReadLetter(kLetters[seed % std::size(kLetters)]);
    const auto damaged =
        DamageLetter(letter, {.seed = seed, .shifted_blocks = true, .furniture = seed % 3 != 0});
    ASSERT_TRUE(damaged.ok()) << damaged.status();

    const CleanText repaired = Repair(damaged->text);

    const std::string difference = FirstDifference(letter, repaired.text);
    ASSERT_TRUE(difference.empty()) << difference;
    for (const TruthRun& run : damaged->runs) {
      if (letter[run.clean_start] == '\n') continue;
      EXPECT_TRUE(PointsHome(repaired, run)) << "at clean byte " << run.clean_start;
    }
  }
}

TEST(Repair, NamesTheProfileAndTheFurniture) {
  const auto damaged = DamageLetter(ReadLetter("provincial-reply"), {.seed = 4});
  ASSERT_TRUE(damaged.ok());

  const CleanText repaired = Repair(damaged->text);

  EXPECT_THAT(repaired.profiles, ::testing::Contains("mirror-gloss"));
  EXPECT_FALSE(repaired.furniture.empty());
}

TEST(Repair, LeavesAnUndamagedLetterAlone) {
  for (const char* name : kLetters) {
    const std::string letter = ReadLetter(name);

    const CleanText repaired = Repair(letter);

    const std::string difference = FirstDifference(letter, repaired.text);
    EXPECT_TRUE(difference.empty()) << name << "\n" << difference;
    EXPECT_TRUE(repaired.profiles.empty()) << name;
    for (const pipeline::MapRun& run : repaired.map.runs())
      EXPECT_EQ(run.kind, RepairKind::kNone) << name;
  }
}

}  // namespace
}  // namespace pledge::damage
