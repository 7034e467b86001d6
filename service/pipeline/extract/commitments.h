// Part of stage 4: what a clause undertakes (guide sections 2 to 7).
// Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_EXTRACT_COMMITMENTS_H_
#define PLEDGE_SERVICE_PIPELINE_EXTRACT_COMMITMENTS_H_

#include <string>
#include <string_view>

#include "service/pipeline/records.h"
#include "service/pipeline/rules/interpret.h"
#include "service/pipeline/rules/time_expression.h"

namespace pledge::pipeline {

// What the rules need to know about the letter as a whole.
struct LetterContext {
  ReferenceDate reference;
  std::string issuer;  // full name; empty when the letter does not print it
  DocumentKind kind = DocumentKind::kUnspecified;
  bool is_approval = false;    // answers a request from below
  bool is_regulation = false;  // set out in articles: 第一条
};

// The date of issue, else the year of the document number (guide 5.11).
LetterContext ContextFrom(std::string_view text, const LetterFacts& facts);

// The commitment that a finding of the text tells; its section is not set.
Commitment MakeCommitment(std::string_view text, const Finding& finding,
                          const LetterContext& context);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_EXTRACT_COMMITMENTS_H_
