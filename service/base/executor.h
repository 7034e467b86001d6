// A fixed pool of worker threads. gRPC threads hand all work to it that may block
// or take long. New work and next steps of admitted work wait apart and are taken
// in turns, so that neither a bulk ingest nor a crowd of calls keeps the other
// waiting. Thread-safe.
#ifndef PLEDGE_SERVICE_BASE_EXECUTOR_H_
#define PLEDGE_SERVICE_BASE_EXECUTOR_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace pledge {

class Executor {
 public:
  using Task = std::function<void()>;

  // `thread_count` ≥ 1; TryPost refuses when `max_queued` of its tasks are waiting.
  Executor(size_t thread_count, size_t max_queued);
  // Same as Stop().
  ~Executor();

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // For new work. False, and the task is not run, when too much new work waits or
  // the executor is stopping.
  bool TryPost(Task task);

  // For the next step of work that was admitted before; open streams and calls
  // are counted at the door, so the queue stays bounded. False only when the
  // executor is stopping.
  bool Post(Task task);

  // Runs what is queued, then joins the threads. Idempotent.
  void Stop();

  // Tasks of both kinds waiting now.
  size_t queued() const;

 private:
  void Run();
  bool is_idle() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return new_work_.empty() && next_steps_.empty();
  }
  // Requires that a task waits.
  Task Take() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t max_queued_;
  mutable absl::Mutex mutex_;
  std::deque<Task> new_work_ ABSL_GUARDED_BY(mutex_);
  std::deque<Task> next_steps_ ABSL_GUARDED_BY(mutex_);
  bool is_turn_of_new_ ABSL_GUARDED_BY(mutex_) = true;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;  // set by the constructor, joined by Stop
};

}  // namespace pledge

#endif  // PLEDGE_SERVICE_BASE_EXECUTOR_H_
