// The steps of dropping old revisions: finds what goes in a view of its own, then
// has the committer raise the floor, and only after that delete the rows. Blocks
// on disk and on the committer; any thread.
#ifndef PLEDGE_STORAGE_TRIMMER_H_
#define PLEDGE_STORAGE_TRIMMER_H_

#include "absl/status/statusor.h"
#include "storage/committer.h"
#include "storage/engine.h"
#include "storage/store_state.h"
#include "storage/trim.h"

namespace pledge::storage {

// As RecordStore::Trim.
absl::StatusOr<TrimStep> TakeTrimStep(Engine& engine, const StoreState& state, Committer& committer,
                                      const TrimSelector& selector, const TrimPosition& from);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TRIMMER_H_
