// The words that segmenting looks for inside clauses, in one table. Marks of
// punctuation are rows too, so that one look-up at a character decides.
// Thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_CUES_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_CUES_H_

#include <cstdint>

#include "service/pipeline/text/phrase_table.h"

namespace pledge::pipeline {

// Values of punctuation rows: above all cue bits.
inline constexpr uint32_t kPunctuation = 1u << 24;
enum class Punctuation : uint32_t {
  kComma = kPunctuation,
  kSemicolon,
  kColon,
  kStop,
  kOpenQuote,    // “
  kOpenTitle,    // 《
  kOpenBracket,  // （
  kWideBlank,    // U+3000
  kZeroBlank,    // U+FEFF, U+200B
  kFirstLabel,   // 一、, which may follow a title without a mark
};

// Rows with value 0 are words that hold a cue but are none (了解, 行动计划).
const PhraseTable& CueTable();

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_CUES_H_
