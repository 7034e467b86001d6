// How well the chain finds what the gold says, on our samples and, where they are, on real letters
// kept outside the project (PLEDGE_SHARED, or ../shared). The least that is acceptable stands in
// thresholds.txt.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "service/pipeline/analyze.h"
#include "tests/accuracy/details.h"
#include "tests/accuracy/found.h"
#include "tests/accuracy/gold.h"
#include "tests/accuracy/score.h"

namespace pledge::accuracy {
namespace {

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Scores all gold files of the folders; a letter that is refused counts as found nothing.
Score ScoreFolders(const std::vector<std::string>& folders, int& letters) {
  Score score;
  for (const std::string& folder : folders) {
    for (const std::string& file : GoldFiles(folder)) {
      const auto gold = ReadGold(file);
      EXPECT_TRUE(gold.ok()) << gold.status();
      if (!gold.ok()) continue;
      const std::string source = ReadFile(gold->source_path);
      EXPECT_FALSE(source.empty()) << gold->source_path;
      const auto letter =
          pipeline::Analyze({.bytes = source, .declared_charset = {}, .declared_media_type = {}});
      EXPECT_TRUE(letter.ok()) << gold->name << ": " << letter.status();
      const Found found = letter.ok() ? ToFound(*letter, source) : Found{};
      score.Add(*gold, found);
      if (std::getenv("PLEDGE_ACCURACY_DETAILS") != nullptr)
        std::cout << "  " << gold->name << "\n" << Differences(*gold, found, source);
      ++letters;
    }
  }
  return score;
}

void Print(const std::string& set, int letters, const Score& score) {
  std::cout << set << ", " << letters << " letters\n";
  for (const auto& [name, count] : score.counts()) {
    std::cout << absl::StrFormat("  %-32s %.4f  ", name, count.Value());
    if (count.IsSpan())
      std::cout << count.true_positive << " right, " << count.false_positive << " too many, "
                << count.false_negative << " missed\n";
    else
      std::cout << count.right << " of " << count.all << "\n";
  }
}

// Fails for each figure of the set that is below its line.
void HoldThresholds(const std::string& set, const Score& score) {
  std::ifstream lines("tests/accuracy/thresholds.txt");
  int judged = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string line_set, figure;
    double least = 0;
    if (line.empty() || line[0] == '#' || !(words >> line_set >> least) || line_set != set)
      continue;
    std::getline(words >> std::ws, figure);
    const auto count = score.counts().find(figure);
    ASSERT_NE(count, score.counts().end()) << "thresholds.txt names an unknown figure: " << figure;
    EXPECT_GE(count->second.Value(), least) << set << ": " << figure;
    ++judged;
  }
  EXPECT_GT(judged, 0) << "no threshold for " << set;
}

TEST(Accuracy, HoldsOnSamples) {
  int letters = 0;

  const Score score = ScoreFolders({"tests/samples"}, letters);

  Print("samples", letters, score);
  EXPECT_EQ(letters, 11);
  HoldThresholds("samples", score);
}

TEST(Accuracy, HoldsOnSharedLetters) {
  const char* configured = std::getenv("PLEDGE_SHARED");
  const std::string shared = configured != nullptr ? configured : "../shared";
  if (!std::filesystem::exists(shared + "/gold"))
    GTEST_SKIP() << "no real letters at " << shared << "; set PLEDGE_SHARED";
  int letters = 0;

  const Score score = ScoreFolders({shared + "/seed", shared + "/gold"}, letters);

  Print("shared", letters, score);
  EXPECT_GT(letters, 0);
  HoldThresholds("shared", score);
}

}  // namespace
}  // namespace pledge::accuracy
