// Tests of a text for short words. The lists of the rules hold hundreds of words
// of a few bytes, of which nearly none fits: comparing in place beats a call to
// memcmp or memchr for each. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_TEXT_TEXT_MATCH_H_
#define PLEDGE_SERVICE_PIPELINE_TEXT_TEXT_MATCH_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string_view>

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
inline size_t FindWord(std::string_view text, std::string_view word) {
  if (word.size() < 3) return text.find(word);
  if (text.size() < word.size()) return std::string_view::npos;
  const auto two_bytes = [](const char* at) {
    uint16_t value;
    std::memcpy(&value, at, sizeof(value));
    return value;
  };
  const uint16_t wanted = two_bytes(word.data() + 1);
  const size_t last = text.size() - word.size();
  for (size_t at = 0; at <= last; ++at) {
    if (two_bytes(text.data() + at + 1) == wanted &&
        SameBytes(text.data() + at, word.data(), word.size())) {
      return at;
    }
  }
  return std::string_view::npos;
}

inline bool Contains(std::string_view text, std::string_view word) {
  return FindWord(text, word) != std::string_view::npos;
}

// Words may be any range of string views, or stand in braces.
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

// Which characters a text may hold, as a few hashed bits: tells nearly all words
// that it does not hold from the two first characters of the word. Of text in
// UTF-8; characters of one and two bytes share one bit.
class CharacterFilter {
 public:
  explicit CharacterFilter(std::string_view text) {
    for (size_t at = 0; at < text.size(); at += IsLong(text, at) ? 3 : 1) bits_ |= Bit(text, at);
  }

  // False: the text does not hold `word`, which begins with a character.
  bool MayHold(std::string_view word) const {
    if (word.empty() || (bits_ & Bit(word, 0)) == 0) return word.empty();
    return !IsLong(word, 0) || word.size() < 6 || (bits_ & Bit(word, 3)) != 0;
  }

 private:
  static bool IsLong(std::string_view text, size_t at) {
    return (static_cast<uint8_t>(text[at]) & 0xF0) == 0xE0 && at + 3 <= text.size();
  }
  static uint64_t Bit(std::string_view text, size_t at) {
    if (!IsLong(text, at)) return 1;
    const auto middle = static_cast<uint8_t>(text[at + 1]);
    const auto last = static_cast<uint8_t>(text[at + 2]);
    return uint64_t{1} << ((middle * 5u ^ last) & 63);
  }

  uint64_t bits_ = 0;
};

template <typename Words = WordSet>
bool ContainsAny(std::string_view text, const Words& words) {
  const CharacterFilter filter(text);
  for (const std::string_view word : words) {
    if (filter.MayHold(word) && Contains(text, word)) return true;
  }
  return false;
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
