// One WatchChanges call, whose next message can be awaited for a limited time.
// All methods are called by one thread; gRPC's threads only fill the mailbox.
#ifndef PLEDGE_CLIENT_CPP_WATCH_STREAM_H_
#define PLEDGE_CLIENT_CPP_WATCH_STREAM_H_

#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "client/cpp/waker.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/client_callback.h"
#include "pledge/v1/watch_service.grpc.pb.h"

namespace pledge::client {

class WatchStream final : public grpc::ClientReadReactor<v1::WatchChangesResponse> {
 public:
  // Starts the call. `stub` and `request` must live as long as the stream.
  WatchStream(v1::WatchService::StubInterface* stub, const v1::WatchChangesRequest* request,
              std::shared_ptr<Waker> waker);
  // Cancels the call unless it is done, and waits until it is.
  ~WatchStream() override;

  WatchStream(const WatchStream&) = delete;
  WatchStream& operator=(const WatchStream&) = delete;

  // The next message that came, if any; asks for the one after it.
  std::optional<v1::WatchChangesResponse> Take();

  // The status of the call once it is over, after all its messages were taken.
  // Ask for it until it is there: a call that is over ends only then.
  std::optional<absl::Status> Ended();

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  const std::unique_ptr<grpc::ClientContext> context_;
  const std::shared_ptr<Waker> waker_;

  absl::Mutex mutex_;
  v1::WatchChangesResponse incoming_;  // gRPC's unless has_message_
  bool has_message_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_over_ ABSL_GUARDED_BY(mutex_) = false;
  bool held_ ABSL_GUARDED_BY(mutex_) = true;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_WATCH_STREAM_H_
