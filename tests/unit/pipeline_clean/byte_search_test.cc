// The search goes in blocks; every place must be found wherever it stands in one.
#include "service/pipeline/text/byte_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<size_t> Commas(std::string_view text, size_t from, size_t end) {
  std::vector<size_t> places;
  ForEachByteOf<',', 0xEF>(text, from, end, [&](size_t at) { places.push_back(at); });
  return places;
}

TEST(ForEachByteOf, GivesEveryPlaceOfEveryLength) {
  for (size_t size = 1; size <= 3 * kSearchBlock; ++size) {
    for (size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      text[at] = ',';

      EXPECT_THAT(Commas(text, 0, size), ElementsAre(at));
      EXPECT_THAT(Commas(text, at + 1, size), IsEmpty());
      EXPECT_THAT(Commas(text, 0, at), IsEmpty());
    }
  }
}

TEST(ForEachByteOf, GivesPlacesInOrder) {
  const std::string text = "甲，乙,丙，丁";

  EXPECT_THAT(Commas(text, 0, text.size()), ElementsAre(3u, 9u, 13u));
}

TEST(FindByteOf, GivesTheFirstPlaceOrTheEnd) {
  for (size_t size = 1; size <= 3 * kSearchBlock; ++size) {
    std::string text(size, 'a');
    EXPECT_EQ((FindByteOf<' ', 0xE3>(text, 0, size)), size);
    for (size_t at = size; at-- > 0;) {
      text[at] = '\xE3';

      EXPECT_EQ((FindByteOf<' ', 0xE3>(text, 0, size)), at);
      EXPECT_EQ((FindByteOf<' ', 0xE3>(text, 0, at)), at);
    }
  }
}

TEST(CountBytesBetween, CountsBothEdgesAndNothingBeyond) {
  std::string text;
  for (int byte = 0; byte < 256; ++byte) text.push_back(static_cast<char>(byte));
  for (size_t from = 0; from < 0xE4; ++from) {
    EXPECT_EQ((CountBytesBetween<0xE4, 0xE9>(std::string_view(text).substr(from))), 6u);
  }
  EXPECT_EQ((CountBytesBetween<0xE4, 0xE9>(std::string(1000, '\xE5'))), 1000u);
}

TEST(FindWord, FindsAWordWhereverItStands) {
  for (size_t before = 0; before <= 2 * kSearchBlock; ++before) {
    for (const size_t behind : {0u, 1u, 20u}) {
      const std::string text = std::string(before, 'x') + "办法" + std::string(behind, 'x');

      EXPECT_EQ(FindWord(text, "办法"), before);
      EXPECT_EQ(FindWord(text, "办法", before), before);
      EXPECT_EQ(FindWord(text, "办法", before + 1), std::string_view::npos);
      EXPECT_EQ(FindWord(text, "办理"), std::string_view::npos);
    }
  }
  EXPECT_EQ(FindWord("办", "办法"), std::string_view::npos);
  EXPECT_EQ(FindWord("办法", "办法", 100), std::string_view::npos);
}

TEST(ContainsAny, FindsOneOfTheWords) {
  EXPECT_TRUE(ContainsAny("我们将竭诚为您服务", {"热忱", "竭诚"}));
  EXPECT_FALSE(ContainsAny("我们将竭力为您服务", {"热忱", "竭诚"}));
  EXPECT_TRUE(ContainsAny("提高10%", {"%"}));
  EXPECT_FALSE(ContainsAny("", {"%"}));
}

}  // namespace
}  // namespace pledge::pipeline
