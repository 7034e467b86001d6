// Changes of documents out of the commit log: what a watch goes along. Plain
// values, and a reader over one View that may block on disk.
#ifndef PLEDGE_STORAGE_LOGGED_CHANGES_H_
#define PLEDGE_STORAGE_LOGGED_CHANGES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace pledge::storage {

class View;

// One commit that made a revision, or erased a document.
struct LoggedChange {
  uint64_t commit = 0;
  absl::Time time;
  std::string collection_id;
  uint32_t collection_number = 0;
  uint32_t document_number = 0;
  uint64_t old_commit = 0;  // of the head before; 0 for the first revision
};

struct ChangePull {
  std::vector<LoggedChange> changes;  // in commit order
  uint64_t through = 0;               // every commit up to here was looked at
  absl::Time through_time;
};

// The changes after commit `after`, up to commit `head`, of at least one row of
// the log and about `max_changes`. collection_id stays empty.
absl::StatusOr<ChangePull> ReadLoggedChanges(View& view, uint64_t after, uint64_t head,
                                             size_t max_changes);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_LOGGED_CHANGES_H_
