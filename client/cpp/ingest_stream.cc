#include "client/cpp/ingest_stream.h"

#include <utility>

#include "client/cpp/channel.h"
#include "client/cpp/status.h"

namespace pledge::client {

IngestStream::IngestStream(v1::IngestService::StubInterface* stub, std::shared_ptr<Waker> waker)
    : context_(MakeContext(std::nullopt)), waker_(std::move(waker)) {
  stub->async()->StreamIngest(context_.get(), this);
  // Sends and reads start outside of reactions: without the hold gRPC could
  // finish the call between two of them. It is taken off by the thread that
  // starts them, so that none can start on a call that is gone.
  AddHold();
  StartRead(&incoming_);
  StartCall();
}

IngestStream::~IngestStream() {
  Cancel();
  const auto has_news = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return end_.has_value() || has_message_ || (held_ && IsOver());
  };
  while (!Ended().has_value()) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&has_news));
    }
    Take();
  }
}

bool IngestStream::CanSend() const {
  absl::MutexLock lock(&mutex_);
  return !sending_ && !sending_closed_ && !reading_over_;
}

void IngestStream::Send(v1::StreamIngestRequest request) {
  outgoing_ = std::move(request);
  {
    absl::MutexLock lock(&mutex_);
    sending_ = true;
  }
  StartWrite(&outgoing_);
}

void IngestStream::CloseSending() {
  {
    absl::MutexLock lock(&mutex_);
    sending_ = true;
    sending_closed_ = true;
  }
  StartWritesDone();
}

void IngestStream::Cancel() { context_->TryCancel(); }

std::optional<v1::StreamIngestResponse> IngestStream::Take() {
  {
    absl::MutexLock lock(&mutex_);
    if (!has_message_) return std::nullopt;
    has_message_ = false;
  }
  v1::StreamIngestResponse message = std::move(incoming_);
  incoming_.Clear();
  StartRead(&incoming_);
  return message;
}

std::optional<absl::Status> IngestStream::Ended() {
  bool release;
  {
    absl::MutexLock lock(&mutex_);
    release = held_ && IsOver();
    if (release) held_ = false;
  }
  if (release) RemoveHold();
  absl::MutexLock lock(&mutex_);
  return end_;
}

void IngestStream::OnReadDone(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    (ok ? has_message_ : reading_over_) = true;
  }
  waker_->Wake();
}

void IngestStream::OnWriteDone(bool) {
  {
    absl::MutexLock lock(&mutex_);
    sending_ = false;
  }
  waker_->Wake();
}

void IngestStream::OnWritesDoneDone(bool ok) { OnWriteDone(ok); }

// The last line runs without `this`: the destructor waits for `end_` only.
void IngestStream::OnDone(const grpc::Status& status) {
  const std::shared_ptr<Waker> waker = waker_;
  {
    absl::MutexLock lock(&mutex_);
    end_ = FromGrpc(status);
  }
  waker->Wake();
}

}  // namespace pledge::client
