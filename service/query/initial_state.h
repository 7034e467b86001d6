// What a watch is shown first: everything that matches at one commit, piece by
// piece. One user at a time; blocks on disk.
#ifndef PLEDGE_SERVICE_QUERY_INITIAL_STATE_H_
#define PLEDGE_SERVICE_QUERY_INITIAL_STATE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "pledge/v1/watch_service.pb.h"
#include "service/query/change_selector.h"
#include "storage/record_store.h"

namespace pledge::query {

class InitialState {
 public:
  virtual ~InitialState() = default;

  // Adds the next changes of kind EXISTS, some 32 KiB of them or as many as are
  // found in some milliseconds. True when nothing is left.
  virtual absl::StatusOr<bool> Pull(v1::WatchChangesResponse* message) = 0;
  // To go on after what was added.
  virtual std::string MakeToken() const = 0;
  // The commit whose state it is.
  virtual storage::CommitNumber at() const = 0;
};

// From the newest state, or from where `request.resume_token` was made.
// TOKEN_MALFORMED, HISTORY_TRIMMED. Both must outlive it.
absl::StatusOr<std::unique_ptr<InitialState>> NewInitialState(
    storage::RecordStore& store, const ChangeSelector& selector,
    const v1::WatchChangesRequest& request);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_INITIAL_STATE_H_
