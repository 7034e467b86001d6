// The masks of a list must never hide a word that is there: every test is held against one
// that looks at the words one by one, on all short texts of a few characters.
#include "service/pipeline/text/named_words.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace pledge::pipeline {
namespace {

constexpr std::string_view kHalf = "\xE5\xBB";  // two bytes of 建

// All texts of up to four characters; 佟 and 作 begin with the same bytes, and so do 廷 and 建.
std::vector<std::string> ShortTexts() {
  std::vector<std::string> texts = {""};
  for (size_t from = 0, count = 0; count < 4; ++count) {
    const size_t end = texts.size();
    for (; from < end; ++from) {
      for (const std::string_view next : std::initializer_list<std::string_view>{
               "工", "作", "建", "设", "廷", "佟", "a", ",", kHalf}) {
        texts.push_back(texts[from] + std::string(next));
      }
    }
  }
  return texts;
}

bool HoldsHalf(std::string_view text) {
  for (size_t at = text.find(kHalf); at != text.npos; at = text.find(kHalf, at + 1)) {
    if (!text.substr(at).starts_with("建") && !text.substr(at).starts_with("廷")) return true;
  }
  return false;
}

template <NamedWord... kWords>
void ExpectAsOneByOne() {
  size_t ends = 0;
  for (const std::string& text : ShortTexts()) {
    const std::string_view view = text;
    const bool may_end = (view.ends_with(kWords.view()) || ...);
    ends += may_end;

    ASSERT_EQ(EndsWithAny<kWords...>(view), may_end) << text;
    ASSERT_EQ(StartsWithAny<kWords...>(view), (view.starts_with(kWords.view()) || ...)) << text;
    ASSERT_EQ(IsOneOf<kWords...>(view), ((view == kWords.view()) || ...)) << text;
    if (HoldsHalf(view)) continue;  // the filter is one of whole characters
    ASSERT_EQ(ContainsAny<kWords...>(view), ((view.find(kWords.view()) != view.npos) || ...))
        << text;
  }
  EXPECT_GT(ends, 0u);
}

TEST(NamedWords, FindsOneWord) { ExpectAsOneByOne<"工作">(); }

TEST(NamedWords, FindsWordsOfOneCharacter) { ExpectAsOneByOne<"作", "建">(); }

TEST(NamedWords, FindsWordsOfSeveralLengths) {
  ExpectAsOneByOne<"设", "工作", "建设工", "廷建设作">();
}

TEST(NamedWords, FindsSingleBytesBesideCharacters) {
  ExpectAsOneByOne<",", "建设">();
  ExpectAsOneByOne<"aa", "工">();
}

TEST(NamedWords, FindsNothingInAnEmptyText) {
  EXPECT_FALSE((EndsWithAny<"工作", "a">("")));
  EXPECT_FALSE((StartsWithAny<"工作", "a">("")));
  EXPECT_FALSE((IsOneOf<"工作", "a">("")));
  EXPECT_FALSE((ContainsAny<"工作", "a">("")));
}

TEST(NamedWords, ContainsAnyTakesTheFilterOfTheText) {
  const std::string_view text = "工作建设";
  const CharacterFilter filter(text);

  EXPECT_TRUE((ContainsAny<"廷", "建设">(text, filter)));
  EXPECT_FALSE((ContainsAny<"廷", "建工">(text, filter)));
}

}  // namespace
}  // namespace pledge::pipeline
