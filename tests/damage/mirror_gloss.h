// The damage that one family of mirror sites does to a letter, made on purpose
// and with the truth kept: traditional script, glosses, inserted commas, shifted
// blocks, page furniture. The process works on GBK bytes, as theirs does, so that
// the shifted blocks arise by themselves. Same input and options, same output.
// Thread-safe: pure functions.
#ifndef PLEDGE_TESTS_DAMAGE_MIRROR_GLOSS_H_
#define PLEDGE_TESTS_DAMAGE_MIRROR_GLOSS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace pledge::damage {

struct DamageOptions {
  uint64_t seed = 1;
  bool shifted_blocks = true;  // glosses where two characters' bytes happen to spell a third
  bool furniture = true;       // related links and rankings under the letter
};

enum class RunKind { kCharacter, kGlossed, kShiftedBlock };

// A piece of the clean text and what became of it. Half-open byte ranges.
// Inserted commas and furniture are in no run.
struct TruthRun {
  RunKind kind = RunKind::kCharacter;
  uint32_t clean_start = 0, clean_end = 0;
  uint32_t damaged_start = 0, damaged_end = 0;
};

struct DamagedLetter {
  std::string text;              // UTF-8
  std::string clean;             // what a perfect repair gives back
  std::vector<TruthRun> runs;    // tile `clean`, ascending on both sides
  uint32_t furniture_start = 0;  // byte in `text`; its size when there is none
  int gloss_count = 0, comma_count = 0,
      shifted_block_count = 0;  // in the letter, without the furniture
};

// `clean` is a letter in the documented normal form: simplified, full-width
// marks, one paragraph a line. INVALID_ARGUMENT when it holds a character that
// GBK has not; NOT_FOUND when OpenCC's data is missing.
absl::StatusOr<DamagedLetter> DamageLetter(std::string_view clean, const DamageOptions& options);

}  // namespace pledge::damage

#endif  // PLEDGE_TESTS_DAMAGE_MIRROR_GLOSS_H_
