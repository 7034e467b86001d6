// The manifest of a backup: the size and SHA-256 of every file in it. Text, one
// file a line, so that it can be checked without this program:
//
//   pledge-backup 1
//   store STORE-ID
//   commit N
//   SHA-256 SIZE PATH        for each file, by path; paths are relative
//   end SHA-256              over all lines above
//
// On disk: never change a line. Functions that block on disk.
#ifndef PLEDGE_STORAGE_BACKUP_MANIFEST_H_
#define PLEDGE_STORAGE_BACKUP_MANIFEST_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pledge::storage {

// Its name in the folder of the backup; written last.
inline constexpr char kManifestName[] = "MANIFEST";

struct BackupSummary {
  int64_t file_count = 0;
  uint64_t size_bytes = 0;
};

// Reads every file below `dir`, syncs it and its folder, and writes `dir`/MANIFEST.
// UNAVAILABLE when the disk does not do as it is told.
absl::StatusOr<BackupSummary> WriteManifest(const std::string& dir, const std::string& store_id,
                                            uint64_t commit);

// Syncs a file or folder. UNAVAILABLE.
absl::Status SyncPath(const std::string& path);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_BACKUP_MANIFEST_H_
