#include "service/pipeline/clean/pinyin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pledge::pipeline {
namespace {

Syllable Read(std::string_view letters) {
  return ReadLetters(letters).syllable.value_or(Syllable{});
}

TEST(ReadLetters, ReadsOneSyllable) {
  const SpelledLetters read = ReadLetters("qiáo)梁");

  ASSERT_TRUE(read.syllable.has_value());
  EXPECT_EQ(read.size, 5u);
  EXPECT_EQ(read.letters, 4u);
  EXPECT_TRUE(read.marked);
  EXPECT_EQ(read.syllable->tone, 2);
}

TEST(ReadLetters, TakesAllWaysToWriteATone) {
  EXPECT_EQ(Read("lǜ"), Read("lǜ"));
  EXPECT_EQ(Read("bă"), Read("bǎ"));
  EXPECT_EQ(Read("ɡǎi"), Read("gǎi"));
  EXPECT_EQ(Read("lü").base, Read("lv").base);
  EXPECT_EQ(Read("qiao").tone, 0);
}

TEST(ReadLetters, TellsSyllablesFromOtherLetters) {
  EXPECT_FALSE(ReadLetters("ssd)").syllable.has_value());
  EXPECT_FALSE(ReadLetters("kējì)").syllable.has_value());
  EXPECT_FALSE(ReadLetters("2023)").syllable.has_value());
  EXPECT_FALSE(ReadLetters("GPS)").syllable.has_value());
  EXPECT_FALSE(ReadLetters("abcdefghijkl").syllable.has_value());
  EXPECT_TRUE(ReadLetters("kējì)").marked);
  EXPECT_EQ(ReadLetters("").size, 0u);
}

TEST(IsReadingOf, KnowsUsualAndSecondReadings) {
  EXPECT_TRUE(IsReadingOf(Read("qiáo"), U'橋'));
  EXPECT_TRUE(IsReadingOf(Read("qiao"), U'橋'));
  EXPECT_FALSE(IsReadingOf(Read("qiào"), U'橋'));
  EXPECT_TRUE(IsReadingOf(Read("háng"), U'行'));
  EXPECT_FALSE(IsReadingOf(Read("liáng"), U'橋'));
  EXPECT_FALSE(IsReadingOf(Read("qiáo"), U'x'));
}

TEST(CharactersRead, FindsTheCharactersOfASyllable) {
  EXPECT_THAT(CharactersRead(Read("qiáo")), ::testing::Contains(U'橋'));
  EXPECT_THAT(CharactersRead(Syllable{9999, 1}), ::testing::IsEmpty());
}

}  // namespace
}  // namespace pledge::pipeline
