// Grades one commitment: strength (guide section 6), type (4, 14.3) and
// verifiability (5.10, 14.1, 14.2). Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_GRADING_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_GRADING_H_

#include <string_view>

#include "service/pipeline/records.h"
#include "service/pipeline/rules/interpret.h"

namespace pledge::pipeline {

// What the grades are read from. `commitment` has its deadline and targets.
struct GradingInput {
  std::string_view text;
  const Finding& finding;
  const Commitment& commitment;
};

CommitmentType GradeType(const GradingInput& input);

// Needs the type.
Strength GradeStrength(const GradingInput& input);

// True when a number makes a mere raise firm: 将补助标准提高10%. Needs the targets.
bool IsLiftedByNumber(const GradingInput& input);

// Needs type, deadline and targets.
Verifiability GradeVerifiability(const GradingInput& input);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_GRADING_H_
