// Pinyin syllables and the readings of Han characters, toned and toneless, for
// telling a gloss from other brackets. The readings are ICU's; a table of the
// build holds them. Pure, thread-safe after the first call.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_PINYIN_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_PINYIN_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace pledge::pipeline {

// One syllable as written.
struct Syllable {
  uint16_t base = 0;  // number of the syllable without tone, from 1
  uint8_t tone = 0;   // 1 to 4 as marked, 0 without a mark

  bool operator==(const Syllable&) const = default;
};

// Letters at the start of a text that may be a syllable.
struct SpelledLetters {
  uint32_t size = 0;                 // bytes, up to the first other character
  uint32_t letters = 0;              // how many
  bool marked = false;               // at least one tone mark
  std::optional<Syllable> syllable;  // when the letters are one syllable
};

// Reads lower-case letters with or without tone marks, at most eight of them.
SpelledLetters ReadLetters(std::string_view text);

// The usual reading of a Han character; base 0 when it has none.
Syllable ReadingOf(char32_t character);

// True when `syllable` is a reading of the character: the usual one, or for
// common characters a second one. A syllable without tone matches every tone.
bool IsReadingOf(Syllable syllable, char32_t character);

// Characters whose usual reading is `syllable`, ascending.
const std::vector<char32_t>& CharactersRead(Syllable syllable);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_PINYIN_H_
