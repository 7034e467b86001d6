// One StreamIngest call, for one thread that never blocks in it: messages are
// sent and taken as they become possible, and a waker says when to look again.
// All methods are called by that thread; gRPC's threads only fill the mailbox.
#ifndef PLEDGE_CLIENT_CPP_INGEST_STREAM_H_
#define PLEDGE_CLIENT_CPP_INGEST_STREAM_H_

#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "client/cpp/waker.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/client_callback.h"
#include "pledge/v1/ingest_service.grpc.pb.h"

namespace pledge::client {

class IngestStream final
    : public grpc::ClientBidiReactor<v1::StreamIngestRequest, v1::StreamIngestResponse> {
 public:
  // Starts the call. `stub` must live as long as the stream.
  IngestStream(v1::IngestService::StubInterface* stub, std::shared_ptr<Waker> waker);
  // Cancels the call unless it is done, and waits until it is.
  ~IngestStream() override;

  IngestStream(const IngestStream&) = delete;
  IngestStream& operator=(const IngestStream&) = delete;

  // True when a message may be sent: none is on its way, and the sending side
  // is open.
  bool CanSend() const;
  // Requires CanSend(). The message is lost when the call breaks meanwhile.
  void Send(v1::StreamIngestRequest request);
  // Ends the sending side. Requires CanSend().
  void CloseSending();
  // The call ends soon, with CANCELLED.
  void Cancel();

  // The next message that came, if any; asks for the one after it.
  std::optional<v1::StreamIngestResponse> Take();

  // The status of the call once it is over, after all its messages were taken.
  // Ask for it until it is there: a call that is over ends only then.
  std::optional<absl::Status> Ended();

 private:
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnWritesDoneDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;
  // No operation is on its way, and none can follow.
  bool IsOver() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return reading_over_ && !sending_; }

  const std::unique_ptr<grpc::ClientContext> context_;
  const std::shared_ptr<Waker> waker_;

  mutable absl::Mutex mutex_;
  v1::StreamIngestRequest outgoing_;   // gRPC's while sending_
  v1::StreamIngestResponse incoming_;  // gRPC's unless has_message_
  bool sending_ ABSL_GUARDED_BY(mutex_) = false;
  bool sending_closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool has_message_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_over_ ABSL_GUARDED_BY(mutex_) = false;
  bool held_ ABSL_GUARDED_BY(mutex_) = true;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_INGEST_STREAM_H_
