// One paragraph of a letter through the byte-level damage. The part of
// mirror_gloss that knows bytes. Thread-safe: pure functions.
#ifndef PLEDGE_TESTS_DAMAGE_DAMAGE_LINE_H_
#define PLEDGE_TESTS_DAMAGE_DAMAGE_LINE_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/damage/mirror_gloss.h"

namespace pledge::damage {

// A byte on its way: whose it is, and whether it was there from the start.
struct Cell {
  char byte = 0;
  int owner = -1;         // index of the clean character; -1 for an inserted comma
  bool original = false;  // false: inserted
};

struct DamagedLine {
  std::string text;
  std::vector<TruthRun> runs;  // ranges relative to the line, clean ones in bytes of the clean line
  int gloss_count = 0, shifted_block_count = 0;
};

// What a line is before its bytes are touched.
struct LineToDamage {
  std::vector<std::string_view> clean;  // its characters
  std::vector<std::string> written;     // how the mirror writes each one that keeps its bytes
  std::vector<Cell> cells;              // their GBK bytes with inserted commas, in order
};

// Puts in the glosses and decodes. A shift that would swallow the line break or
// an inserted comma is left out: it hides a byte for good, and nobody could say
// what the text was.
DamagedLine DamageLine(const LineToDamage& line, bool shifted_blocks);

}  // namespace pledge::damage

#endif  // PLEDGE_TESTS_DAMAGE_DAMAGE_LINE_H_
