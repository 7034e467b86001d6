// Backups as files: checks one against its manifest, and makes a store folder
// of it. Needs no server. Functions that block on disk.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_BACKUP_FILES_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_BACKUP_FILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pledge::cli {

struct BackupFile {
  std::string path;    // relative
  std::string sha256;  // hex
  uint64_t size_bytes = 0;
};

struct BackupManifest {
  std::string store_id;
  uint64_t commit = 0;  // the backup holds at least its state
  std::vector<BackupFile> files;
};

// DATA_LOSS with BACKUP_DAMAGED for anything that is no whole manifest, also
// for paths that lead out of the folder.
absl::StatusOr<BackupManifest> ParseManifest(std::string_view text);

// Reads every file of the backup in `dir`: all that the manifest names must be
// there with its size and digest, and nothing else. DATA_LOSS with
// BACKUP_DAMAGED names the first file that is not as it should be; NOT_FOUND
// with BACKUP_NOT_FOUND when there is no manifest.
absl::StatusOr<BackupManifest> CheckBackup(const std::string& dir);

// Copies the backup in `dir` to the new folder `to` and checks what it has
// copied, byte for byte as it was read. On an error `to` is not there; a cut
// leaves at most `to`.part. ALREADY_EXISTS with FOLDER_EXISTS when `to` is
// there.
absl::StatusOr<BackupManifest> RestoreBackup(const std::string& dir, const std::string& to);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_BACKUP_FILES_H_
