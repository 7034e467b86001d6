#include "client/cpp/change_stream.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "client/cpp/backoff.h"
#include "client/cpp/status.h"
#include "client/cpp/watch_stream.h"

namespace pledge::client {
namespace {

constexpr absl::Duration kFirstDelay = absl::Milliseconds(100);
constexpr absl::Duration kLongestDelay = absl::Seconds(5);
constexpr absl::Duration kDefaultInterval = absl::Seconds(10);  // checkpoint_interval
constexpr absl::Duration kShortestHeartbeat = absl::Seconds(1);
constexpr int kMissedHeartbeats = 3;

ChangeStreamOptions WithHeartbeat(ChangeStreamOptions options,
                                  const v1::WatchChangesRequest& request) {
  if (options.heartbeat_timeout > absl::ZeroDuration()) return options;
  const auto& asked = request.checkpoint_interval();
  absl::Duration interval = absl::Seconds(asked.seconds()) + absl::Nanoseconds(asked.nanos());
  if (interval <= absl::ZeroDuration()) interval = kDefaultInterval;
  options.heartbeat_timeout = std::max(kShortestHeartbeat, kMissedHeartbeats * interval);
  return options;
}

}  // namespace

ChangeStream::ChangeStream(const std::shared_ptr<grpc::Channel>& channel,
                           v1::WatchChangesRequest request, const ChangeStreamOptions& options)
    : stub_(v1::WatchService::NewStub(channel)),
      options_(WithHeartbeat(options, request)),
      waker_(std::make_shared<Waker>()),
      request_(std::move(request)) {}

void ChangeStream::Stop() {
  stopping_.store(true);
  waker_->Wake();
}

bool ChangeStream::Give(const v1::WatchChangesResponse& message, const OnMessage& on_message) {
  whole_.MergeFrom(message);
  if (message.continues()) return true;
  whole_.set_continues(false);
  if (!whole_.resume_token().empty()) request_.set_resume_token(whole_.resume_token());
  const bool goes_on = on_message(whole_);
  whole_.Clear();
  return goes_on;
}

ChangeStream::End ChangeStream::ReadOne(const OnMessage& on_message, absl::Status* status,
                                        bool* got_message) {
  whole_.Clear();
  const v1::WatchChangesRequest request = request_;
  WatchStream stream(stub_.get(), &request, waker_);
  absl::Time silent_at = absl::Now() + options_.heartbeat_timeout;
  while (!stopping_.load()) {
    if (const auto message = stream.Take()) {
      *got_message = true;
      if (!Give(*message, on_message)) return End::kWanted;
      if (message->has_closing_in() && !message->continues()) return End::kPlanned;
      silent_at = absl::Now() + options_.heartbeat_timeout;
    } else if (const auto end = stream.Ended()) {
      *status = *end;
      // A server ends no watch with OK; one that does is asked again.
      if (end->ok()) *status = absl::UnavailableError("the server ended the stream");
      return End::kCut;
    } else if (absl::Now() >= silent_at) {
      *status = absl::UnavailableError("the server does not answer");
      return End::kCut;
    } else {
      waker_->WaitUntil(silent_at);
    }
  }
  return End::kWanted;
}

absl::Status ChangeStream::Run(const OnMessage& on_message) {
  Backoff backoff(kFirstDelay, kLongestDelay);
  absl::Time last_message = absl::Now();
  while (!stopping_.load()) {
    absl::Status status;
    bool got_message = false;
    const End end = ReadOne(on_message, &status, &got_message);
    if (end == End::kWanted) return absl::OkStatus();
    if (got_message) {
      last_message = absl::Now();
      backoff.Reset();
    }
    if (end == End::kPlanned) continue;
    const absl::Duration delay = backoff.Next(DetailsOf(status).retry_delay);
    const absl::Time give_up = last_message + options_.give_up_after;
    if (!CanResume(status) || absl::Now() + delay >= give_up) return status;
    Sleep(delay);
  }
  return absl::OkStatus();
}

void ChangeStream::Sleep(absl::Duration delay) {
  const absl::Time until = absl::Now() + delay;
  while (absl::Now() < until && !stopping_.load()) waker_->WaitUntil(until);
}

}  // namespace pledge::client
