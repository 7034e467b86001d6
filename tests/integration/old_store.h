// A store as a server with an older engine left it: written through the storage
// API while no server runs. Free functions.
#ifndef PLEDGE_TESTS_INTEGRATION_OLD_STORE_H_
#define PLEDGE_TESTS_INTEGRATION_OLD_STORE_H_

#include <string>
#include <vector>

namespace pledge::testing {

struct OldLetter {
  std::string document_id;
  std::string bytes;
  // What the older engine found: everything, or all commitments but the last one,
  // and no deadline in the first.
  bool is_complete = false;
  bool is_deleted = false;
};

// Stores the letters in a collection of the store in `dir`, analysed by engine
// "0". Ends the process when that fails.
void WriteOldLetters(const std::string& dir, const std::string& collection,
                     const std::vector<OldLetter>& letters);

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_OLD_STORE_H_
