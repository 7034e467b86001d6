// An event that one thread waits for and any thread sets. Thread-safe.
#ifndef PLEDGE_CLIENT_CPP_WAKER_H_
#define PLEDGE_CLIENT_CPP_WAKER_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace pledge::client {

class Waker {
 public:
  // The waiting thread goes on; so does its next wait when it is not waiting.
  void Wake() {
    absl::MutexLock lock(&mutex_);
    set_ = true;
  }

  // Blocks until Wake() was called since the last wait, or until `deadline`.
  void WaitUntil(absl::Time deadline) {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithDeadline(absl::Condition(&set_), deadline);
    set_ = false;
  }

 private:
  absl::Mutex mutex_;
  bool set_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_WAKER_H_
