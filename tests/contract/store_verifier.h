// Reads every row of an engine and says what does not fit together, with the
// check that the server has as well (storage/store_check.h).
#ifndef PLEDGE_TESTS_CONTRACT_STORE_VERIFIER_H_
#define PLEDGE_TESTS_CONTRACT_STORE_VERIFIER_H_

#include <string>
#include <vector>

#include "storage/engine.h"
#include "storage/store_check.h"

namespace pledge::testing {

// The first 100 faults; empty for a whole store.
std::vector<storage::StoreFault> FindFaults(storage::Engine& engine,
                                            const storage::TextIndexOptions& index = {});
// The same, one line each.
std::vector<std::string> FindBrokenRows(storage::Engine& engine);

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_STORE_VERIFIER_H_
