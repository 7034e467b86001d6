// Part of stage 4: all commitments and achievements of a text. Total, linear in
// the input, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_EXTRACT_EXTRACT_RECORDS_H_
#define PLEDGE_SERVICE_PIPELINE_EXTRACT_EXTRACT_RECORDS_H_

#include <string_view>
#include <vector>

#include "service/pipeline/extract/commitments.h"
#include "service/pipeline/records.h"
#include "service/pipeline/rules/interpret.h"
#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

// Both lists are in text order, and no record overlaps another.
struct ExtractedRecords {
  std::vector<Commitment> commitments;
  std::vector<Achievement> achievements;
};

// What became of the clauses of one passage.
struct ReadPassage {
  ByteRange range;
  std::vector<ClauseOutcome> clauses;
};

// `text` is cleaned text and `tree` its sections; an empty tree makes the whole
// text one section of an unknown kind. Appends to `passages`, unless it is
// nullptr, what was read, in text order.
ExtractedRecords ExtractRecords(std::string_view text, const SectionTree& tree,
                                const LetterContext& context,
                                std::vector<ReadPassage>* passages = nullptr);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_EXTRACT_EXTRACT_RECORDS_H_
