// Opens the store that the options name. A replica on a database waits here while
// another one serves.
#ifndef PLEDGE_SERVICE_SERVER_OPEN_STORE_H_
#define PLEDGE_SERVICE_SERVER_OPEN_STORE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/server/options.h"
#include "storage/record_store.h"

namespace pledge::server {

struct OpenStoreCalls {
  // Told of each group that was committed.
  std::function<void(const storage::GroupReport&)> on_group;
  // Asked several times a second while the replica waits: true ends the waiting.
  std::function<bool()> should_stop;
  // Called at most once, from any thread, when the store can be written no more,
  // for another replica has taken over or the database was away for too long.
  std::function<void()> on_lost;
};

// Blocks while the store recovers, or while another replica serves. CANCELLED
// when `should_stop` ended the waiting; else fails with a message for people.
absl::StatusOr<std::unique_ptr<storage::RecordStore>> OpenStore(const Options& options,
                                                                const OpenStoreCalls& calls);

// The store for people and logs, without passwords.
std::string DescribeStore(const std::string& store);

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_OPEN_STORE_H_
