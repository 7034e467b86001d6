// Tests of a text for words that stand in the code: EndsWithAny<"工作", "建设">(object). As the
// tests of text_match.h, but nothing is built at run time: the compiler makes masks of each list
// that tell nearly all texts that end, begin or are otherwise. Words are of whole characters,
// none is empty. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_TEXT_NAMED_WORDS_H_
#define PLEDGE_SERVICE_PIPELINE_TEXT_NAMED_WORDS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {

// A string literal as a template argument.
template <size_t kBytes>
struct NamedWord {
  static_assert(kBytes > 1, "an empty word stands everywhere");
  consteval NamedWord(const char (&text)[kBytes]) {  // NOLINT(google-explicit-constructor)
    std::copy_n(text, kBytes, bytes);
  }
  constexpr std::string_view view() const { return {bytes, kBytes - 1}; }

  char bytes[kBytes] = {};
};

// Those that follow the lead byte of a character have 64 values: one bit of a mask each.
constexpr int LowBits(char byte) { return static_cast<uint8_t>(byte) & 63; }

// The bits of the bytes `index` behind the start of the words that are long enough.
constexpr uint64_t BitsAt(std::span<const std::string_view> words, size_t index) {
  uint64_t bits = 0;
  for (const std::string_view word : words) {
    if (index < word.size()) bits |= uint64_t{1} << LowBits(word[index]);
  }
  return bits;
}

// The same, `count` bytes before their end.
constexpr uint64_t BitsBeforeEnd(std::span<const std::string_view> words, size_t count) {
  uint64_t bits = 0;
  for (const std::string_view word : words) {
    if (count <= word.size()) bits |= uint64_t{1} << LowBits(word[word.size() - count]);
  }
  return bits;
}

// A list of words with what is known of it beforehand.
template <NamedWord... kWords>
class NamedWords {
 public:
  static constexpr std::array<std::string_view, sizeof...(kWords)> kAll = {kWords.view()...};
  static constexpr std::array<SoughtWord, sizeof...(kWords)> kSought = {
      SoughtWord(kWords.view())...};

  // False: none of the words ends `text`.
  static bool MayEnd(std::string_view text) {
    if (text.size() < kShortest) return false;
    const uint64_t last = kLast >> LowBits(text.back());
    if constexpr (kShortest < 2) return (last & 1) != 0;
    return (last & kBeforeLast >> LowBits(text[text.size() - 2]) & 1) != 0;
  }

  // False: none of the words begins `text`. The lead byte says little.
  static bool MayBegin(std::string_view text) {
    if (text.size() < kShortest) return false;
    if constexpr (kShortest < 3) return (kFirst >> LowBits(text[0]) & 1) != 0;
    return (kSecond >> LowBits(text[1]) & kThird >> LowBits(text[2]) & 1) != 0;
  }

  // False: none of the words stands in the text that `filter` was made of.
  static bool MayStandIn(CharacterFilter filter) {
    return (int{filter.MayHold(kFilterOf<kWords>)} | ...) != 0;  // one branch for all words
  }

 private:
  template <NamedWord kWord>
  static constexpr CharacterFilter kFilterOf = CharacterFilter(kWord.view());

  static constexpr size_t kShortest = std::min({kWords.view().size()...});

  static constexpr uint64_t kFirst = BitsAt(kAll, 0);
  static constexpr uint64_t kSecond = BitsAt(kAll, 1);
  static constexpr uint64_t kThird = BitsAt(kAll, 2);
  static constexpr uint64_t kLast = BitsBeforeEnd(kAll, 1);
  static constexpr uint64_t kBeforeLast = BitsBeforeEnd(kAll, 2);
};

using WordTable = std::span<const std::string_view>;

template <NamedWord... kWords>
requires(sizeof...(kWords) > 0) bool StartsWithAny(std::string_view text) {
  using Words = NamedWords<kWords...>;
  return Words::MayBegin(text) && StartsWithAny<WordTable>(text, Words::kAll);
}

template <NamedWord... kWords>
requires(sizeof...(kWords) > 0) bool EndsWithAny(std::string_view text) {
  using Words = NamedWords<kWords...>;
  return Words::MayEnd(text) && EndsWithAny<WordTable>(text, Words::kAll);
}

template <NamedWord... kWords>
requires(sizeof...(kWords) > 0) bool IsOneOf(std::string_view text) {
  using Words = NamedWords<kWords...>;
  return Words::MayEnd(text) && IsOneOf<WordTable>(text, Words::kAll);
}

// `filter` is that of the text, for those who ask it several times.
template <NamedWord... kWords>
requires(sizeof...(kWords) > 0) bool ContainsAny(std::string_view text, CharacterFilter filter) {
  using Words = NamedWords<kWords...>;
  return Words::MayStandIn(filter) && ContainsSought(text, filter, Words::kSought);
}

template <NamedWord... kWords>
requires(sizeof...(kWords) > 0) bool ContainsAny(std::string_view text) {
  return ContainsAny<kWords...>(text, CharacterFilter(text));
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_TEXT_NAMED_WORDS_H_
