// What export, import and copy share: how they go on, on standard error, and how
// they try again. One thread.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_TRANSFER_PROGRESS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_TRANSFER_PROGRESS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cpp/pledgectl/arguments.h"
#include "client/cpp/pledgectl/console.h"
#include "client/cpp/pledgectl/exit_code.h"
#include "client/cpp/pledgectl/progress.h"

namespace pledge::cli {

class TransferProgress {
 public:
  // `verb`: what is being done. The console must outlive it.
  TransferProgress(Console& console, ProgressChoice choice, std::string verb);
  // Takes the line away.
  ~TransferProgress();

  TransferProgress(const TransferProgress&) = delete;
  TransferProgress& operator=(const TransferProgress&) = delete;

  // Shows the totals, when it is time to.
  void Update(int64_t block_count, int64_t size_bytes, int64_t document_count);
  // Something went on: what is tried next is tried for the full time again.
  absl::Time last_advance() const { return last_advance_; }
  // A line of its own.
  void Say(const std::string& line);

 private:
  void Hide();

  Console& console_;
  const ProgressKind kind_;
  const std::string verb_;
  absl::Time due_;
  absl::Time last_advance_;
  int64_t furthest_ = 0;  // what is sent again is no advance
  bool shown_ = false;
};

// Runs `attempt` until it is OK or fails for good; a passing failure is tried
// again until nothing went on for `give_up_after`.
absl::Status TryAgain(absl::Duration give_up_after, TransferProgress& progress,
                      const std::function<absl::Status()>& attempt);

// What was moved.
struct TransferResult {
  std::string digest;
  int64_t block_count = 0;
  int64_t size_bytes = 0;
  int64_t document_count = 0;
  int64_t revision_count = -1;  // -1: unknown
  int64_t commit_number = 0;
  std::string file;          // empty: none
  bool is_repeated = false;  // it was there already
};
ExitCode PrintTransfer(const TransferResult& result, Console& console);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_TRANSFER_PROGRESS_H_
