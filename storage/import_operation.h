// What an import writes in one commit, as an operation for the committer.
#ifndef PLEDGE_STORAGE_IMPORT_OPERATION_H_
#define PLEDGE_STORAGE_IMPORT_OPERATION_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/store_state.h"

namespace pledge::storage {

class Committer;

struct ImportRows {
  std::vector<std::pair<std::string, std::string>> puts;
  v1::ImportProgress progress;
  // When the progress is complete: all collections, which are shown from then on.
  std::vector<CollectionEntry> collections;
};

// IMPORT_INCOMPLETE: an import has begun, and this is no write of it.
absl::Status ImportIncomplete();

// Writes the rows and the progress, and returns when they are on disk. The first
// ones need an empty store (STORE_NOT_EMPTY) and close it for all other writes;
// the last ones open it again. Blocks.
absl::Status WriteImport(Committer& committer, ImportRows rows);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_IMPORT_OPERATION_H_
