// Part of stage 4: what is said about a letter as a whole (guide section 9.3).
// Total, linear in the input, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_FACTS_EXTRACT_FACTS_H_
#define PLEDGE_SERVICE_PIPELINE_FACTS_EXTRACT_FACTS_H_

#include "service/pipeline/clean/clean.h"
#include "service/pipeline/records.h"
#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

// A fact is absent when the letter does not state it; nothing is guessed.
LetterFacts ExtractFacts(const CleanText& clean, const SectionTree& tree);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_FACTS_EXTRACT_FACTS_H_
