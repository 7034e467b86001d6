// Deliberate faults, at most one in a build, which show that the test of a
// promise can fail: `./dev check mutants` builds each fault of
// tests/mutants/mutants.txt and expects its test to turn red. Any other build
// has none: the test is false at compile time and leaves no code behind.
#ifndef PLEDGE_SERVICE_BASE_MUTANT_H_
#define PLEDGE_SERVICE_BASE_MUTANT_H_

#include <string_view>

#include "service/base/mutant_name.h"  // made by the build from PLEDGE_MUTANT

namespace pledge {

constexpr bool IsMutant(std::string_view name) { return name == kMutantName; }

}  // namespace pledge

#endif  // PLEDGE_SERVICE_BASE_MUTANT_H_
