// Part of stage 4: what a letter undertakes (guide sections 2 to 7).
// Total, linear in the input, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_EXTRACT_COMMITMENTS_H_
#define PLEDGE_SERVICE_PIPELINE_EXTRACT_COMMITMENTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/pipeline/records.h"
#include "service/pipeline/rules/interpret.h"
#include "service/pipeline/rules/time_expression.h"
#include "service/pipeline/segment.h"

namespace pledge::pipeline {

// What the rules need to know about the letter as a whole.
struct LetterContext {
  ReferenceDate reference;
  std::string issuer;  // full name; empty when the letter does not print it
  DocumentKind kind = DocumentKind::kUnspecified;
};

// The date of issue, else the year of the document number (guide 5.11).
LetterContext ContextFrom(std::string_view text, const LetterFacts& facts);

// Findings of all passages of `text` in text order; commitments and achievements
// are made from them.
std::vector<Finding> ReadLetter(std::string_view text, const SectionTree& tree,
                                const LetterContext& context);

// In text order, disjoint.
std::vector<Commitment> ExtractCommitments(std::string_view text, const SectionTree& tree,
                                           const std::vector<Finding>& findings,
                                           const LetterContext& context);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_EXTRACT_COMMITMENTS_H_
