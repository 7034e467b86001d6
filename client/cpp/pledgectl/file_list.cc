#include "client/cpp/pledgectl/file_list.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "client/cpp/pledgectl/digest.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

namespace fs = std::filesystem;

bool IsHidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return !name.empty() && name[0] == '.';
}

// A regular file; anything else is left to the caller.
ListedFile Describe(const std::string& path, std::string id_path, const struct stat& info) {
  ListedFile file;
  file.path = path;
  file.id_path = std::move(id_path);
  file.size_bytes = info.st_size;
  file.modified_ns = info.st_mtim.tv_sec * int64_t{1'000'000'000} + info.st_mtim.tv_nsec;
  file.readable = access(path.c_str(), R_OK) == 0;
  return file;
}

class Lister {
 public:
  absl::Status Add(const std::string& path) {
    struct stat info;
    if (stat(path.c_str(), &info) != 0) return FileError(path, errno);
    if (S_ISDIR(info.st_mode)) return AddFolder(path);
    if (!S_ISREG(info.st_mode)) return FileError(path, EINVAL);
    Take(path, fs::path(path).filename().string(), info);
    return absl::OkStatus();
  }

  std::vector<ListedFile> Finish() { return std::move(files_); }

 private:
  absl::Status AddFolder(const std::string& folder) {
    std::error_code error;
    std::vector<std::string> found;
    fs::recursive_directory_iterator it(folder, error);
    for (; !error && it != fs::end(it); it.increment(error)) {
      const bool hidden = IsHidden(it->path());
      if (hidden) it.disable_recursion_pending();
      if (!hidden) found.push_back(it->path().string());
    }
    if (error) return FileError(folder, error.value());
    std::sort(found.begin(), found.end());
    for (const std::string& path : found) TakeRegular(folder, path);
    return absl::OkStatus();
  }

  // A link that leads nowhere is no file either.
  void TakeRegular(const std::string& folder, const std::string& path) {
    struct stat info;
    if (stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return;
    Take(path, fs::path(path).lexically_relative(folder).string(), info);
  }

  void Take(const std::string& path, std::string id_path, const struct stat& info) {
    if (!seen_.insert(fs::path(path).lexically_normal().string()).second) return;
    files_.push_back(Describe(path, std::move(id_path), info));
  }

  std::vector<ListedFile> files_;
  std::set<std::string> seen_;
};

}  // namespace

absl::StatusOr<std::vector<ListedFile>> ListFiles(const std::vector<std::string>& paths) {
  Lister lister;
  for (const std::string& path : paths) {
    if (absl::Status status = lister.Add(path); !status.ok()) return status;
  }
  return lister.Finish();
}

std::vector<std::string> ReadPathList(std::istream& in) {
  std::vector<std::string> paths;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) paths.push_back(line);
  }
  return paths;
}

std::string SessionIdFor(std::string_view collection, const std::vector<ListedFile>& files,
                         int generation) {
  // Each file goes into the digest of those before it: a million need no room.
  std::string digest = HexDigest(collection, 64);
  for (const ListedFile& file : files) {
    // The place of the file, not the folder the command was started in.
    std::error_code ignored;
    const fs::path place = fs::absolute(file.path, ignored).lexically_normal();
    digest = HexDigest(absl::StrCat(digest, " ", file.size_bytes, " ", file.modified_ns, " ",
                                    file.readable, " ", place.string()),
                       64);
  }
  const std::string id = "files-" + digest.substr(0, 12);
  return generation == 1 ? id : absl::StrCat(id, "-", generation);
}

absl::Status FileError(const std::string& path, int error_number) {
  absl::StatusCode code = absl::StatusCode::kUnknown;
  if (error_number == ENOENT || error_number == ENOTDIR) code = absl::StatusCode::kNotFound;
  if (error_number == EACCES || error_number == EPERM) code = absl::StatusCode::kPermissionDenied;
  if (error_number == EISDIR || error_number == EINVAL) code = absl::StatusCode::kInvalidArgument;
  const std::string words =
      error_number == EINVAL ? "not a regular file" : std::string(std::strerror(error_number));
  return client::MakeStatus(code, "FILE_UNREADABLE", absl::StrCat(path, ": ", words), {});
}

}  // namespace pledge::cli
