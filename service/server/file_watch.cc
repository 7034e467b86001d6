#include "service/server/file_watch.h"

#include <sys/stat.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/base/log.h"

namespace pledge::server {
namespace {

// Differs when a file was replaced, written or removed.
std::string Fingerprint(const std::vector<std::string>& paths) {
  std::string out;
  for (const std::string& path : paths) {
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0) {
      absl::StrAppend(&out, "none;");
      continue;
    }
    absl::StrAppend(&out, info.st_dev, ",", info.st_ino, ",", info.st_size, ",",
                    info.st_mtim.tv_sec, ",", info.st_mtim.tv_nsec, ";");
  }
  return out;
}

}  // namespace

FileWatch::FileWatch(std::vector<Entry> entries, absl::Duration interval)
    : entries_(std::move(entries)), interval_(interval), thread_([this] { Run(); }) {}

FileWatch::~FileWatch() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void FileWatch::ReloadAll() {
  absl::MutexLock lock(&mutex_);
  all_wanted_ = true;
}

void FileWatch::Reload(const Entry& entry, bool is_news) {
  const absl::Status read = entry.reload();
  if (read.ok()) {
    if (is_news) Log(LogLevel::kInfo, "reloaded", {{"what", entry.what}});
  } else {
    Log(LogLevel::kError, "reload_failed",
        {{"what", entry.what},
         {"error", std::string(read.message())},
         {"in_force", "what was read before"}});
  }
}

void FileWatch::Run() {
  // Read once more at the start, for what changed since the caller read it.
  std::vector<std::string> seen(entries_.size());
  bool is_first = true;
  for (;;) {
    bool all = false;
    {
      absl::MutexLock lock(&mutex_);
      const auto is_woken = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return stopping_ || all_wanted_;
      };
      if (!is_first) mutex_.AwaitWithTimeout(absl::Condition(&is_woken), interval_);
      if (stopping_) return;
      all = std::exchange(all_wanted_, false);
    }
    for (size_t i = 0; i < entries_.size(); ++i) {
      std::string now = Fingerprint(entries_[i].paths);
      const bool has_changed = now != seen[i];
      seen[i] = std::move(now);
      if (all || has_changed) Reload(entries_[i], !is_first);
    }
    is_first = false;
  }
}

}  // namespace pledge::server
