#include "client/cpp/watch_stream.h"

#include <utility>

#include "client/cpp/channel.h"
#include "client/cpp/status.h"

namespace pledge::client {

WatchStream::WatchStream(v1::WatchService::StubInterface* stub,
                         const v1::WatchChangesRequest* request, std::shared_ptr<Waker> waker)
    : context_(MakeContext(std::nullopt)), waker_(std::move(waker)) {
  stub->async()->WatchChanges(context_.get(), request, this);
  // Reads start outside of reactions; without the hold gRPC could finish the
  // call between two of them. The thread that starts them takes it off.
  AddHold();
  StartRead(&incoming_);
  StartCall();
}

WatchStream::~WatchStream() {
  context_->TryCancel();
  const auto has_news = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return end_.has_value() || has_message_ || (held_ && reading_over_);
  };
  while (!Ended().has_value()) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&has_news));
    }
    Take();
  }
}

std::optional<v1::WatchChangesResponse> WatchStream::Take() {
  {
    absl::MutexLock lock(&mutex_);
    if (!has_message_) return std::nullopt;
    has_message_ = false;
  }
  v1::WatchChangesResponse message = std::move(incoming_);
  incoming_.Clear();
  StartRead(&incoming_);
  return message;
}

std::optional<absl::Status> WatchStream::Ended() {
  bool release;
  {
    absl::MutexLock lock(&mutex_);
    release = held_ && reading_over_;
    if (release) held_ = false;
  }
  if (release) RemoveHold();
  absl::MutexLock lock(&mutex_);
  return end_;
}

void WatchStream::OnReadDone(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    (ok ? has_message_ : reading_over_) = true;
  }
  waker_->Wake();
}

// The last line runs without `this`: the destructor waits for `end_` only.
void WatchStream::OnDone(const grpc::Status& status) {
  const std::shared_ptr<Waker> waker = waker_;
  {
    absl::MutexLock lock(&mutex_);
    end_ = FromGrpc(status);
  }
  waker->Wake();
}

}  // namespace pledge::client
