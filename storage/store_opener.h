// What must be known before a store takes calls: its header, where its log
// ends, its collections, and whether it came back as far as its durable mark
// says. Blocks on disk.
#ifndef PLEDGE_STORAGE_STORE_OPENER_H_
#define PLEDGE_STORAGE_STORE_OPENER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/commit_group.h"
#include "storage/durable_mark.h"
#include "storage/engine.h"
#include "storage/store_state.h"

namespace pledge::storage {

struct OpenedStore {
  std::string store_id;
  std::string token_key;
  LogEnd log_end;
  IndexMarks marks;  // set by the caller, who knows the options
  // Null when there is no folder for it, and when the condition is kDataLoss:
  // then the old one must stay.
  std::unique_ptr<DurableMark> mark;
};

// Reads what is on `engine`, or creates an empty store on it; fills `state`,
// with the condition kReadWrite or kDataLoss. `now` dates a new store.
// FAILED_PRECONDITION when a newer version of Pledge wrote it, DATA_LOSS when
// too little is left to read.
absl::StatusOr<OpenedStore> OpenStore(Engine& engine, const std::string& mark_dir, absl::Time now,
                                      StoreState& state);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_STORE_OPENER_H_
