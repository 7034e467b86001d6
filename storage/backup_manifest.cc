#include "storage/backup_manifest.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/base/sha256.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;

constexpr size_t kReadBytes = size_t{1} << 20;

absl::Status DiskError(const std::string& path, const std::string& why) {
  return absl::UnavailableError(absl::StrCat("backup: ", path, ": ", why));
}

struct FileDigest {
  std::string sha256;  // hex
  uint64_t size_bytes = 0;
};

absl::StatusOr<FileDigest> DigestFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return DiskError(path, std::strerror(errno));
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  FileDigest digest;
  std::string buffer(kReadBytes, '\0');
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), file.gcount() > 0) {
    EVP_DigestUpdate(context.get(), buffer.data(), static_cast<size_t>(file.gcount()));
    digest.size_bytes += static_cast<uint64_t>(file.gcount());
  }
  if (file.bad()) return DiskError(path, "cannot be read");
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestFinal_ex(context.get(), bytes, &size);
  digest.sha256 = Hex({reinterpret_cast<const char*>(bytes), size});
  return digest;
}

// Relative paths of all files, sorted.
absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& dir) {
  std::error_code error;
  std::vector<std::string> paths;
  for (fs::recursive_directory_iterator it(dir, error), end; !error && it != end;
       it.increment(error)) {
    if (it->is_regular_file()) paths.push_back(fs::relative(it->path(), dir).string());
  }
  if (error) return DiskError(dir, error.message());
  std::sort(paths.begin(), paths.end());
  return paths;
}

absl::Status WriteText(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return file ? absl::OkStatus() : DiskError(path, "cannot be written");
}

}  // namespace

absl::Status SyncPath(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return DiskError(path, std::strerror(errno));
  const int result = ::fsync(file);
  const int error = errno;
  ::close(file);
  return result == 0 ? absl::OkStatus() : DiskError(path, std::strerror(error));
}

absl::StatusOr<BackupSummary> WriteManifest(const std::string& dir, const std::string& store_id,
                                            uint64_t commit) {
  const auto paths = ListFiles(dir);
  if (!paths.ok()) return paths.status();
  std::string text = absl::StrCat("pledge-backup 1\nstore ", store_id, "\ncommit ", commit, "\n");
  BackupSummary summary;
  std::set<std::string> folders = {dir};
  for (const std::string& path : *paths) {
    const std::string full = absl::StrCat(dir, "/", path);
    const auto digest = DigestFile(full);
    if (!digest.ok()) return digest.status();
    if (absl::Status synced = SyncPath(full); !synced.ok()) return synced;
    folders.insert(fs::path(full).parent_path().string());
    absl::StrAppend(&text, digest->sha256, " ", digest->size_bytes, " ", path, "\n");
    ++summary.file_count;
    summary.size_bytes += digest->size_bytes;
  }
  absl::StrAppend(&text, "end ", Hex(Sha256(text)), "\n");
  const std::string manifest = absl::StrCat(dir, "/", kManifestName);
  if (absl::Status written = WriteText(manifest, text); !written.ok()) return written;
  if (absl::Status synced = SyncPath(manifest); !synced.ok()) return synced;
  for (const std::string& folder : folders) {
    if (absl::Status synced = SyncPath(folder); !synced.ok()) return synced;
  }
  return summary;
}

}  // namespace pledge::storage
