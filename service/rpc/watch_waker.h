// Wakes streams that have caught up with something that grows, such as the
// store's head: when it moves, when their next message is due, or when they must
// end. One thread waits for all of them; a commit costs its writer nothing more
// for each watch. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_WATCH_WAKER_H_
#define PLEDGE_SERVICE_RPC_WATCH_WAKER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/record_store.h"

namespace pledge::rpc {

// Sleeps at the waker. While it does, the waker alone holds it.
class Sleeper {
 public:
  virtual ~Sleeper() = default;
  // True when it must not sleep any more. Called under the waker's lock.
  virtual bool MustEnd() const = 0;
  // Gets it back; must not block. The sleeper may be gone when it returns.
  virtual void OnWake() = 0;
};

// What sleepers wait for. Thread-safe.
struct WakeSource {
  // A number that only grows. Never blocks.
  std::function<uint64_t()> current;
  // Blocks until it is beyond `past`, at most for `timeout`.
  std::function<void(uint64_t past, absl::Duration timeout)> await;
};

class WatchWaker {
 public:
  // What `source` uses must live until Stop.
  explicit WatchWaker(WakeSource source);
  // For the head of `store`.
  explicit WatchWaker(const storage::RecordStore& store);
  // Same as Stop().
  ~WatchWaker();

  // A name for a sleeper, never given twice.
  uint64_t NewId();
  // Wakes `sleeper` once: when the source is beyond `past`, at `deadline`, at
  // Wake(id), or right now when it must end. Handing it over is the last thing
  // that its holder does.
  void Sleep(uint64_t id, Sleeper* sleeper, storage::CommitNumber past, absl::Time deadline);
  // Wakes it now, if it sleeps.
  void Wake(uint64_t id);
  // Ends the thread. Nobody may sleep any more. Idempotent.
  void Stop();

 private:
  struct Place {
    Sleeper* sleeper = nullptr;
    uint64_t past = 0;
    absl::Time deadline;
  };

  void Run();
  // Waits until somebody sleeps; false when stopping.
  bool AwaitSleeper();
  void WakeDue();

  const WakeSource source_;
  absl::Mutex mutex_;
  std::map<uint64_t, Place> places_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  bool is_stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_WATCH_WAKER_H_
