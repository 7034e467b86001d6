// Cuts running text into sentences and clauses. Quotations, titles and brackets
// are opaque: marks inside them do not cut, and no word inside is a cue.
// Linear in the text; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_CLAUSES_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_CLAUSES_H_

#include <cstdint>
#include <span>
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

// A mark that cuts, or that opens or closes a pair.
struct Mark {
  uint32_t at = 0;
  uint32_t code_point = 0;

  uint32_t end() const { return at + (code_point < 0x80 ? 1 : 3); }
};

// All marks of `range` in text order.
std::vector<Mark> FindMarks(std::string_view text, ByteRange range);

// Those of `marks`, which are in text order, that stand in `range`.
std::span<const Mark> MarksIn(std::span<const Mark> marks, ByteRange range);

// Ranges between paired quotation marks, title marks and brackets, marks
// included, outermost only, in text order. `marks` are those of the range that
// is looked at: a pair across its edge is none.
std::vector<ByteRange> OpaqueRanges(std::span<const Mark> marks);

// The clauses of `range` in text order. `range` holds no line break. `marks` are
// those of the range and `opaque` its opaque ranges; `words` are those of the text.
std::vector<Clause> SplitClauses(std::string_view text, ByteRange range,
                                 std::span<const Mark> marks, const std::vector<ByteRange>& opaque,
                                 const std::vector<Word>& words);

// The label of an inline item at the head of `text` (一是, 二要, 第三，, （四）,
// 5., ①, ——), with the mark behind it; 0 when there is none.
uint32_t ItemLabelSize(std::string_view text);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_CLAUSES_H_
