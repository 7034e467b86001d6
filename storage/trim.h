// Which old revisions go, and what a step of that work did. Plain values; the
// work itself is RecordStore::Trim.
#ifndef PLEDGE_STORAGE_TRIM_H_
#define PLEDGE_STORAGE_TRIM_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "storage/scan.h"

namespace pledge::storage {

// A revision goes when neither rule keeps it. The newest one of a document always
// stays.
struct TrimRule {
  uint64_t keep_revisions = 1;           // newest ones that stay; at least 1
  std::optional<absl::Time> keep_after;  // what was the newest one then or later stays
};

struct TrimSelector {
  // Collections and documents; none: everything. What is not there is passed over.
  std::vector<ScanParent> parents;
  TrimRule rule;
  // The rule is applied to the store as it stood at this commit: what was the
  // newest revision of a document then stays, and so does all that came later.
  uint64_t at = 0;
  bool dry_run = false;  // nothing goes, all is counted
};

// Where the work stands: the next document to look at. Empty: the first one.
struct TrimPosition {
  size_t parent = 0;  // index into TrimSelector::parents
  uint32_t collection_number = 0;
  uint32_t document_number = 0;
};

// What one step did, or would have done.
struct TrimStep {
  TrimPosition position;  // where to go on
  bool complete = false;  // nothing is left
  int64_t documents = 0;  // looked at
  int64_t failed = 0;     // of these: written to all the time, so that some stay
  int64_t revisions = 0;  // gone
  int64_t bytes = 0;      // of the rows that are gone, as stored
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TRIM_H_
