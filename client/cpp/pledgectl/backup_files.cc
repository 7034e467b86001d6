#include "client/cpp/pledgectl/backup_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cpp/pledgectl/digest.h"
#include "client/cpp/sha256.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kManifest[] = "MANIFEST";
constexpr char kFirstLine[] = "pledge-backup 1";
constexpr size_t kSha256Digits = 64;
constexpr size_t kBufferBytes = size_t{1} << 20;

absl::Status Damaged(const std::string& what) {
  return client::MakeStatus(absl::StatusCode::kDataLoss, "BACKUP_DAMAGED",
                            "the backup is damaged: " + what, {});
}

absl::Status DiskError(const std::string& path, const std::string& why) {
  return client::MakeStatus(absl::StatusCode::kInternal, "FILE_ERROR", path + ": " + why, {});
}

// A file below the folder, by its plain name.
bool IsInside(const std::string& path) {
  const fs::path parsed(path);
  if (path.empty() || parsed.is_absolute() || path == kManifest) return false;
  for (const fs::path& piece : parsed) {
    if (piece == ".." || piece == "." || piece.empty()) return false;
  }
  return true;
}

// Reads a file to its end, copies it to `to` unless that is null, and compares
// what was read with the manifest.
absl::Status ReadAgainst(const BackupFile& file, const std::string& from, std::ofstream* to) {
  std::ifstream in(from, std::ios::binary);
  if (!in) return Damaged(file.path + " cannot be opened");
  client::Sha256Hasher hasher;
  uint64_t size_bytes = 0;
  std::string buffer(kBufferBytes, '\0');
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0) {
    hasher.Add({buffer.data(), static_cast<size_t>(in.gcount())});
    size_bytes += static_cast<uint64_t>(in.gcount());
    if (to != nullptr) to->write(buffer.data(), in.gcount());
  }
  if (in.bad()) return Damaged(file.path + " cannot be read");
  const std::string sha256 = absl::BytesToHexString(hasher.Finish());
  if (size_bytes != file.size_bytes) return Damaged(file.path + " has another size");
  return sha256 == file.sha256 ? absl::OkStatus() : Damaged(file.path + " has other bytes");
}

absl::StatusOr<BackupManifest> ReadManifest(const std::string& dir) {
  std::ifstream file(dir + "/" + kManifest, std::ios::binary);
  if (!file) {
    return client::MakeStatus(absl::StatusCode::kNotFound, "BACKUP_NOT_FOUND",
                              "no backup in " + dir, {});
  }
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return ParseManifest(text);
}

// A file that the manifest does not name may be anything.
absl::Status CheckNothingElse(const std::string& dir, const BackupManifest& manifest) {
  std::set<std::string> known = {kManifest};
  for (const BackupFile& file : manifest.files) known.insert(file.path);
  std::error_code error;
  for (fs::recursive_directory_iterator it(dir, error), end; !error && it != end;
       it.increment(error)) {
    const std::string path = fs::relative(it->path(), dir).string();
    if (!it->is_directory() && known.count(path) == 0)
      return Damaged(path + " is not in the manifest");
  }
  return error ? DiskError(dir, error.message()) : absl::OkStatus();
}

absl::Status Sync(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return DiskError(path, std::strerror(errno));
  const int result = ::fsync(file);
  ::close(file);
  return result == 0 ? absl::OkStatus() : DiskError(path, "cannot be synced");
}

absl::Status CopyFile(const BackupFile& file, const std::string& dir, const std::string& to) {
  const std::string target = absl::StrCat(to, "/", file.path);
  std::error_code error;
  fs::create_directories(fs::path(target).parent_path(), error);
  if (error) return DiskError(target, error.message());
  std::ofstream out(target, std::ios::binary);
  const absl::Status copied = ReadAgainst(file, absl::StrCat(dir, "/", file.path), &out);
  out.close();
  if (!copied.ok()) return copied;
  if (!out) return DiskError(target, "cannot be written");
  return Sync(target);
}

absl::Status CopyAll(const BackupManifest& manifest, const std::string& dir,
                     const std::string& to) {
  std::set<std::string> folders = {to};
  for (const BackupFile& file : manifest.files) {
    if (absl::Status copied = CopyFile(file, dir, to); !copied.ok()) return copied;
    folders.insert(fs::path(absl::StrCat(to, "/", file.path)).parent_path().string());
  }
  for (const std::string& folder : folders) {
    if (absl::Status synced = Sync(folder); !synced.ok()) return synced;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<BackupManifest> ParseManifest(std::string_view text) {
  const size_t end = text.rfind("end ");
  if (end == std::string_view::npos || (end > 0 && text[end - 1] != '\n')) {
    return Damaged("the manifest has no end");
  }
  const std::string expected =
      absl::StrCat("end ", HexDigest(text.substr(0, end), kSha256Digits), "\n");
  if (text.substr(end) != expected) return Damaged("the manifest has other bytes");
  const std::string body(text.substr(0, end));
  std::vector<std::string> lines = absl::StrSplit(body, '\n', absl::SkipEmpty());
  BackupManifest manifest;
  if (lines.size() < 3 || lines[0] != kFirstLine || lines[1].rfind("store ", 0) != 0 ||
      lines[2].rfind("commit ", 0) != 0 ||
      !absl::SimpleAtoi(lines[2].substr(7), &manifest.commit)) {
    return Damaged("the manifest does not parse");
  }
  manifest.store_id = lines[1].substr(6);
  for (size_t i = 3; i < lines.size(); ++i) {
    const std::vector<std::string> parts = absl::StrSplit(lines[i], absl::MaxSplits(' ', 2));
    BackupFile file;
    if (parts.size() != 3 || parts[0].size() != kSha256Digits ||
        !absl::SimpleAtoi(parts[1], &file.size_bytes) || !IsInside(parts[2])) {
      return Damaged("the manifest does not parse");
    }
    file.sha256 = parts[0];
    file.path = parts[2];
    manifest.files.push_back(std::move(file));
  }
  return manifest;
}

absl::StatusOr<BackupManifest> CheckBackup(const std::string& dir) {
  auto manifest = ReadManifest(dir);
  if (!manifest.ok()) return manifest;
  for (const BackupFile& file : manifest->files) {
    absl::Status read = ReadAgainst(file, absl::StrCat(dir, "/", file.path), nullptr);
    if (!read.ok()) return read;
  }
  if (absl::Status checked = CheckNothingElse(dir, *manifest); !checked.ok()) return checked;
  return manifest;
}

absl::StatusOr<BackupManifest> RestoreBackup(const std::string& dir, const std::string& to) {
  auto manifest = ReadManifest(dir);
  if (!manifest.ok()) return manifest;
  if (absl::Status checked = CheckNothingElse(dir, *manifest); !checked.ok()) return checked;
  std::error_code error;
  if (fs::exists(to, error)) {
    return client::MakeStatus(absl::StatusCode::kAlreadyExists, "FOLDER_EXISTS",
                              "the folder is there already: " + to, {});
  }
  const std::string part = to + ".part";
  fs::remove_all(part, error);
  if (!error) fs::create_directories(part, error);
  if (error) return DiskError(part, error.message());
  if (absl::Status copied = CopyAll(*manifest, dir, part); !copied.ok()) {
    fs::remove_all(part, error);
    return copied;
  }
  fs::rename(part, to, error);
  if (error) return DiskError(to, error.message());
  const fs::path parent = fs::path(to).parent_path();
  if (absl::Status s = Sync(parent.empty() ? "." : parent.string()); !s.ok()) return s;
  return manifest;
}

}  // namespace pledge::cli
