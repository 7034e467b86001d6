// Copies a store while it is in use. Blocks on disk, about as long as reading
// the store takes; writes go on meanwhile. Any thread, one backup at a time.
#ifndef PLEDGE_STORAGE_BACKUP_H_
#define PLEDGE_STORAGE_BACKUP_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/backup_manifest.h"
#include "storage/engine.h"

namespace pledge::storage {

struct FinishedBackup {
  BackupSummary summary;
  uint64_t commit = 0;  // the backup holds at least the state of this commit
};

// Makes the folder `dir`, which must not be there, with a copy of the store and
// its manifest: it can be served as it is. A backup that was cut leaves at most
// `dir`.part, which the next one of this name replaces. ALREADY_EXISTS without
// a reason when `dir` is there; UNAVAILABLE; UNIMPLEMENTED when the engine has
// no files.
absl::StatusOr<FinishedBackup> MakeBackup(Engine& engine, const std::string& store_id,
                                          const std::string& dir);

// When the newest complete backup among the folders of `dir` was finished;
// nullopt when there is none, or it cannot be read. Blocks on disk.
std::optional<absl::Time> NewestBackup(const std::string& dir);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_BACKUP_H_
