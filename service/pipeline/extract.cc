#include "service/pipeline/extract.h"

#include <utility>

#include "service/pipeline/extract_facts.h"
#include "service/pipeline/extract_records.h"

namespace pledge::pipeline {

Extraction Extract(const CleanText& clean, const SectionTree& tree) {
  Extraction extraction;
  extraction.facts = ExtractFacts(clean, tree);
  ExtractedRecords records =
      ExtractRecords(clean.text, tree, ContextFrom(clean.text, extraction.facts));
  extraction.commitments = std::move(records.commitments);
  extraction.achievements = std::move(records.achievements);
  return extraction;
}

}  // namespace pledge::pipeline
