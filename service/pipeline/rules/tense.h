// Whether a clause speaks of what is still to come (guide section 2.1): from the
// outside in, the innermost decisive cue wins. Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_TENSE_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_TENSE_H_

#include <string_view>

#include "service/pipeline/rules/scope.h"

namespace pledge::pipeline {

// Either the rule that makes a clause prospective, or the gate that says why
// none does.
struct Tense {
  const char* rule = nullptr;
  const char* gate = nullptr;

  bool IsFuture() const { return rule != nullptr; }
};

// The tense of the clause in its scope. A 将 or 拟 of its own opens the scope for
// the rest of the sentence.
Tense ReadTense(std::string_view text, const ClauseReading& reading,
                const InterpretOptions& options, Scope& scope);

// 要 is a will of one's own only behind 我们 or among plans; elsewhere it asks
// something of others.
bool IsDemand(std::string_view text, const ClauseReading& reading, const InterpretOptions& options,
              const Scope& scope);

// 大桥建成后，将缓解拥堵，提升形象: what a finished project will bring about.
bool IsForecastOfEvent(std::string_view text, const ClauseReading& reading, const Scope& scope);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_TENSE_H_
