// The reactor of StreamIngest: reads items while there is credit, gives them to
// a session lane, sends acknowledgements as results come. Reading, results and
// writing go on side by side, so one mutex guards the state, and each event
// ends by starting what the state allows (Advance).
//
// Lifetime: gRPC, the lane's pending steps and the drain list hold references;
// the stream's own reference goes in OnDone. Finish is called once, when no
// item is without result and no write is in flight.
#ifndef PLEDGE_SERVICE_RPC_INGEST_REACTOR_H_
#define PLEDGE_SERVICE_RPC_INGEST_REACTOR_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/alarm.h"
#include "grpcpp/support/server_callback.h"
#include "pledge/v1/ingest_service.pb.h"
#include "service/ingest/session_lane.h"
#include "service/rpc/call.h"
#include "service/rpc/item_intake.h"
#include "service/rpc/stream_entry.h"

namespace pledge::rpc {

class IngestReactor final
    : public grpc::ServerBidiReactor<v1::StreamIngestRequest, v1::StreamIngestResponse>,
      public DrainListener,
      public std::enable_shared_from_this<IngestReactor> {
 public:
  // `bytes_in_flight` counts the bytes without result of all streams and
  // outlives them.
  static IngestReactor* Start(const Runtime& runtime, const grpc::CallbackServerContext& context,
                              std::atomic<int64_t>& bytes_in_flight);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  void OnDrain(absl::Duration time_left) override;

 private:
  IngestReactor(const Runtime& runtime, const grpc::CallbackServerContext& context,
                std::atomic<int64_t>& bytes_in_flight);

  // All below with the lock held. gRPC never runs a reaction inside the call
  // that starts an operation, so operations are started under the lock.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool MayRead() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether results may wait no longer: they are many, the client asked, or
  // their time has come.
  bool IsAckDue() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Tells the client when the memory of all streams runs short, and when it no
  // longer does.
  void UpdateCredit() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void StartAckTimer() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void StartNextWrite() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FillAck(v1::StreamIngestResponse::Ack* ack) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Fail(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // Takes the message that was read; these call out without the lock.
  void Handle(std::unique_ptr<v1::StreamIngestRequest> request);
  void Attach(const v1::StreamIngestRequest& request);
  void OnAttached(absl::StatusOr<storage::StoredSession> session);
  void Submit(absl::StatusOr<std::optional<ItemIntake::Ready>> taken);
  void OnResult(ingest::LaneResult result);

  // Constant.
  const Runtime runtime_;
  // Touched by the holder of the reading side; reading it is safe meanwhile.
  ItemIntake intake_;
  // Self-synchronised: touched by the holder of the write, or of the end.
  v1::StreamIngestResponse outgoing_;

  absl::Mutex mutex_;
  StreamEntry entry_ ABSL_GUARDED_BY(mutex_);
  Call call_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<IngestReactor> self_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<v1::StreamIngestRequest> incoming_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<ingest::SessionLane> lane_ ABSL_GUARDED_BY(mutex_);
  std::deque<v1::StreamIngestResponse> control_ ABSL_GUARDED_BY(mutex_);
  std::deque<ingest::LaneResult> results_ ABSL_GUARDED_BY(mutex_);
  absl::Status end_status_ ABSL_GUARDED_BY(mutex_);
  storage::CommitPoint acked_commit_ ABSL_GUARDED_BY(mutex_);
  int64_t durable_sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t pending_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  int pending_items_ ABSL_GUARDED_BY(mutex_) = 0;
  int pending_attach_ ABSL_GUARDED_BY(mutex_) = 0;
  // Items that were submitted, and that have their result.
  int64_t submitted_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t resulted_ ABSL_GUARDED_BY(mutex_) = 0;
  // A flush is answered when so many items have their result.
  std::optional<int64_t> flush_after_ ABSL_GUARDED_BY(mutex_);
  absl::Duration ack_delay_ ABSL_GUARDED_BY(mutex_);
  // Of the oldest result that waits; null when none does.
  std::unique_ptr<grpc::Alarm> ack_timer_ ABSL_GUARDED_BY(mutex_);
  bool ack_time_is_up_ ABSL_GUARDED_BY(mutex_) = false;
  bool credit_is_low_ ABSL_GUARDED_BY(mutex_) = false;
  bool opened_ ABSL_GUARDED_BY(mutex_) = false;
  bool failures_only_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool handling_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  // No more items are taken: half-closed, failed, draining or cancelled.
  bool reads_done_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_INGEST_REACTOR_H_
