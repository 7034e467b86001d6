#include "service/server/housekeeper.h"

#include "absl/time/clock.h"
#include "service/base/log.h"
#include "storage/job_store.h"

namespace pledge::server {

Housekeeper::Housekeeper(storage::RecordStore& store, absl::Duration purge_interval,
                         absl::Duration erase_interval)
    : store_(store),
      purge_interval_(purge_interval),
      erase_interval_(erase_interval),
      thread_([this] { Run(); }) {}

Housekeeper::~Housekeeper() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

bool Housekeeper::Wait() {
  absl::MutexLock lock(&mutex_);
  return !mutex_.AwaitWithTimeout(absl::Condition(&stopping_), purge_interval_);
}

void Housekeeper::Run() {
  absl::Time erase_due = absl::Now() + erase_interval_;
  while (Wait()) {
    const absl::Status purged = store_.PurgeDueDocuments();
    if (!purged.ok()) Log(LogLevel::kWarning, "purge_failed", {{"error", purged.ToString()}});
    const absl::Status expired = store_.Jobs().ExpireJobs();
    if (!expired.ok()) Log(LogLevel::kWarning, "expire_failed", {{"error", expired.ToString()}});
    if (absl::Now() < erase_due) continue;
    const absl::Status erased = store_.ErasePurged();
    if (!erased.ok()) Log(LogLevel::kWarning, "erase_failed", {{"error", erased.ToString()}});
    erase_due = absl::Now() + erase_interval_;
  }
}

}  // namespace pledge::server
