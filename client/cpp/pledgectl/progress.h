// Shows on standard error how an ingest goes, from a thread of its own, so that
// it moves also while nothing comes back. Thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_PROGRESS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_PROGRESS_H_

#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "client/cpp/pledgectl/console.h"
#include "client/cpp/pledgectl/render_ingest.h"

namespace pledge::cli {

enum class ProgressKind {
  kNone,
  kLines,  // one line every ten seconds
  kBar,    // two lines, redrawn in place ten times a second
};

// What `choice` means on this console.
ProgressKind KindFor(ProgressChoice choice, const Console& console);

class Progress {
 public:
  // `console` must outlive the progress, which alone writes to its standard
  // error meanwhile.
  Progress(Console& console, ProgressKind kind, const IngestTally& tally);
  // Takes the bar away.
  ~Progress();

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Update(const IngestTally& tally);
  // A line of its own above the bar.
  void Say(const std::string& line);

 private:
  void Draw();
  void Show() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Hide() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Console& console_;
  const ProgressKind kind_;
  const absl::Time start_;
  absl::Mutex mutex_;
  IngestTally tally_ ABSL_GUARDED_BY(mutex_);
  bool shown_ ABSL_GUARDED_BY(mutex_) = false;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_PROGRESS_H_
