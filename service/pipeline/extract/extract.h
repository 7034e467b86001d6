// Stage 4: cleaned text and section tree → facts, commitments, achievements.
// Total, linear in the input, pure, thread-safe. The rules stand in rules/.
#ifndef PLEDGE_SERVICE_PIPELINE_EXTRACT_EXTRACT_H_
#define PLEDGE_SERVICE_PIPELINE_EXTRACT_EXTRACT_H_

#include <vector>

#include "service/pipeline/clean/clean.h"
#include "service/pipeline/extract/extract_records.h"
#include "service/pipeline/records.h"
#include "service/pipeline/segment/segment.h"
#include "service/pipeline/stage_clock.h"

namespace pledge::pipeline {

struct Extraction {
  LetterFacts facts;
  std::vector<Commitment> commitments;    // in text order, disjoint
  std::vector<Achievement> achievements;  // in text order, disjoint
};

// Appends to `passages`, unless it is nullptr, what was read on the way, for
// Explain. Ends Stage::kFacts on `clock`, unless it is nullptr.
Extraction Extract(const CleanText& clean, const SectionTree& tree,
                   std::vector<ReadPassage>* passages = nullptr, StageClock* clock = nullptr);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_EXTRACT_EXTRACT_H_
