// The messages of one watch: a cursor on the commit log. It holds no snapshot
// and no queue but the changes of one commit, so that a watch that is read
// slowly, or not at all, costs nothing meanwhile. One user at a time; blocks on
// disk, for some milliseconds at a time.
#ifndef PLEDGE_SERVICE_QUERY_CHANGE_CURSOR_H_
#define PLEDGE_SERVICE_QUERY_CHANGE_CURSOR_H_

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "pledge/v1/watch_service.pb.h"
#include "service/query/change_reader.h"
#include "service/query/change_selector.h"
#include "service/query/initial_state.h"
#include "storage/record_store.h"

namespace pledge::query {

class ChangeCursor {
 public:
  // Checks the request and fixes where the watch begins. FIELD_INVALID,
  // FILTER_SYNTAX, MASK_UNKNOWN_PATH, TOKEN_MALFORMED, HISTORY_TRIMMED. `store`
  // must outlive the cursor.
  static absl::StatusOr<std::unique_ptr<ChangeCursor>> Create(
      storage::RecordStore& store, const v1::WatchChangesRequest& request);

  enum class Outcome {
    kMessage,   // `message` is to be sent
    kNothing,   // so far nothing matched: ask again
    kCaughtUp,  // nothing matched up to the head: ask when it has moved
  };
  // Goes on. HISTORY_TRIMMED (metadata "oldest_token") when what comes next is
  // no longer kept. DOCUMENT_NOT_FOUND, DOCUMENT_DELETED for a parent of the
  // initial state. DATA_LOSS.
  absl::StatusOr<Outcome> Next(v1::WatchChangesResponse* message);

  // A message without changes, from which a client can go on. Only when the
  // message before did not cut a commit.
  absl::StatusOr<v1::WatchChangesResponse> Checkpoint();
  // The message before cut a commit.
  bool in_commit() const { return !rest_.empty(); }
  // Everything up to this commit was given.
  storage::CommitNumber through() const { return through_; }

 private:
  ChangeCursor(storage::RecordStore& store, ChangeSelector selector);

  absl::Status Begin(const v1::WatchChangesRequest& request);
  absl::StatusOr<Outcome> NextInitial(v1::WatchChangesResponse* message);
  absl::StatusOr<Outcome> NextChanges(v1::WatchChangesResponse* message);
  // Fills logged_; false when there is nothing behind through_.
  absl::StatusOr<bool> FillLog();
  // Moves changes of the commit at hand over, as much as a message takes.
  void TakeRest(v1::WatchChangesResponse* message, size_t* bytes);
  absl::Status SetPosition(v1::WatchChangesResponse* message);
  absl::Status Trimmed(const absl::Status& status) const;

  storage::RecordStore& store_;
  const ChangeSelector selector_;
  ChangeReader reader_;
  std::unique_ptr<InitialState> initial_;  // until it is complete
  storage::CommitNumber through_ = 0;
  std::deque<storage::LoggedChange> logged_;  // behind through_
  storage::CommitNumber logged_through_ = 0;  // where logged_ ends
  std::deque<v1::Change> rest_;               // of the commit that was cut
  storage::CommitNumber rest_commit_ = 0;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_CHANGE_CURSOR_H_
