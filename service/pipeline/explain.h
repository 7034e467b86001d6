// Tells for every sentence of a text what the rules made of it: which clauses
// became records and by which rules, and which gate stopped each of the others.
// Made from what extraction noted on its way, so it says what happened and
// guesses nothing. Linear in the text; pure; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_EXPLAIN_H_
#define PLEDGE_SERVICE_PIPELINE_EXPLAIN_H_

#include <string_view>
#include <vector>

#include "service/pipeline/extract/extract.h"
#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

// What became of a clause. Same values as pledge.v1.ClauseVerdict.
enum class ClauseVerdict : uint8_t {
  kCommitment = 1,
  kAchievement = 2,
  kPart = 3,  // inside the span of a record whose verb stands in another clause
  kNone = 4,
};

struct ExplainedClause {
  ByteRange range;      // without label and closing mark
  ByteRange predicate;  // main verb; empty when it has none
  ClauseVerdict verdict = ClauseVerdict::kNone;
  // The record that it became or is part of: an index into the commitments when
  // `is_commitment`, else into the achievements; -1 when there is none.
  int32_t record = -1;
  bool is_commitment = false;
  // The rules that made it a record; with kNone the gates that it did not pass,
  // that of commitments before that of achievements; empty with kPart.
  std::vector<const char*> rule_ids;
};

struct ExplainedSentence {
  ByteRange range;       // with its label and closing mark
  int32_t section = -1;  // deepest section that holds it
  std::vector<ExplainedClause> clauses;
};

// In text order, disjoint. Together the sentences hold every letter and digit of
// `text`. `extraction` is what was handed out, `passages` what Extract noted.
std::vector<ExplainedSentence> Explain(std::string_view text, const SectionTree& tree,
                                       const Extraction& extraction,
                                       const std::vector<ReadPassage>& passages);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_EXPLAIN_H_
