#include "service/pipeline/rules/word_scanner.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

using testing::ElementsAre;

std::vector<std::string> Scan(const WordScanner& scanner, std::string_view text) {
  std::vector<std::string> words;
  for (const Word& word : scanner.Scan(text)) {
    words.emplace_back(text.substr(word.start, word.end - word.start));
  }
  return words;
}

TEST(WordScanner, TakesTheLongestWord) {
  const WordScanner scanner({{kTelic, "建立 建立健全 健全"}});

  EXPECT_THAT(Scan(scanner, "要建立健全制度"), ElementsAre("建立健全"));
  EXPECT_THAT(Scan(scanner, "建立和健全"), ElementsAre("建立", "健全"));
}

TEST(WordScanner, GivesUpACharacterForABetterNeighbour) {
  const WordScanner scanner({{kToward, "对"}, {kTelic, "对接"}, {0, "接驳"}});

  EXPECT_THAT(Scan(scanner, "对接驳线路"), ElementsAre("对", "接驳"));
  EXPECT_THAT(Scan(scanner, "对接企业"), ElementsAre("对接"));
}

TEST(WordScanner, JoinsTheClassesOfAWordInSeveralLists) {
  const WordScanner scanner({{kTelic, "建设"}, {kNominal, "建设"}});

  const std::vector<Word> words = scanner.Scan("建设公园");

  ASSERT_EQ(words.size(), 1u);
  EXPECT_EQ(words[0].classes, kTelic | kNominal);
}

TEST(WordScanner, SkipsWhatItDoesNotKnow) {
  const WordScanner scanner({{kTelic, "更换"}});

  EXPECT_TRUE(scanner.Scan("").empty());
  EXPECT_TRUE(scanner.Scan("abc，。三号楼").empty());
  EXPECT_THAT(Scan(scanner, "尽快更换𠮷字牌"), ElementsAre("更换"));
}

TEST(WordScanner, KeepsCuesOutOfWordsThatHoldThem) {
  const WordScanner& scanner = WordScanner::Default();
  for (const std::string_view text :
       {"将军路", "重要", "主要", "社会", "会议", "行动计划", "目的地", "了解"}) {
    for (const Word& word : scanner.Scan(text)) {
      EXPECT_FALSE(word.Is(kFuture | kPlan | kOf | kDone)) << text;
    }
  }
}

}  // namespace
}  // namespace pledge::pipeline
