#include "client/cpp/ingest_stream.h"

#include <utility>

#include "client/cpp/channel.h"
#include "client/cpp/status.h"

namespace pledge::client {

IngestStream::IngestStream(v1::IngestService::StubInterface* stub, std::shared_ptr<Waker> waker)
    : context_(MakeContext(std::nullopt)), waker_(std::move(waker)) {
  stub->async()->StreamIngest(context_.get(), this);
  // Sends and reads start outside of reactions: without the hold gRPC could
  // finish the call between two of them.
  AddHold();
  StartRead(&incoming_);
  StartCall();
}

IngestStream::~IngestStream() {
  Cancel();
  const auto has_news = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return end_.has_value() || has_message_;
  };
  for (;;) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&has_news));
      if (!has_message_) return;
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

std::optional<absl::Status> IngestStream::Ended() const {
  absl::MutexLock lock(&mutex_);
  return end_;
}

void IngestStream::OnReadDone(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    (ok ? has_message_ : reading_over_) = true;
  }
  waker_->Wake();
  if (!ok) ReleaseWhenOver();
}

void IngestStream::OnWriteDone(bool) {
  {
    absl::MutexLock lock(&mutex_);
    sending_ = false;
  }
  waker_->Wake();
  ReleaseWhenOver();
}

void IngestStream::OnWritesDoneDone(bool ok) { OnWriteDone(ok); }

// The hold goes with the last operation: CanSend() is false from then on.
void IngestStream::ReleaseWhenOver() {
  {
    absl::MutexLock lock(&mutex_);
    if (!held_ || !reading_over_ || sending_) return;
    held_ = false;
  }
  RemoveHold();
}

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
