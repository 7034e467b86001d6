#include "service/pipeline/extract.h"

#include "service/pipeline/extract_achievements.h"
#include "service/pipeline/extract_commitments.h"
#include "service/pipeline/extract_facts.h"

namespace pledge::pipeline {

Extraction Extract(const CleanText& clean, const SectionTree& tree) {
  Extraction extraction;
  extraction.facts = ExtractFacts(clean, tree);
  const LetterContext context = ContextFrom(clean.text, extraction.facts);
  const std::vector<Finding> findings = ReadLetter(clean.text, tree, context);
  extraction.commitments = ExtractCommitments(clean.text, tree, findings, context);
  extraction.achievements = ExtractAchievements(clean.text, tree, findings);
  return extraction;
}

}  // namespace pledge::pipeline
