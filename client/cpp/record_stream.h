// Reads a stream of records to its end, through cuts: a broken stream is opened
// again with the resume token of its last message. Functions; thread-safe.
#ifndef PLEDGE_CLIENT_CPP_RECORD_STREAM_H_
#define PLEDGE_CLIENT_CPP_RECORD_STREAM_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cpp/backoff.h"
#include "client/cpp/channel.h"
#include "client/cpp/status.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"
#include "pledge/v1/query_service.pb.h"

namespace pledge::client {

// Opens one stream; what a stub's StreamSections or StreamCommitments does.
template <typename Request, typename Response>
using OpenStream = std::function<std::unique_ptr<grpc::ClientReader<Response>>(
    grpc::ClientContext* context, const Request& request)>;

inline int64_t RecordCount(const v1::StreamAchievementsResponse& message) {
  return message.achievements_size();
}
inline int64_t RecordCount(const v1::StreamSectionsResponse& message) {
  return message.sections_size();
}
inline int64_t RecordCount(const v1::StreamCommitmentsResponse& message) {
  return message.commitments_size();
}

// Attempts in a row without a message: to begin with, a wrong address should
// be told soon; later a server that restarts is waited for, about 7 seconds; one
// that ends streams early without a failure will hardly stop to do so.
inline constexpr int kAttemptsBeforeFirst = 3;
inline constexpr int kAttemptsAfterFirst = 8;
inline constexpr int kAttemptsWhenCut = 3;

// Makes `request` ask for what follows `message`. True when nothing does.
template <typename Request, typename Response>
bool AdvanceRequest(const Response& message, Request* request) {
  request->clear_read_point();  // the token holds it
  request->mutable_options()->set_resume_token(message.position().resume_token());
  const int64_t limit = request->options().limit();
  if (limit == 0) return message.position().complete();
  const int64_t left = std::max<int64_t>(limit - RecordCount(message), 0);
  request->mutable_options()->set_limit(left);
  return left == 0 || message.position().complete();
}

// Blocks until the stream is complete. `on_message` sees each message once, in
// order, the last with position.complete; records never come twice. Errors of
// the call as they are; UNAVAILABLE with STREAM_CUT when the server ended a
// stream that was not complete, again and again. `timeout` covers all attempts.
template <typename Request, typename Response>
absl::Status ReadRecords(const OpenStream<Request, Response>& open, Request request,
                         std::optional<absl::Duration> timeout,
                         const std::function<void(const Response&)>& on_message) {
  const absl::Time deadline = timeout.has_value() ? absl::Now() + *timeout : absl::InfiniteFuture();
  Backoff backoff(absl::Milliseconds(100), absl::Seconds(2));
  absl::Status status;
  int allowed = kAttemptsBeforeFirst;
  for (int attempt = 1;; ++attempt) {
    const auto context =
        MakeContext(timeout.has_value() ? std::optional(deadline - absl::Now()) : std::nullopt);
    const auto stream = open(context.get(), request);
    bool complete = false;
    Response message;
    while (stream->Read(&message)) {
      attempt = 1;
      allowed = kAttemptsAfterFirst;
      backoff.Reset();
      complete = AdvanceRequest(message, &request);
      on_message(message);
    }
    status = FromGrpc(stream->Finish());
    if (status.ok() && complete) return status;
    if (status.ok()) {
      allowed = kAttemptsWhenCut;
      status = MakeStatus(absl::StatusCode::kUnavailable, "STREAM_CUT",
                          "the stream ended before it was complete", {});
    }
    const absl::Duration delay = backoff.Next(DetailsOf(status).retry_delay);
    const bool may_retry = status.code() == absl::StatusCode::kUnavailable && attempt < allowed;
    if (!may_retry || absl::Now() + delay >= deadline) break;
    absl::SleepFor(delay);
  }
  return status;
}

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_RECORD_STREAM_H_
