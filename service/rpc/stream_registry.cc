#include "service/rpc/stream_registry.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::rpc {

absl::Status StreamRegistry::Enter() {
  absl::MutexLock lock(&mutex_);
  if (draining_) {
    return MakeError(ErrorReason::kDraining, "the server is stopping");
  }
  if (open_count_ >= kMaxOpenStreams) {
    return MakeError(ErrorReason::kTooManyStreams, "as many streams are open as the server serves");
  }
  ++open_count_;
  return absl::OkStatus();
}

void StreamRegistry::Leave() {
  absl::MutexLock lock(&mutex_);
  --open_count_;
}

void StreamRegistry::Listen(const std::shared_ptr<DrainListener>& listener) {
  absl::Duration time_left;
  {
    absl::MutexLock lock(&mutex_);
    if (!draining_) {
      std::erase_if(listeners_, [](const auto& one) { return one.expired(); });
      listeners_.push_back(listener);
      return;
    }
    time_left = drain_deadline_ - absl::Now();
  }
  listener->OnDrain(time_left);
}

void StreamRegistry::Drain(absl::Duration time_left) {
  std::vector<std::weak_ptr<DrainListener>> told;
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
    drain_deadline_ = absl::Now() + time_left;
    told = std::move(listeners_);
    listeners_.clear();
  }
  for (const auto& weak : told) {
    if (const auto listener = weak.lock()) listener->OnDrain(time_left);
  }
}

bool StreamRegistry::draining() const {
  absl::MutexLock lock(&mutex_);
  return draining_;
}

std::optional<absl::Time> StreamRegistry::drain_deadline() const {
  absl::MutexLock lock(&mutex_);
  if (!draining_) return std::nullopt;
  return drain_deadline_;
}

int StreamRegistry::open_count() const {
  absl::MutexLock lock(&mutex_);
  return open_count_;
}

}  // namespace pledge::rpc
