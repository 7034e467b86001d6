#include "service/pipeline/extract/extract.h"

#include <utility>

#include "service/pipeline/facts/extract_facts.h"

namespace pledge::pipeline {

Extraction Extract(const CleanText& clean, const SectionTree& tree,
                   std::vector<ReadPassage>* passages, StageClock* clock) {
  Extraction extraction;
  extraction.facts = ExtractFacts(clean, tree);
  if (clock != nullptr) clock->End(Stage::kFacts);
  ExtractedRecords records =
      ExtractRecords(clean.text, tree, ContextFrom(clean.text, extraction.facts), passages);
  extraction.commitments = std::move(records.commitments);
  extraction.achievements = std::move(records.achievements);
  return extraction;
}

}  // namespace pledge::pipeline
