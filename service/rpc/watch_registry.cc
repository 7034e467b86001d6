#include "service/rpc/watch_registry.h"

#include <algorithm>
#include <limits>

#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::rpc {
namespace {

// Of a watch that has not begun.
constexpr storage::CommitNumber kNowhere = std::numeric_limits<storage::CommitNumber>::max();

}  // namespace

absl::Status WatchRegistry::Enter(uint64_t id) {
  absl::MutexLock lock(&mutex_);
  if (watches_.size() >= static_cast<size_t>(kMaxOpenWatches)) {
    return MakeError(ErrorReason::kTooManyStreams, "as many watches are open as the server serves");
  }
  watches_.emplace(id, kNowhere);
  return absl::OkStatus();
}

void WatchRegistry::Advance(uint64_t id, storage::CommitNumber through) {
  absl::MutexLock lock(&mutex_);
  const auto watch = watches_.find(id);
  if (watch != watches_.end()) watch->second = through;
}

void WatchRegistry::Leave(uint64_t id) {
  absl::MutexLock lock(&mutex_);
  watches_.erase(id);
}

int WatchRegistry::count() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int>(watches_.size());
}

storage::CommitNumber WatchRegistry::MaxBacklog(storage::CommitNumber head) const {
  absl::MutexLock lock(&mutex_);
  storage::CommitNumber least = head;
  for (const auto& [id, through] : watches_) least = std::min(least, through);
  return head - least;
}

}  // namespace pledge::rpc
