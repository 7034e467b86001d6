// The one place where callers are let through: who may do what, and how much of
// it, by the newest policy. Thread-safe; never blocks on anything but a short
// lock.
#ifndef PLEDGE_SERVICE_ACCESS_GATE_H_
#define PLEDGE_SERVICE_ACCESS_GATE_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/access/policy.h"

namespace pledge::access {

class Gate {
 public:
  // Takes `policy` for all that begins from now on; streams that are open go on.
  // Null lets everybody do everything.
  void Replace(std::shared_ptr<const Policy> policy);

  // NOT_ALLOWED, in the same words whatever there is in the store.
  absl::Status Check(std::string_view principal, const MethodInfo& method,
                     const RequestScope& scope) const;

  // Counts a stream of the caller in, or out again. QUOTA_EXCEEDED, and nothing is
  // counted.
  absl::Status EnterStream(const std::string& principal);
  void LeaveStream(const std::string& principal);

  // Takes a document's bytes from what the caller may send. QUOTA_EXCEEDED while
  // he owes something, and nothing is taken.
  absl::Status TakeBytes(const std::string& principal, size_t size_bytes, absl::Time now);

 private:
  // What a caller has taken. Forgotten when it says nothing any more.
  struct Account {
    int streams = 0;
    double bytes_left = 0;  // below zero: owed
    absl::Time filled = absl::InfinitePast();
  };

  std::shared_ptr<const Policy> policy() const;
  void ForgetFull(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  std::shared_ptr<const Policy> policy_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Account> accounts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pledge::access

#endif  // PLEDGE_SERVICE_ACCESS_GATE_H_
