// Work that nobody calls for: purging documents whose time has come, and making
// purged bytes go from the engine's files. Blocks on disk and on the committer;
// one call at a time.
#ifndef PLEDGE_STORAGE_MAINTENANCE_H_
#define PLEDGE_STORAGE_MAINTENANCE_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "storage/committer.h"
#include "storage/engine.h"
#include "storage/store_state.h"

namespace pledge::storage {

// Purges deleted documents with a purge time at or before `now`, a bounded
// number of them. One that was restored meanwhile stays. The first error of a
// purge; the others are done all the same.
absl::Status PurgeDue(Engine& engine, const StoreState& state, Committer& committer,
                      absl::Time now);

// Erases what purges and trims up to now have deleted and forgets the tasks. A
// failure leaves them to be done again.
absl::Status EraseDeleted(Engine& engine, Committer& committer);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_MAINTENANCE_H_
