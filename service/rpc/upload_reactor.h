// The reactor of UploadDocuments: items in, one summary out. The same session,
// sequences and credit as StreamIngest, without acknowledgements on the way: a
// client that is cut asks GetIngestSession where to go on.
//
// Lifetime: gRPC, the lane's pending steps, the last job and the drain list
// hold references; the stream's own goes in OnDone. Finish is called once, when
// no item is without result.
#ifndef PLEDGE_SERVICE_RPC_UPLOAD_REACTOR_H_
#define PLEDGE_SERVICE_RPC_UPLOAD_REACTOR_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/support/server_callback.h"
#include "pledge/v1/ingest_service.pb.h"
#include "service/ingest/session_lane.h"
#include "service/rpc/call.h"
#include "service/rpc/item_intake.h"
#include "service/rpc/stream_entry.h"

namespace pledge::rpc {

class UploadReactor final : public grpc::ServerReadReactor<v1::UploadDocumentsRequest>,
                            public DrainListener,
                            public std::enable_shared_from_this<UploadReactor> {
 public:
  // `bytes_in_flight` counts the bytes without result of all streams and
  // outlives them. `response` is gRPC's until Finish.
  static UploadReactor* Start(const Runtime& runtime, const grpc::CallbackServerContext& context,
                              v1::UploadDocumentsResponse* response,
                              std::atomic<int64_t>& bytes_in_flight);

  void OnReadDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  void OnDrain(absl::Duration time_left) override;

 private:
  UploadReactor(const Runtime& runtime, const grpc::CallbackServerContext& context,
                v1::UploadDocumentsResponse* response, std::atomic<int64_t>& bytes_in_flight);

  // With the lock held; operations are started under it, for gRPC never runs a
  // reaction inside the call that starts one.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool MayRead() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Fail(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void StartSummary() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // These call out without the lock.
  void Handle(std::unique_ptr<v1::UploadDocumentsRequest> request);
  void Attach(const v1::UploadDocumentsRequest& request);
  void OnAttached(absl::StatusOr<storage::StoredSession> session);
  void Submit(absl::StatusOr<std::optional<ItemIntake::Ready>> taken);
  void OnResult(ingest::LaneResult result);
  // Reads the session for the summary, on a worker, and ends the call.
  void Summarize();

  // Constant.
  const Runtime runtime_;
  v1::UploadDocumentsResponse* const response_;
  // Touched by the holder of the reading side; reading it is safe meanwhile.
  ItemIntake intake_;

  absl::Mutex mutex_;
  StreamEntry entry_ ABSL_GUARDED_BY(mutex_);
  Call call_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<UploadReactor> self_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<v1::UploadDocumentsRequest> incoming_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<ingest::SessionLane> lane_ ABSL_GUARDED_BY(mutex_);
  storage::StoredSession session_ ABSL_GUARDED_BY(mutex_);
  std::vector<ingest::LaneResult> failures_ ABSL_GUARDED_BY(mutex_);
  storage::CommitPoint commit_ ABSL_GUARDED_BY(mutex_);  // newest of a result
  absl::Status end_status_ ABSL_GUARDED_BY(mutex_);
  int64_t pending_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  int pending_items_ ABSL_GUARDED_BY(mutex_) = 0;
  bool attaching_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool handling_ ABSL_GUARDED_BY(mutex_) = false;
  // No more items are taken: half-closed, failed, draining or cancelled.
  bool reads_done_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_UPLOAD_REACTOR_H_
