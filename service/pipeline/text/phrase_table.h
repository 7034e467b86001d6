// A fixed list of phrases that is looked up at a place in a text in constant
// time: one table read tells most characters from the beginning of a phrase.
// Immutable after construction, thread-safe; copies the list, not the words
// (they must be literals or outlive the table).
#ifndef PLEDGE_SERVICE_PIPELINE_TEXT_PHRASE_TABLE_H_
#define PLEDGE_SERVICE_PIPELINE_TEXT_PHRASE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pledge::pipeline {

struct Phrase {
  std::string_view words;  // begins with characters of three bytes in UTF-8
  uint32_t value = 0;      // meaning given by the owner of the table
};

class PhraseTable {
 public:
  explicit PhraseTable(std::span<const Phrase> phrases);

  // The longest phrase that begins at `at`, or nullptr. `at` may be any place.
  const Phrase* Match(std::string_view text, size_t at) const {
    if (at + 3 > text.size()) return nullptr;
    const uint8_t lead = static_cast<uint8_t>(text[at]);
    if ((lead & 0xF0) != 0xE0) return nullptr;
    return MatchCharacter(text, at, Character(text, at));
  }

  // The same for a place that is known to begin the character `character`.
  const Phrase* MatchCharacter(std::string_view text, size_t at, uint16_t character) const {
    if (!MayMatch(text, at, character)) return nullptr;
    return Search(text, at, (first_[character] & ~kAlone) - 1u);
  }

  // Over characters of three bytes, from `at` to `end` at most, with which no phrase begins.
  size_t SkipPlain(std::string_view text, size_t at, size_t end) const {
    while (at + 3 <= end && (static_cast<uint8_t>(text[at]) & 0xF0) == 0xE0 &&
           !MayMatch(text, at, Character(text, at))) {
      at += 3;
    }
    return at;
  }

  // Code point of the three-byte character at `at`.
  static uint16_t Character(std::string_view text, size_t at) {
    const uint8_t* bytes = reinterpret_cast<const uint8_t*>(text.data()) + at;
    return static_cast<uint16_t>((bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 |
                                 (bytes[2] & 0x3F));
  }

 private:
  static constexpr uint16_t kAlone = 1 << 15;  // the character is a phrase by itself

  // False when MatchCharacter would give nullptr; nearly always true when not.
  bool MayMatch(std::string_view text, size_t at, uint16_t character) const {
    const uint16_t bucket = first_[character];
    return bucket != 0 && ((bucket & kAlone) != 0 || MayFollow(text, at, character));
  }

  // False when no phrase goes on with the character that follows; most do not.
  bool MayFollow(std::string_view text, size_t at, uint16_t character) const {
    if (at + 6 > text.size()) return false;
    const uint16_t pair = Pair(character, Character(text, at + 3));
    return (pairs_[pair >> 6] >> (pair & 63) & 1) != 0;
  }

  static uint16_t Pair(uint16_t first, uint16_t second) {
    return static_cast<uint16_t>(first * 40503u + second);
  }

  const Phrase* Search(std::string_view text, size_t at, size_t index) const;

  std::vector<Phrase> phrases_;  // by first character, longest first
  std::vector<uint16_t> first_;  // character → 1 + index of its first phrase, and kAlone
  std::vector<uint64_t> pairs_;  // a bit for each pair of first characters, hashed
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_TEXT_PHRASE_TABLE_H_
