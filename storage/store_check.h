// Reads a whole store and names what is not as it must be: rows that do not parse
// or fail their checksum, broken chains, rows that nothing points to, pointers to
// rows that are not there, a log with holes, an index that leaves something out.
//
// The check goes in short steps, each in a view of its own, beside readers and
// writers: what is judged together is read in one view. One thread; blocks on
// disk.
#ifndef PLEDGE_STORAGE_STORE_CHECK_H_
#define PLEDGE_STORAGE_STORE_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/column_row.h"
#include "storage/packed_row.h"
#include "storage/record_store.h"

namespace pledge::storage {

// Something that is not as it must be.
struct StoreFault {
  std::string name;     // revision, document or collection; empty: none of them
  std::string message;  // never text of a document
};

// A revision with all that belongs to it, whole by itself.
struct CheckedRevision {
  const StoredRevision& revision;
  const ColumnRow& columns;
  const UnpackedRow& sections;
  const UnpackedRow& commitments;
  const UnpackedRow& achievements;
  std::string_view source;
};

struct StoreCheckCounts {
  int64_t documents = 0;
  int64_t total_documents = 0;  // live ones when the check began
  int64_t revisions = 0;
  int64_t bytes = 0;  // of keys and values read
  int64_t faults = 0;
};

class StoreCheck {
 public:
  virtual ~StoreCheck() = default;

  // Goes on for some milliseconds. True when all was read. An error only when the
  // engine cannot read now; the step may then be tried again.
  virtual absl::StatusOr<bool> Step() = 0;
  virtual const StoreCheckCounts& counts() const = 0;
  // The first 100.
  virtual const std::vector<StoreFault>& faults() const = 0;
};

// `content` may be null. `index` tells how terms are drawn and how large segments
// are; without terms the postings are only parsed. The engine must outlive the
// check.
std::unique_ptr<StoreCheck> NewStoreCheck(Engine& engine, ContentCheck content,
                                          TextIndexOptions index);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_STORE_CHECK_H_
