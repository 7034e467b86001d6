// The damages of other copies, then the real cleaning: the text must come back
// without an edit to spare. A property test like repair_test.cc.
#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/pipeline/clean/clean.h"
#include "service/pipeline/decode/decode.h"
#include "tests/damage/copy_damage.h"
#include "tests/damage/mirror_gloss.h"

namespace pledge::damage {
namespace {

using pipeline::CleanText;
using ::testing::IsEmpty;

constexpr const char* kLetters[] = {"board-reply",      "deadlines-reply", "ministry-reply",
                                    "no-promise-reply", "policy-excerpt",  "provincial-reply",
                                    "refusal-reply"};

std::string ReadLetter(const std::string& name) {
  std::stringstream text;
  std::ifstream file("tests/samples/" + name + ".txt", std::ios::binary);
  EXPECT_TRUE(file) << name;
  text << file.rdbuf();
  std::string letter = text.str();
  while (!letter.empty() && letter.back() == '\n') letter.pop_back();
  return letter;
}

CleanText Repair(const std::string& bytes, const std::string& charset = "") {
  auto decoded =
      pipeline::Decode({.bytes = bytes, .declared_charset = charset, .declared_media_type = {}});
  EXPECT_TRUE(decoded.ok()) << decoded.status();
  return decoded.ok() ? pipeline::Clean(*decoded) : CleanText{};
}

// A damage by name, and the profiles that must be reported for it.
struct Damage {
  const char* name;
  std::function<absl::StatusOr<std::string>(const std::string&, uint64_t)> make;
  std::vector<std::string> profiles;
  const char* declared = "";
};

absl::StatusOr<std::string> Glossed(const std::string& letter, uint64_t seed) {
  auto damaged = DamageLetter(letter, {.seed = seed, .shifted_blocks = false, .furniture = false});
  if (!damaged.ok()) return damaged.status();
  return damaged->text;
}

absl::StatusOr<std::string> MisreadAs(absl::StatusOr<std::string> bytes, const char* charset) {
  return bytes.ok() ? Misread(*bytes, charset) : bytes;
}

std::vector<Damage> Damages() {
  using S = const std::string&;
  return {
      {"toned glosses",
       [](S t, uint64_t s) { return GlossSimplified(t, true, 1000, s); },
       {"mirror-gloss"}},
      {"sparse glosses",
       [](S t, uint64_t s) { return GlossSimplified(t, true, 60, s); },
       {"sparse-gloss"}},
      {"toneless glosses",
       [](S t, uint64_t s) { return GlossSimplified(t, false, 1000, s); },
       {"toneless-gloss"}},
      {"commas", [](S t, uint64_t s) { return InsertCommas(t, s); }, {"inserted-commas"}},
      {"blanks", [](S t, uint64_t s) { return SpaceOut(t, 1 + s % 2); }, {"spaced-characters"}},
      {"blanks in glossed text",
       [](S t, uint64_t s) -> absl::StatusOr<std::string> {
         auto glossed = Glossed(t, s);
         return glossed.ok() ? SpaceOut(*glossed, 1) : glossed;
       },
       {"spaced-characters", "mirror-gloss"}},
      {"twice", [](S t, uint64_t) { return Double(t, "\n"); }, {"duplicate-text"}},
      {"twice in one line", [](S t, uint64_t) { return Double(t, "　　"); }, {"duplicate-text"}},
      {"GB18030", [](S t, uint64_t) { return Encode(t, "GB18030"); }, {}},
      {"GBK declared as UTF-8", [](S t, uint64_t) { return Encode(t, "GBK"); }, {}, "utf-8"},
      {"GBK declared as Big5", [](S t, uint64_t) { return Encode(t, "GBK"); }, {}, "big5"},
      {"UTF-8 declared as GBK", [](S t, uint64_t) { return t; }, {}, "gbk"},
      {"UTF-16", [](S t, uint64_t s) { return Encode(t, s % 2 ? "UTF-16LE" : "UTF-16BE"); }, {}},
      {"GBK read as windows-1252",
       [](S t, uint64_t) { return MisreadAs(Encode(t, "GBK"), "windows-1252"); },
       {"latin1-mojibake"}},
      {"UTF-8 read as Latin-1",
       [](S t, uint64_t) { return Misread(t, "ISO-8859-1"); },
       {"latin1-mojibake"}},
      {"UTF-8 read as windows-1252",
       [](S t, uint64_t) { return Misread(t, "windows-1252"); },
       {"latin1-mojibake"}},
      {"a web page", [](S t, uint64_t s) { return WebPage(t, s); }, {}},
      {"a web page in GBK", [](S t, uint64_t s) { return Encode(WebPage(t, s), "GBK"); }, {}},
  };
}

TEST(CopyRepair, GivesBackTheTextAndNamesTheDamage) {
  uint64_t seed = 1;
  for (const Damage& damage : Damages()) {
    for (const char* name : kLetters) {
      SCOPED_TRACE(testing::Message() << damage.name << ", " << name << ", seed " << ++seed);
      const std::string letter = Repair(ReadLetter(name)).text;
      const auto damaged = damage.make(letter, seed);
      ASSERT_TRUE(damaged.ok()) << damaged.status();

      const CleanText repaired = Repair(*damaged, damage.declared);

      EXPECT_EQ(repaired.text, letter);
      EXPECT_EQ(repaired.profiles, damage.profiles);
    }
  }
}

// A line that ends just at the width ends a paragraph or not: nobody can tell, so
// some letters keep a break.
TEST(CopyRepair, JoinsNearlyAllBrokenLines) {
  for (const size_t width : {28, 36, 40}) {
    size_t breaks = 0;
    size_t wanted = 0;
    for (const char* name : kLetters) {
      const std::string letter = Repair(ReadLetter(name)).text;

      const CleanText repaired = Repair(WrapLines(letter, width));

      breaks += std::count(repaired.text.begin(), repaired.text.end(), '\n');
      wanted += std::count(letter.begin(), letter.end(), '\n');
    }
    EXPECT_LE(breaks, wanted + 4) << width;
    EXPECT_GE(breaks + 4, wanted) << width;
  }
}

TEST(CopyRepair, LeavesTraditionalScriptAlone) {
  for (const char* name : kLetters) {
    const auto traditional = InTraditional(Repair(ReadLetter(name)).text);
    ASSERT_TRUE(traditional.ok()) << traditional.status();

    const CleanText repaired = Repair(*traditional);

    EXPECT_EQ(repaired.text, *traditional);
    EXPECT_THAT(repaired.profiles, IsEmpty());
  }
}

TEST(CopyRepair, PutsOneReplacementForEachBrokenCharacter) {
  std::string letter = Repair(ReadLetter("ministry-reply")).text;
  const std::string broken = letter.substr(0, 2) + letter.substr(3);

  const CleanText repaired = Repair(broken);

  EXPECT_EQ(repaired.text, "\xEF\xBF\xBD" + letter.substr(3));
  EXPECT_THAT(repaired.warnings, testing::SizeIs(1));
}

}  // namespace
}  // namespace pledge::damage
