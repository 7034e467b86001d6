// Looks at the raw rows of a store and says what does not fit together: a
// commit is all or nothing, so every row must have those that were written with
// it, and back.
#ifndef PLEDGE_TESTS_CONTRACT_STORE_VERIFIER_H_
#define PLEDGE_TESTS_CONTRACT_STORE_VERIFIER_H_

#include <string>
#include <vector>

#include "storage/engine.h"

namespace pledge::testing {

// One line for each finding; empty for a whole store.
std::vector<std::string> FindBrokenRows(storage::Engine& engine);

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_STORE_VERIFIER_H_
