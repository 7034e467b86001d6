#include "client/cpp/change_stream.h"

#include <utility>

#include "absl/time/clock.h"
#include "client/cpp/backoff.h"
#include "client/cpp/channel.h"
#include "client/cpp/status.h"

namespace pledge::client {
namespace {

constexpr absl::Duration kFirstDelay = absl::Milliseconds(100);
constexpr absl::Duration kLongestDelay = absl::Seconds(5);

}  // namespace

ChangeStream::ChangeStream(const std::shared_ptr<grpc::Channel>& channel,
                           v1::WatchChangesRequest request, absl::Duration give_up_after)
    : stub_(v1::WatchService::NewStub(channel)),
      give_up_after_(give_up_after),
      request_(std::move(request)) {}

bool ChangeStream::is_stopping() const {
  absl::MutexLock lock(&mutex_);
  return is_stopping_;
}

void ChangeStream::Stop() {
  absl::MutexLock lock(&mutex_);
  is_stopping_ = true;
  if (context_ != nullptr) context_->TryCancel();
}

bool ChangeStream::ReadOne(const OnMessage& on_message, absl::Status* status, bool* got_message) {
  const auto context = MakeContext(std::nullopt);
  {
    absl::MutexLock lock(&mutex_);
    if (is_stopping_) return true;
    context_ = context.get();
  }
  const auto stream = stub_->WatchChanges(context.get(), request_);
  v1::WatchChangesResponse message;
  v1::WatchChangesResponse whole;  // of a commit that was cut
  bool ends = false;
  while (!ends && stream->Read(&message)) {
    *got_message = true;
    whole.MergeFrom(message);
    if (message.continues()) continue;
    whole.set_continues(false);
    request_.set_resume_token(whole.resume_token());
    ends = !on_message(whole);
    whole.Clear();
  }
  if (ends) context->TryCancel();
  *status = FromGrpc(stream->Finish());
  absl::MutexLock lock(&mutex_);
  context_ = nullptr;
  return ends || is_stopping_;
}

absl::Status ChangeStream::Run(const OnMessage& on_message) {
  Backoff backoff(kFirstDelay, kLongestDelay);
  absl::Time last_message = absl::Now();
  for (;;) {
    absl::Status status;
    bool got_message = false;
    if (ReadOne(on_message, &status, &got_message)) return absl::OkStatus();
    if (got_message) {
      last_message = absl::Now();
      backoff.Reset();
    }
    // A server ends no watch with OK; one that does is asked again.
    const bool passes = status.ok() || status.code() == absl::StatusCode::kUnavailable;
    if (!passes || absl::Now() - last_message > give_up_after_) return status;
    const absl::Time again = absl::Now() + backoff.Next(DetailsOf(status).retry_delay);
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithDeadline(absl::Condition(&is_stopping_), again);
  }
}

}  // namespace pledge::client
