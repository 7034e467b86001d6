#include "tests/contract/store_verifier.h"

#include "absl/strings/str_cat.h"

namespace pledge::testing {

std::vector<storage::StoreFault> FindFaults(storage::Engine& engine,
                                            const storage::TextIndexOptions& index) {
  const auto check = storage::NewStoreCheck(engine, nullptr, index);
  for (;;) {
    const auto is_complete = check->Step();
    if (!is_complete.ok()) return {{"", is_complete.status().ToString()}};
    if (*is_complete) return check->faults();
  }
}

std::vector<std::string> FindBrokenRows(storage::Engine& engine) {
  std::vector<std::string> found;
  for (const storage::StoreFault& fault : FindFaults(engine)) {
    found.push_back(absl::StrCat(fault.name, ": ", fault.message));
  }
  return found;
}

}  // namespace pledge::testing
