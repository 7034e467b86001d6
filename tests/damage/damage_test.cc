// The damage generator: the truth that it keeps must be the truth, and the stored damaged sample
// must be its work.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/damage/gbk.h"
#include "tests/damage/mirror_gloss.h"
#include "tests/damage/readings.h"
#include "tests/damage/script.h"
#include "tests/damage/truth_json.h"

namespace pledge::damage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr uint64_t kSampleSeed = 2024;  // of tests/samples/damaged-reply.txt

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  text << file.rdbuf();
  return text.str();
}

std::string CleanSample() {
  std::string text = ReadFile("tests/samples/provincial-reply.txt");
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

DamagedLetter Damage(std::string_view clean, DamageOptions options = {}) {
  auto letter = DamageLetter(clean, options);
  EXPECT_TRUE(letter.ok()) << letter.status();
  return letter.ok() ? *letter : DamagedLetter{};
}

std::string_view Slice(const std::string& text, uint32_t start, uint32_t end) {
  return std::string_view(text).substr(start, end - start);
}

TEST(Gbk, DecodesWhatItEncodes) {
  for (std::string_view character : Characters("云a國，ū〔")) {
    const auto bytes = ToGbk(character);

    ASSERT_TRUE(bytes.has_value()) << character;
    EXPECT_EQ(DecodeGbkStep(*bytes).text, character);
    EXPECT_EQ(DecodeGbkStep(*bytes).size, bytes->size());
  }
}

TEST(Gbk, SwallowsTheSecondByteOfABrokenPair) {
  const GbkStep step = DecodeGbkStep("\x8C(q");

  EXPECT_EQ(step.text, "?");
  EXPECT_EQ(step.size, 2u);
}

TEST(Gbk, HasNoEmoji) { EXPECT_EQ(ToGbk("😀"), std::nullopt); }

TEST(Readings, AreTraditionalCharactersOfGbk) {
  EXPECT_EQ(ReadingOf("業"), "yè");
  EXPECT_EQ(ReadingOf("业"), "");
  EXPECT_TRUE(ToGbk("業").has_value());
}

TEST(DamageLetter, GlossesTheCharacterAndKeepsWhereItStands) {
  const DamagedLetter letter = Damage("云岭企业", {.furniture = false});

  EXPECT_EQ(letter.text, "雲嶺企業(yè)");
  EXPECT_EQ(letter.gloss_count, 1);
  const TruthRun& last = letter.runs.back();
  EXPECT_EQ(last.kind, RunKind::kGlossed);
  EXPECT_EQ(Slice(letter.clean, last.clean_start, last.clean_end), "业");
  EXPECT_EQ(Slice(letter.text, last.damaged_start, last.damaged_end), "業(yè)");
}

TEST(DamageLetter, WritesMarksInAsciiOnlyBesideHan) {
  const DamagedLetter letter = Damage("甲（乙）丙：1，2", {.seed = 3, .furniture = false});

  EXPECT_THAT(letter.text, HasSubstr("甲(乙)丙:1，2"));
}

// The second byte of 事 and the first of 業 spell a third character that gets a gloss; the block
// that arises is one run.
TEST(DamageLetter, KeepsAShiftedBlockInOneRun) {
  const DamagedLetter letter = Damage("事业", {.furniture = false});

  EXPECT_EQ(letter.text, "事?kuì)I");
  ASSERT_EQ(letter.runs.size(), 2u);
  EXPECT_EQ(letter.runs[1].kind, RunKind::kShiftedBlock);
  EXPECT_EQ(Slice(letter.clean, letter.runs[1].clean_start, letter.runs[1].clean_end), "业");
  EXPECT_EQ(Slice(letter.text, letter.runs[1].damaged_start, letter.runs[1].damaged_end), "?kuì)I");
}

TEST(DamageLetter, MarksEachShiftedBlockOfALetter) {
  int blocks = 0;
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const DamagedLetter letter = Damage(CleanSample(), {.seed = seed});
    for (const TruthRun& run : letter.runs) {
      if (run.kind != RunKind::kShiftedBlock) continue;
      ++blocks;
      EXPECT_THAT(std::string(Slice(letter.text, run.damaged_start, run.damaged_end)),
                  HasSubstr("?"));
      EXPECT_GT(run.clean_end - run.clean_start, 0u);
    }
  }
  EXPECT_GT(blocks, 0);
}

TEST(DamageLetter, MakesNoShiftedBlockWhenToldNot) {
  const DamagedLetter letter = Damage(CleanSample(), {.shifted_blocks = false});

  EXPECT_EQ(letter.shifted_block_count, 0);
  EXPECT_GT(letter.gloss_count, 100);
}

TEST(DamageLetter, PutsACommaBeforeAboutTwoThirdsOfTheMarks) {
  const std::string clean = CleanSample();
  int marks = 0;
  for (std::string_view c : Characters(clean))
    marks += c == "，" || c == "；" || c == "、" || c == "。";

  const DamagedLetter letter = Damage(clean);

  EXPECT_NEAR(static_cast<double>(letter.comma_count) / marks, 2.0 / 3, 0.08);
}

TEST(DamageLetter, TilesTheCleanTextWithRuns) {
  const DamagedLetter letter = Damage(CleanSample(), {.seed = 7});

  uint32_t clean_at = 0, damaged_at = 0;
  for (const TruthRun& run : letter.runs) {
    ASSERT_EQ(run.clean_start, clean_at);
    ASSERT_GE(run.damaged_start, damaged_at);
    clean_at = run.clean_end;
    damaged_at = run.damaged_end;
  }
  EXPECT_EQ(clean_at, letter.clean.size());
  EXPECT_LE(damaged_at, letter.furniture_start);
}

// What a run calls one character is that character: its traditional form, or its mark in ASCII.
TEST(DamageLetter, SaysTheTruthAboutEachCharacter) {
  const DamagedLetter letter = Damage(CleanSample(), {.seed = 11});
  const auto forms = TraditionalForms(letter.clean);
  ASSERT_TRUE(forms.ok()) << forms.status();

  for (const TruthRun& run : letter.runs) {
    if (run.kind == RunKind::kShiftedBlock) continue;
    const std::string clean(Slice(letter.clean, run.clean_start, run.clean_end));
    const std::string damaged(Slice(letter.text, run.damaged_start, run.damaged_end));
    const auto form = forms->find(clean);
    const std::string expected = form == forms->end() ? clean : form->second;
    if (run.kind == RunKind::kGlossed) {
      EXPECT_EQ(damaged, expected + "(" + std::string(ReadingOf(expected)) + ")");
    } else if (damaged.size() > 1) {
      EXPECT_EQ(damaged, expected);
    }
  }
}

TEST(DamageLetter, PutsTheFurnitureBehindTheLetter) {
  const DamagedLetter with = Damage(CleanSample(), {.seed = 5});
  const DamagedLetter without = Damage(CleanSample(), {.seed = 5, .furniture = false});

  EXPECT_EQ(with.text.substr(0, with.furniture_start), without.text);
  EXPECT_THAT(with.text.substr(with.furniture_start), HasSubstr("熱門(mén)"));
  EXPECT_EQ(without.furniture_start, without.text.size());
}

TEST(DamageLetter, IsTheSameForTheSameSeed) {
  EXPECT_EQ(Damage(CleanSample(), {.seed = 9}).text, Damage(CleanSample(), {.seed = 9}).text);
  EXPECT_THAT(Damage(CleanSample(), {.seed = 9}).text,
              Not(Damage(CleanSample(), {.seed = 10}).text));
}

TEST(DamageLetter, RefusesWhatGbkCannotHold) {
  EXPECT_EQ(DamageLetter("云岭😀", {}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(DamagedSample, IsTheWorkOfTheGenerator) {
  const DamagedLetter letter = Damage(CleanSample(), {.seed = kSampleSeed});

  EXPECT_EQ(ReadFile("tests/samples/damaged-reply.txt"), letter.text + "\n")
      << "make it again: build/release/tests/make_damage " << kSampleSeed
      << " tests/samples/provincial-reply.txt tests/samples/damaged-reply.txt "
         "tests/samples/damaged-reply.truth.json";
  EXPECT_EQ(ReadFile("tests/samples/damaged-reply.truth.json"), TruthJson(letter));
  EXPECT_GT(letter.shifted_block_count, 0);
}

}  // namespace
}  // namespace pledge::damage
