// Checks the commit log a few rows at a time: numbers without holes, times that
// grow, an unbroken running digest, and that every revision it names is there or
// was purged or trimmed. One thread; blocks on disk.
#ifndef PLEDGE_STORAGE_LOG_CHECK_H_
#define PLEDGE_STORAGE_LOG_CHECK_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "storage/commit_log.h"
#include "storage/engine.h"
#include "storage/fault_list.h"
#include "storage/store_check.h"

namespace pledge::storage {

// The commit of the state that was imported, with which the log then begins; 0 for
// none. Blocks on disk.
absl::StatusOr<uint64_t> ImportedCommit(View& view);

class LogCheck {
 public:
  // Both must outlive the check.
  LogCheck(StoreCheckCounts& counts, FaultList& faults) : counts_(counts), faults_(faults) {}

  // Reads on in `view`, which may be another one each time. True at the end of the
  // log. Errors only when the engine cannot read.
  absl::StatusOr<bool> Step(View& view);

 private:
  absl::Status CheckRow(View& view, uint64_t first_commit, std::string_view value);
  absl::Status CheckEntry(View& view, uint64_t commit, const LogEntry& entry);
  void Find(std::string message) { faults_.Add("", std::move(message)); }

  StoreCheckCounts& counts_;
  FaultList& faults_;
  uint64_t next_ = 0;  // commit; 0: the step is the first one
  int64_t last_us_ = -1;
  std::string digest_ = EmptyLogDigest();
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_LOG_CHECK_H_
