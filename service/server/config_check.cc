#include "service/server/config_check.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "service/server/policy_file.h"
#include "service/server/tls_files.h"

namespace pledge::server {
namespace {

namespace fs = std::filesystem;

// The folder itself, or the nearest above it that is there.
fs::path NearestExisting(const fs::path& folder) {
  std::error_code ignored;  // what cannot be looked at is not there
  fs::path at = fs::absolute(folder, ignored);
  while (at.has_relative_path() && !fs::exists(at, ignored)) at = at.parent_path();
  return at;
}

void CheckFolder(const std::string& flag, const fs::path& folder, std::vector<std::string>* out) {
  const fs::path at = NearestExisting(folder);
  std::error_code ignored;
  if (!fs::is_directory(at, ignored)) {
    out->push_back(absl::StrCat(flag, ": ", at.string(), " is no folder"));
  } else if (::access(at.c_str(), W_OK | X_OK) != 0) {
    out->push_back(
        absl::StrCat(flag, ": ", at.string(), " cannot be written: ", std::strerror(errno)));
  }
}

void CheckDisk(const fs::path& folder, uint64_t reserve_mib, std::vector<std::string>* out) {
  std::error_code error;
  const fs::space_info space = fs::space(NearestExisting(folder), error);
  const uint64_t free_mib = space.available >> 20;
  if (error || free_mib >= reserve_mib) return;
  out->push_back(absl::StrCat("--store: ", free_mib, " MiB of disk are free, below the ",
                              reserve_mib, " MiB of --disk-reserve-mib: writes would be refused"));
}

}  // namespace

std::vector<std::string> FindConfigFaults(const Options& options) {
  std::vector<std::string> out;
  if (!options.tls.empty()) {
    const auto material = LoadTls(options.tls, absl::Now());
    if (!material.ok()) out.emplace_back(material.status().message());
  }
  if (!options.policy.empty()) {
    const auto policy = LoadPolicy(options.policy);
    if (!policy.ok()) out.emplace_back(policy.status().message());
  }
  // A database is looked for when it is needed: it may come up later.
  if (absl::StartsWith(options.store, kRocksDbPrefix)) {
    const std::string folder(absl::StripPrefix(options.store, kRocksDbPrefix));
    CheckFolder("--store", folder, &out);
    CheckDisk(folder, options.disk_reserve_mib, &out);
  }
  if (!options.backup_dir.empty()) CheckFolder("--backup-dir", options.backup_dir, &out);
  return out;
}

}  // namespace pledge::server
