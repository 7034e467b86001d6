// Part of stage 2: which named damage profiles a text shows, and where its
// glosses stand. Decides for the document as a whole, so that a single genuine
// bracket is never taken for damage. Total, linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_DAMAGE_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_DAMAGE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/pipeline/clean/pinyin.h"
#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// A reading in ASCII brackets behind a Han character: 例(lì).
struct GlossSite {
  ByteRange brackets;  // with both brackets
  char32_t owner = 0;  // the character before
  Syllable syllable;
  bool marked = false;  // with a tone mark
  bool usual = false;   // it is a reading of the owner
  bool dense = false;   // nearly every character around has one: a teaching text
};

struct Damage {
  std::vector<GlossSite> glosses;     // to be taken out, ascending
  bool inserted_marks = false;        // ASCII commas stand before other marks
  bool shifted_blocks = false;        // GBK pairs may have been cut apart
  bool traditional = false;           // simplified text was turned traditional
  std::vector<std::string> profiles;  // names for CleanText::profiles

  bool empty() const { return profiles.empty(); }
};

Damage FindDamage(std::string_view text);

// True when an ASCII comma at `at` stands right before another mark: ,， ,。 ,,
bool IsInsertedMark(std::string_view text, size_t at);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_DAMAGE_H_
