// Follows a watch through cuts: a stream that breaks is opened again with the
// token of the last whole commit, so that no change is missed or given twice.
// Stop() may be called from any thread; all else belongs to one.
#ifndef PLEDGE_CLIENT_CPP_CHANGE_STREAM_H_
#define PLEDGE_CLIENT_CPP_CHANGE_STREAM_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "pledge/v1/watch_service.grpc.pb.h"

namespace pledge::client {

class ChangeStream {
 public:
  // Without a message for so long, attempts to connect are given up.
  ChangeStream(const std::shared_ptr<grpc::Channel>& channel, v1::WatchChangesRequest request,
               absl::Duration give_up_after = absl::Minutes(2));

  // Called for each message, those of a cut commit put together. Returns false
  // to end.
  using OnMessage = std::function<bool(const v1::WatchChangesResponse&)>;
  // Blocks until `on_message` or Stop ends it, or it fails: the errors of the
  // call, or UNAVAILABLE when it was given up.
  absl::Status Run(const OnMessage& on_message);
  // Ends Run() soon. Also before it begins.
  void Stop();

  // To go on after what was given; empty when nothing was.
  const std::string& token() const { return request_.resume_token(); }

 private:
  // One stream to its end; true when Run is to end with OK.
  bool ReadOne(const OnMessage& on_message, absl::Status* status, bool* got_message);
  bool is_stopping() const;

  const std::unique_ptr<v1::WatchService::Stub> stub_;
  const absl::Duration give_up_after_;
  v1::WatchChangesRequest request_;
  mutable absl::Mutex mutex_;
  bool is_stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;  // of the open stream
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_CHANGE_STREAM_H_
