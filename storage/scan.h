// What a scan over records selects, where it stands, and who decides and who is
// shown what it finds. Plain values and interfaces; the scan itself is
// RecordStore::Pull and PullColumns.
#ifndef PLEDGE_STORAGE_SCAN_H_
#define PLEDGE_STORAGE_SCAN_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/column_row.h"
#include "storage/packed_row.h"

namespace pledge::storage {

enum class RecordKind : uint8_t { kSections = 1, kCommitments = 2, kAchievements = 3 };

// A parent is a whole collection (document_id empty), a document at its head, or
// one revision (ordinal not 0).
struct ScanParent {
  std::string collection_id;
  std::string document_id;
  uint64_t ordinal = 0;
};

// Decides from the column row of a revision whether and which of its records
// are read, before any of them is. Used by one scan at a time.
class ScanFilter {
 public:
  virtual ~ScanFilter() = default;
  // False: none of the revision's records is wanted. True: those i with
  // (*wanted)[i], or all when `wanted` is left empty; it comes empty. When it is
  // filled it has an element for each record of the scanned kind. The records
  // that are then visited belong to this row until the next call, as long as
  // `columns` is good.
  virtual bool Select(const ColumnRow& columns, std::vector<bool>* wanted) = 0;
};

// A range of index terms, any of which will do.
struct TermRange {
  uint64_t first = 0;
  uint64_t last = 0;
};

struct ScanSelector {
  RecordKind kind = RecordKind::kSections;
  std::vector<ScanParent> parents;  // none: everything
  uint32_t tag_mask = 0xffffffff;   // bit t set: records of tag t are wanted
  bool include_deleted = false;     // also documents that are deleted at `at`
  uint64_t at = 0;                  // commit of the state that is read
  ScanFilter* filter = nullptr;     // not owned; null: every revision is wanted
  // Documents that lack one of these in every revision may be left out.
  std::vector<TermRange> terms;
};

// What one pull may use up before it stops. Each pull gets on by one document at
// least.
struct ScanLimits {
  size_t bytes = std::numeric_limits<size_t>::max();  // of rows read
  absl::Duration time = absl::InfiniteDuration();
};

// Where a scan stands: everything up to and including this record was given.
struct ScanPosition {
  uint32_t parent = 0;  // index into parents
  uint32_t collection_number = 0;
  uint32_t document_number = 0;
  uint32_t next_record = 0;  // index of the first record not yet given
  bool operator==(const ScanPosition&) const = default;
};

// A revision as its column row shows it.
struct ScannedColumns {
  uint32_t parent = 0;  // index into parents
  uint32_t collection_number = 0;
  uint32_t document_number = 0;
  uint64_t commit = 0;  // that made the revision
  const ColumnRow& columns;
};

// Called for each visible revision in order. False stops before this one.
using ColumnVisitor = std::function<bool(const ScannedColumns&)>;

struct PullResult {
  ScanPosition position;  // where to go on
  bool complete = false;  // nothing is left
  int64_t scanned = 0;    // records looked at, wanted or not
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_SCAN_H_
