// Cuts running text into sentences and clauses. Quotations, titles and brackets
// are opaque: marks inside them do not cut, and no word inside is a cue.
// Linear in the text; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_CLAUSES_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_CLAUSES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/rules/lexicon.h"
#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// What ends a clause.
enum class ClauseMark : uint8_t { kNone, kComma, kSemicolon, kColon, kStop };

struct Clause {
  ByteRange range;  // without label and mark, blanks trimmed; never empty
  ByteRange label;  // 一是, （一）, 1. at its head; empty when there is none
  ClauseMark mark = ClauseMark::kNone;
  bool starts_sentence = false;
  uint32_t first_word = 0;  // words of the clause in the vector they came from
  uint32_t word_count = 0;
};

// Ranges between paired quotation marks, title marks and brackets inside
// `range` of `text`, marks included, outermost only, in text order.
std::vector<ByteRange> OpaqueRanges(std::string_view text, ByteRange range);

// The clauses of `range` in text order. `range` holds no line break.
// `opaque` are its opaque ranges; `words` are those of the text.
std::vector<Clause> SplitClauses(std::string_view text, ByteRange range,
                                 const std::vector<ByteRange>& opaque,
                                 const std::vector<Word>& words);

// The label of an inline item at the head of `text` (一是, 二要, 第三，, （四）,
// 5., ①), with the mark behind it; 0 when there is none.
uint32_t ItemLabelSize(std::string_view text);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_CLAUSES_H_
