// One watch of a job. It is always in exactly one place: a job in the executor,
// a write in flight, asleep at the waker, or finished; whoever holds it makes the
// next step as the last thing it does. Deletes itself in OnDone.
#ifndef PLEDGE_SERVICE_RPC_JOB_WATCH_REACTOR_H_
#define PLEDGE_SERVICE_RPC_JOB_WATCH_REACTOR_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/support/server_callback.h"
#include "pledge/v1/job_service.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/drain_wake.h"
#include "service/rpc/stream_entry.h"
#include "service/rpc/watch_waker.h"
#include "storage/job_store.h"

namespace pledge::rpc {

class JobWatchReactor final : public grpc::ServerWriteReactor<v1::WatchJobResponse>,
                              private Sleeper {
 public:
  // Counts the watch in `runtime.streams` and in `open_watches`; beyond either
  // limit it only finishes. `waker` goes by runtime.jobs. All must outlive it.
  static JobWatchReactor* Start(const Runtime& runtime, WatchWaker& waker,
                                std::atomic<int>& open_watches,
                                const grpc::CallbackServerContext& context,
                                const v1::WatchJobRequest& request);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  JobWatchReactor(const Runtime& runtime, WatchWaker& waker, std::atomic<int>& open_watches,
                  const grpc::CallbackServerContext& context, const v1::WatchJobRequest& request);

  bool MustEnd() const override;
  void OnWake() override { Schedule(); }
  absl::Status Enter();
  void Schedule();
  void Step();
  void Write(const storage::StoredJob& job, const storage::CommitPoint& point);
  void End(const absl::Status& status);

  // Constant.
  const Runtime runtime_;
  WatchWaker& waker_;
  std::atomic<int>& open_watches_;
  const uint64_t id_;
  const v1::WatchJobRequest request_;
  const std::shared_ptr<DrainWake> drain_;
  // Touched only by the holder of the stream.
  StreamEntry entry_;
  Call call_;
  storage::CommitNumber sent_commit_ = 0;  // of the job as it was sent last
  bool has_ended_ = false;                 // and that was its end
  absl::Time heartbeat_due_ = absl::InfinitePast();
  v1::WatchJobResponse message_;
  // Self-synchronised.
  std::atomic<bool> cancelled_{false};
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_JOB_WATCH_REACTOR_H_
