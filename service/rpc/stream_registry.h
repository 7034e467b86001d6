// The streams that are open: counted at the door, told when the server drains.
// Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_STREAM_REGISTRY_H_
#define PLEDGE_SERVICE_RPC_STREAM_REGISTRY_H_

#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace pledge::rpc {

// A stream that wants to end by itself when the server drains.
class DrainListener {
 public:
  virtual ~DrainListener() = default;
  // Runs once, on the draining thread; must not block.
  virtual void OnDrain(absl::Duration time_left) = 0;
};

class StreamRegistry {
 public:
  // Counts a stream in. TOO_MANY_STREAMS or DRAINING, and nothing is counted.
  absl::Status Enter();
  // Counts a stream out. Once for each Enter that was OK.
  void Leave();

  // Tells `listener` of a drain, also when the drain has begun already.
  void Listen(const std::shared_ptr<DrainListener>& listener);

  // No stream enters from now on; listeners are told.
  void Drain(absl::Duration time_left);
  bool draining() const;
  // When what is still open is cut; nullopt while the server does not drain.
  std::optional<absl::Time> drain_deadline() const;
  int open_count() const;

 private:
  mutable absl::Mutex mutex_;
  int open_count_ ABSL_GUARDED_BY(mutex_) = 0;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time drain_deadline_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::weak_ptr<DrainListener>> listeners_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_STREAM_REGISTRY_H_
