// The floor of the store: the oldest commit at which every document can be read.
// Revisions that were superseded at or before it may be gone, those that were
// visible at it or later are not. Readers over one View; they block on disk.
#ifndef PLEDGE_STORAGE_TRIM_FLOOR_H_
#define PLEDGE_STORAGE_TRIM_FLOOR_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/engine.h"
#include "storage/record_store.h"

namespace pledge::storage {

// Commit 0 when nothing was ever trimmed.
absl::StatusOr<CommitPoint> ReadFloor(View& view);

// The value of the row of a floor.
std::string EncodeFloor(const CommitPoint& floor);

// HISTORY_TRIMMED.
absl::Status HistoryTrimmed();

// What became of the revisions of a document before its oldest kept one, which
// was made at `oldest_kept`: HISTORY_TRIMMED when the floor says that they were
// trimmed, else DATA_LOSS that names `what`.
absl::Status TrimmedBefore(View& view, uint64_t oldest_kept, std::string_view what);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TRIM_FLOOR_H_
