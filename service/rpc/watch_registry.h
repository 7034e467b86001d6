// The watches that are open: counted at the door, and how far each has come.
// Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_WATCH_REGISTRY_H_
#define PLEDGE_SERVICE_RPC_WATCH_REGISTRY_H_

#include <cstdint>
#include <map>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "storage/record_store.h"

namespace pledge::rpc {

class WatchRegistry {
 public:
  // Counts a watch in. `id` is of no other one. TOO_MANY_STREAMS, and nothing is
  // counted. It lags behind nothing until it has said how far it is.
  absl::Status Enter(uint64_t id);
  // The watch has sent, or is sending, everything up to this commit.
  void Advance(uint64_t id, storage::CommitNumber through);
  // Counts a watch out. Once for each Enter that was OK.
  void Leave(uint64_t id);

  int count() const;
  // Commits between the watch furthest behind and `head`; 0 without watches.
  storage::CommitNumber MaxBacklog(storage::CommitNumber head) const;

 private:
  mutable absl::Mutex mutex_;
  std::map<uint64_t, storage::CommitNumber> watches_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_WATCH_REGISTRY_H_
