// The road of one attached ingest stream: items are analysed side by side on
// the executor and go to the store in the order in which they came, so that
// sequences become durable without gaps. Thread-safe; lives until its last
// result was given, because each pending step holds a reference.
#ifndef PLEDGE_SERVICE_INGEST_SESSION_LANE_H_
#define PLEDGE_SERVICE_INGEST_SESSION_LANE_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "pledge/v1/ingest_service.pb.h"
#include "service/base/executor.h"
#include "storage/record_store.h"

namespace pledge::ingest {

// What became of one item.
struct LaneResult {
  int64_t sequence = 0;
  size_t size_bytes = 0;  // as given to Submit
  v1::IngestOutcome outcome = v1::INGEST_OUTCOME_UNSPECIFIED;
  std::string revision;         // name; empty for REJECTED and RETRY
  storage::CommitPoint commit;  // that made it durable
  int32_t analysis_state = 0;
  absl::Status status;  // why, for REJECTED and RETRY
  // Not OK: the stream must end with it (fenced, gap, reused sequence). The
  // other fields but sequence and size_bytes are then empty.
  absl::Status fatal;
};

// What the store answered for an item: a new result or a stored one.
LaneResult ToLaneResult(int64_t sequence, const storage::PutDocumentResult& result);

class SessionLane : public std::enable_shared_from_this<SessionLane> {
 public:
  // Runs on worker and committer threads, one call an item; must not block.
  using Sink = std::function<void(LaneResult)>;

  // `session` is as AttachSession gave it. `store` and `executor` must outlive
  // the lane. `actor` is the authenticated caller.
  static std::shared_ptr<SessionLane> Create(storage::RecordStore& store, Executor& executor,
                                             storage::StoredSession session, std::string actor,
                                             Sink sink);

  // Takes an item. Calls come one at a time, in stream order. When
  // `turned_away` is not OK, the item gets this passing failure as its result.
  void Submit(std::shared_ptr<v1::IngestItem> item, size_t size_bytes,
              absl::Status turned_away = absl::OkStatus());

 private:
  // One item on its way; `ready` once it may go to the store.
  struct Slot {
    int64_t sequence = 0;
    size_t size_bytes = 0;
    bool ready = false;
    storage::PutDocumentRequest request;  // kept until it is answered: it may go again
    int matches = 0;                      // how often it was matched again
    absl::StatusOr<std::optional<storage::PutDocumentResult>> stored;
    absl::Status refused;  // not taken for a passing cause
  };

  SessionLane(storage::RecordStore& store, Executor& executor, storage::StoredSession session,
              std::string actor, Sink sink);

  void Analyze(const std::shared_ptr<Slot>& slot, v1::IngestItem& item);
  void MarkReady(const std::shared_ptr<Slot>& slot);
  void Pump();
  void Send(const std::shared_ptr<Slot>& slot);
  void Answer(const std::shared_ptr<Slot>& slot, absl::StatusOr<storage::PutDocumentResult> result);
  bool GoesAgain(Slot& slot, const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void MatchAndSend(const std::shared_ptr<Slot>& slot);
  void Finish(const Slot& slot, absl::StatusOr<storage::PutDocumentResult> result);
  LaneResult Failure(const Slot& slot, const absl::Status& status);

  storage::RecordStore& store_;
  Executor& executor_;
  const storage::StoredSession session_;
  const std::string actor_;
  const Sink sink_;

  absl::Mutex mutex_;
  std::deque<std::shared_ptr<Slot>> slots_ ABSL_GUARDED_BY(mutex_);
  bool pumping_ ABSL_GUARDED_BY(mutex_) = false;
  int in_store_ ABSL_GUARDED_BY(mutex_) = 0;  // sent and not answered
  // Refused because the head of the first one's document had moved, and what
  // was sent after it. Nothing is sent before all of these can go again.
  std::vector<std::shared_ptr<Slot>> again_ ABSL_GUARDED_BY(mutex_);
  // First sequence that must be sent again, 0 when none: what follows it in
  // this stream cannot be durable either.
  int64_t retry_from_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace pledge::ingest

#endif  // PLEDGE_SERVICE_INGEST_SESSION_LANE_H_
