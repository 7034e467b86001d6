#include "storage/backup.h"

#include <sys/stat.h>

#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "storage/commit_log.h"
#include "storage/durable_mark.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;

// Of a backup that is being made.
constexpr char kPartSuffix[] = ".part";

absl::Status DiskError(const std::string& path, const std::error_code& error) {
  return absl::UnavailableError(absl::StrCat("backup: ", path, ": ", error.message()));
}

// The end of the log, as a mark claims it.
absl::StatusOr<MarkPoint> PointOf(Engine& engine, const std::string& store_id) {
  const std::unique_ptr<View> view = engine.OpenView();
  const auto row = LastLogRow(*view);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return MarkPoint{store_id, 0, EmptyLogDigest()};
  return MarkPoint{store_id, (*row)->last_commit(), (*row)->running_digest};
}

absl::Status WriteMark(const std::string& dir, const MarkPoint& point) {
  auto mark = DurableMark::Open(dir);
  return mark.ok() ? (*mark)->Write(point) : mark.status();
}

}  // namespace

absl::StatusOr<FinishedBackup> MakeBackup(Engine& engine, const std::string& store_id,
                                          const std::string& dir) {
  const std::string part = dir + kPartSuffix;
  std::error_code error;
  if (fs::exists(dir, error)) return absl::AlreadyExistsError(absl::StrCat("backup: ", dir));
  fs::remove_all(part, error);
  if (error) return DiskError(part, error);
  fs::create_directories(part, error);
  if (error) return DiskError(part, error);

  // Read before the copy is made, so that the copy holds what the mark claims.
  const auto point = PointOf(engine, store_id);
  if (!point.ok()) return point.status();
  if (absl::Status copied = engine.Checkpoint(part); !copied.ok()) {
    fs::remove_all(part, error);  // the next backup of this name does it otherwise
    return copied;
  }
  if (absl::Status marked = WriteMark(part, *point); !marked.ok()) return marked;
  const auto summary = WriteManifest(part, store_id, point->head);
  if (!summary.ok()) return summary.status();

  fs::rename(part, dir, error);
  if (error) return DiskError(dir, error);
  if (absl::Status s = SyncPath(fs::path(dir).parent_path().string()); !s.ok()) return s;
  return FinishedBackup{*summary, point->head};
}

std::optional<absl::Time> NewestBackup(const std::string& dir) {
  std::optional<absl::Time> newest;
  std::error_code error;
  for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == kPartSuffix) continue;
    struct stat manifest;
    if (::stat((it->path() / kManifestName).c_str(), &manifest) != 0) continue;
    const absl::Time time = absl::TimeFromTimespec(manifest.st_mtim);
    if (!newest || time > *newest) newest = time;
  }
  return newest;
}

}  // namespace pledge::storage
