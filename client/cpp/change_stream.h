// Follows a watch through cuts: a stream that breaks or falls silent is opened
// again with the token of the last whole commit, so that no change is missed or
// given twice. Stop() may be called from any thread; all else belongs to one.
#ifndef PLEDGE_CLIENT_CPP_CHANGE_STREAM_H_
#define PLEDGE_CLIENT_CPP_CHANGE_STREAM_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cpp/waker.h"
#include "grpcpp/channel.h"
#include "pledge/v1/watch_service.grpc.pb.h"

namespace pledge::client {

struct ChangeStreamOptions {
  // A stream that is silent for so long counts as cut. Zero: three checkpoint
  // intervals of the request, at least a second.
  absl::Duration heartbeat_timeout = absl::ZeroDuration();
  // Without a message for so long, attempts to connect are given up.
  absl::Duration give_up_after = absl::Minutes(2);
};

class ChangeStream {
 public:
  ChangeStream(const std::shared_ptr<grpc::Channel>& channel, v1::WatchChangesRequest request,
               const ChangeStreamOptions& options = {});

  // Called for each message, those of a cut commit put together. Returns false
  // to end.
  using OnMessage = std::function<bool(const v1::WatchChangesResponse&)>;
  // Blocks until `on_message` or Stop ends it, or it fails: what forbids to go
  // on, such as HISTORY_TRIMMED, or the cause of the last cut when it was given
  // up. A stream that the server closes as planned is opened again at once.
  absl::Status Run(const OnMessage& on_message);
  // Ends Run() soon. Also before it begins.
  void Stop();

  // To go on after what was given; empty when nothing was.
  const std::string& token() const { return request_.resume_token(); }

 private:
  enum class End { kWanted, kPlanned, kCut };
  // One stream to its end; `status` says why it was cut.
  End ReadOne(const OnMessage& on_message, absl::Status* status, bool* got_message);
  // Gives a message out once its commit is whole; whether the caller goes on.
  bool Give(const v1::WatchChangesResponse& message, const OnMessage& on_message);
  void Sleep(absl::Duration delay);

  const std::unique_ptr<v1::WatchService::Stub> stub_;
  const ChangeStreamOptions options_;
  const std::shared_ptr<Waker> waker_;
  std::atomic<bool> stopping_ = false;
  v1::WatchChangesRequest request_;
  v1::WatchChangesResponse whole_;  // of a commit that was cut
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_CHANGE_STREAM_H_
