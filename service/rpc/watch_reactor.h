// One watch. Like StreamReactor it is always in exactly one place: a job in the
// executor, a write in flight, asleep at the waker, or finished; whoever holds
// it makes the next step as the last thing it does. Deletes itself in OnDone.
#ifndef PLEDGE_SERVICE_RPC_WATCH_REACTOR_H_
#define PLEDGE_SERVICE_RPC_WATCH_REACTOR_H_

#include <atomic>
#include <memory>

#include "absl/time/time.h"
#include "grpcpp/support/server_callback.h"
#include "pledge/v1/watch_service.pb.h"
#include "service/query/change_cursor.h"
#include "service/rpc/call.h"
#include "service/rpc/drain_wake.h"
#include "service/rpc/stream_entry.h"
#include "service/rpc/watch_registry.h"
#include "service/rpc/watch_waker.h"

namespace pledge::rpc {

class WatchReactor final : public grpc::ServerWriteReactor<v1::WatchChangesResponse>,
                           private Sleeper {
 public:
  // Counts the watch in `runtime.streams` and in `open_watches`; beyond either
  // limit it only finishes. All must outlive it.
  static WatchReactor* Start(const Runtime& runtime, WatchWaker& waker, WatchRegistry& open_watches,
                             const grpc::CallbackServerContext& context,
                             const v1::WatchChangesRequest& request);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  WatchReactor(const Runtime& runtime, WatchWaker& waker, WatchRegistry& open_watches,
               const grpc::CallbackServerContext& context, const v1::WatchChangesRequest& request);

  bool MustEnd() const override;
  void OnWake() override { Schedule(); }
  absl::Status Enter();
  void Schedule();
  void Step();
  // Makes the cursor. False when it has ended the stream.
  bool Begin();
  // Sends a message without changes.
  void SendCheckpoint();
  // Says goodbye with a token.
  void Close();
  void Write();
  void End(const absl::Status& status);

  // Constant.
  const Runtime runtime_;
  storage::RecordStore& store_;
  Executor& executor_;
  WatchWaker& waker_;
  WatchRegistry& open_watches_;
  const uint64_t id_;
  const v1::WatchChangesRequest request_;
  std::shared_ptr<DrainWake> drain_;
  // Touched only by the holder of the stream.
  StreamEntry entry_;
  Call call_;
  std::unique_ptr<query::ChangeCursor> cursor_;
  absl::Duration checkpoint_interval_;
  absl::Time checkpoint_due_ = absl::InfinitePast();  // the first one at once
  v1::WatchChangesResponse message_;
  bool is_closing_ = false;
  // Self-synchronised.
  std::atomic<bool> cancelled_{false};
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_WATCH_REACTOR_H_
