// A thread that does the store's work that nobody calls for, again and again:
// purges due documents, erases what was purged, lets old jobs go. Thread-safe;
// the store must outlive it.
#ifndef PLEDGE_SERVICE_SERVER_HOUSEKEEPER_H_
#define PLEDGE_SERVICE_SERVER_HOUSEKEEPER_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/record_store.h"

namespace pledge::server {

class Housekeeper {
 public:
  // Looks for due documents every `purge_interval`, and erases every
  // `erase_interval`, which rewrites files of the store.
  Housekeeper(storage::RecordStore& store, absl::Duration purge_interval,
              absl::Duration erase_interval);
  // Waits for what is being done.
  ~Housekeeper();

 private:
  void Run();
  // False when the thread has to end.
  bool Wait();

  storage::RecordStore& store_;
  const absl::Duration purge_interval_;
  const absl::Duration erase_interval_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_HOUSEKEEPER_H_
