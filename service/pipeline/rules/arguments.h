// Fills the arguments of one commitment from its finding: actor, cooperators,
// condition, deadline, targets (guide section 5). Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_ARGUMENTS_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_ARGUMENTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/pipeline/records.h"
#include "service/pipeline/rules/interpret.h"

namespace pledge::pipeline {

// The nearest governing subject; 我局 and an omitted subject mean `issuer` when
// it is known. nullopt when nothing is known.
std::optional<Argument> ResolveActor(std::string_view text, const Finding& finding,
                                     const std::string& issuer);

// In text order, each body once.
std::vector<Cooperator> FindCooperators(std::string_view text, const Finding& finding);

std::optional<Condition> FindCondition(std::string_view text, const Finding& finding);

std::optional<Deadline> FindDeadline(std::string_view text, const Finding& finding,
                                     const ReferenceDate& reference);

std::vector<Target> FindTargets(std::string_view text, const Finding& finding);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_ARGUMENTS_H_
