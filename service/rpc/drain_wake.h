// Lets a stream that may be asleep at a waker end when the server drains. Shared
// by the stream and the registry, which may know it for longer. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_DRAIN_WAKE_H_
#define PLEDGE_SERVICE_RPC_DRAIN_WAKE_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/rpc/stream_registry.h"
#include "service/rpc/watch_waker.h"

namespace pledge::rpc {

class DrainWake final : public DrainListener {
 public:
  // `id`: the sleeper's, of `waker`, which must outlive this.
  DrainWake(WatchWaker& waker, uint64_t id) : waker_(waker), id_(id) {}

  void OnDrain(absl::Duration time_left) override {
    {
      absl::MutexLock lock(&mutex_);
      time_left_ = std::max(time_left, absl::ZeroDuration());
    }
    waker_.Wake(id_);
  }

  // Set once the server drains.
  std::optional<absl::Duration> time_left() const {
    absl::MutexLock lock(&mutex_);
    return time_left_;
  }

 private:
  WatchWaker& waker_;
  const uint64_t id_;
  mutable absl::Mutex mutex_;
  std::optional<absl::Duration> time_left_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_DRAIN_WAKE_H_
