// Tests of a text for short words. The lists of the rules hold hundreds of words
// of a few bytes, of which nearly none fits: comparing in place beats a call to
// memcmp or memchr for each. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_TEXT_TEXT_MATCH_H_
#define PLEDGE_SERVICE_PIPELINE_TEXT_TEXT_MATCH_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "service/pipeline/text/byte_search.h"

namespace pledge::pipeline {

// True when `size` bytes are the same on both sides.
inline bool SameBytes(const char* a, const char* b, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

inline bool StartsWith(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && SameBytes(text.data(), word.data(), word.size());
}

// Compares from the end: words differ there sooner than in the lead byte of their
// first character.
inline bool EndsWith(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  const char* tail = text.data() + (text.size() - word.size());
  for (size_t i = word.size(); i-- > 0;) {
    if (tail[i] != word[i]) return false;
  }
  return true;
}

inline bool Equals(std::string_view text, std::string_view word) {
  return text.size() == word.size() && EndsWith(text, word);
}

// As text.find(word). Looks for the second and third byte of the word at once: the
// lead bytes of Han characters are much the same.
inline size_t FindWord(std::string_view text, std::string_view word, size_t from = 0) {
  if (word.size() < 3) return text.find(word, from);
  if (text.size() < word.size()) return std::string_view::npos;
  const size_t end = text.size() - word.size() + 1;  // no word begins there or behind
  const char* bytes = text.data();
  const auto stands_at = [&](size_t at) { return SameBytes(bytes + at, word.data(), word.size()); };
  size_t at = from;
  for (; at + kSearchBlock <= end; at += kSearchBlock) {
    uint32_t bits = BitsOfPair(bytes + at + 1, word[1], word[2]);
    for (; bits != 0; bits &= bits - 1) {
      const size_t place = at + static_cast<size_t>(std::countr_zero(bits));
      if (stands_at(place)) return place;
    }
  }
  for (; at < end; ++at) {
    if (bytes[at + 1] == word[1] && bytes[at + 2] == word[2] && stands_at(at)) return at;
  }
  return std::string_view::npos;
}

inline bool Contains(std::string_view text, std::string_view word) {
  return FindWord(text, word) != std::string_view::npos;
}

// Words may be any range of string views; named_words.h is
// quicker for those that stand in the code.
using WordSet = std::initializer_list<std::string_view>;

template <typename Words = WordSet>
bool StartsWithAny(std::string_view text, const Words& words) {
  for (const std::string_view word : words) {
    if (StartsWith(text, word)) return true;
  }
  return false;
}

template <typename Words = WordSet>
bool EndsWithAny(std::string_view text, const Words& words) {
  for (const std::string_view word : words) {
    if (EndsWith(text, word)) return true;
  }
  return false;
}

// The characters of a text as a few hashed bits: tells most words that the text does not
// hold. Of text in UTF-8; characters of one and two bytes share one bit.
class CharacterFilter {
 public:
  constexpr explicit CharacterFilter(std::string_view text) {
    for (size_t at = 0; at < text.size(); at += IsLong(text, at) ? 3 : 1) bits_ |= Bit(text, at);
  }

  // False: the text does not hold the word that `word` was made of.
  constexpr bool MayHold(CharacterFilter word) const { return (word.bits_ & ~bits_) == 0; }

 private:
  static constexpr bool IsLong(std::string_view text, size_t at) {
    return (static_cast<uint8_t>(text[at]) & 0xF0) == 0xE0 && at + 3 <= text.size();
  }
  static constexpr uint64_t Bit(std::string_view text, size_t at) {
    if (!IsLong(text, at)) return 1;
    const auto middle = static_cast<uint8_t>(text[at + 1]);
    const auto last = static_cast<uint8_t>(text[at + 2]);
    return uint64_t{1} << ((middle * 5u ^ last) & 63);
  }

  uint64_t bits_ = 0;
};

// A word of whole characters to be looked for, with its filter made by the compiler.
struct SoughtWord {
  consteval explicit SoughtWord(std::string_view text) : word(text), filter(word) {}

  std::string_view word;
  CharacterFilter filter;
};
using SoughtWords = std::span<const SoughtWord>;

// `filter` is that of the text, for those who ask it several times.
inline bool ContainsSought(std::string_view text, CharacterFilter filter, SoughtWords words) {
  for (const SoughtWord& sought : words) {
    if (filter.MayHold(sought.filter) && Contains(text, sought.word)) return true;
  }
  return false;
}

// The same for words in a table or in braces.
template <typename Words = WordSet>
bool ContainsAny(std::string_view text, CharacterFilter filter, const Words& words) {
  for (const std::string_view word : words) {
    if (filter.MayHold(CharacterFilter(word)) && Contains(text, word)) return true;
  }
  return false;
}

template <typename Words = WordSet>
bool ContainsAny(std::string_view text, const Words& words) {
  return ContainsAny(text, CharacterFilter(text), words);
}

template <typename Words = WordSet>
bool IsOneOf(std::string_view text, const Words& words) {
  for (const std::string_view word : words) {
    if (Equals(text, word)) return true;
  }
  return false;
}

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_TEXT_TEXT_MATCH_H_
