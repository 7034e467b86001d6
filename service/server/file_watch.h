// A thread that looks whether files have changed and calls back when they have:
// certificates, policy. Looks by name, so that a link that is turned to another
// folder counts too. Thread-safe.
#ifndef PLEDGE_SERVICE_SERVER_FILE_WATCH_H_
#define PLEDGE_SERVICE_SERVER_FILE_WATCH_H_

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace pledge::server {

class FileWatch {
 public:
  // Files that are read together.
  struct Entry {
    std::string what;  // for the log
    std::vector<std::string> paths;
    // Reads them anew; on an error what was read before stays in force. Runs on
    // the thread of the watch. May be called when nothing has changed.
    std::function<absl::Status()> reload;
  };

  FileWatch(std::vector<Entry> entries, absl::Duration interval);
  // Waits for a reload that runs.
  ~FileWatch();

  // Reads all entries anew soon, changed or not.
  void ReloadAll();

 private:
  void Run();
  void Reload(const Entry& entry, bool is_news);

  const std::vector<Entry> entries_;
  const absl::Duration interval_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool all_wanted_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_FILE_WATCH_H_
