// The whole chain on each sample letter, against a file that people review. After a change that is
// meant:
//   PLEDGE_UPDATE_GOLDEN=1 build/release/tests/golden_test    and read the diff
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/pipeline/analyze.h"
#include "tests/golden/dump.h"

namespace pledge::golden {
namespace {

struct Sample {
  const char* name;
  const char* file;
};

class Golden : public ::testing::TestWithParam<Sample> {};

std::string Read(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST_P(Golden, FindsWhatItFoundBefore) {
  const std::string source = Read(std::string("tests/samples/") + GetParam().file);
  ASSERT_FALSE(source.empty()) << GetParam().file;
  const std::string golden_path = std::string("tests/golden/") + GetParam().name + ".golden";

  const auto letter =
      pipeline::Analyze({.bytes = source, .declared_charset = {}, .declared_media_type = {}});

  ASSERT_TRUE(letter.ok()) << letter.status();
  const std::string found = Dump(*letter);
  if (std::getenv("PLEDGE_UPDATE_GOLDEN") != nullptr)
    std::ofstream(golden_path, std::ios::binary) << found;
  EXPECT_EQ(found, Read(golden_path))
      << "if the change is meant: PLEDGE_UPDATE_GOLDEN=1, then read the diff";
}

TEST_P(Golden, FindsTheSameTwice) {
  const std::string source = Read(std::string("tests/samples/") + GetParam().file);
  const pipeline::SourceDocument document = {
      .bytes = source, .declared_charset = {}, .declared_media_type = {}};

  const auto first = pipeline::Analyze(document);
  const auto second = pipeline::Analyze(document);

  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(Dump(*first), Dump(*second));
}

// Commitments of a sample, by their words.
std::vector<std::string> CommitmentWords(const std::string& file) {
  const std::string source = Read("tests/samples/" + file);
  const auto letter =
      pipeline::Analyze({.bytes = source, .declared_charset = {}, .declared_media_type = {}});
  EXPECT_TRUE(letter.ok()) << letter.status();
  std::vector<std::string> words;
  if (!letter.ok()) return words;
  for (const auto& c : letter->extraction.commitments)
    words.push_back(letter->clean.text.substr(c.range.start, c.range.size()));
  return words;
}

TEST(SameLetter, PromisesTheSameInADamagedCopy) {
  EXPECT_EQ(CommitmentWords("damaged-reply.txt"), CommitmentWords("provincial-reply.txt"));
  EXPECT_FALSE(CommitmentWords("provincial-reply.txt").empty());
}

TEST(SameLetter, PromisesTheSameOnAWebPage) {
  EXPECT_EQ(CommitmentWords("web-page.html"), CommitmentWords("deadlines-reply.txt"));
  EXPECT_FALSE(CommitmentWords("deadlines-reply.txt").empty());
}

INSTANTIATE_TEST_SUITE_P(Samples, Golden,
                         ::testing::Values(Sample{"board-reply", "board-reply.txt"},
                                           Sample{"damaged-reply", "damaged-reply.txt"},
                                           Sample{"deadlines-reply", "deadlines-reply.txt"},
                                           Sample{"ministry-reply", "ministry-reply.txt"},
                                           Sample{"no-promise-reply", "no-promise-reply.txt"},
                                           Sample{"npc-suggestion-reply",
                                                  "npc-suggestion-reply.txt"},
                                           Sample{"policy-excerpt", "policy-excerpt.txt"},
                                           Sample{"provincial-reply", "provincial-reply.txt"},
                                           Sample{"refusal-reply", "refusal-reply.txt"},
                                           Sample{"short-letter", "short-letter.txt"},
                                           Sample{"web-page", "web-page.html"}),
                         [](const auto& info) {
                           std::string name = info.param.name;
                           for (char& c : name)
                             if (c == '-') c = '_';
                           return name;
                         });

}  // namespace
}  // namespace pledge::golden
