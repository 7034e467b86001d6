#include "client/cpp/source_stream.h"

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/cpp/backoff.h"
#include "client/cpp/channel.h"
#include "client/cpp/sha256.h"
#include "client/cpp/status.h"

namespace pledge::client {
namespace {

// Attempts in a row without a message, as in record_stream.h.
constexpr int kAttemptsBeforeFirst = 3;
constexpr int kAttemptsAfterFirst = 8;

// One read on its way through its attempts.
class Reading {
 public:
  Reading(v1::DocumentService::StubInterface& stub, v1::ReadSourceRequest request,
          const OnSourcePiece& on_piece)
      : stub_(stub),
        request_(std::move(request)),
        is_whole_(!request_.has_range()),
        on_piece_(on_piece) {}

  // One stream. OK when nothing is left.
  absl::Status Attempt(std::optional<absl::Duration> timeout) {
    const auto context = MakeContext(timeout);
    const auto stream = stub_.ReadSource(context.get(), request_);
    absl::Status refused;
    bool is_first = true;
    v1::ReadSourceResponse piece;
    while (refused.ok() && stream->Read(&piece)) {
      if (is_first) refused = Begin(piece);
      is_first = false;
      if (refused.ok()) refused = Take(piece);
    }
    if (!refused.ok()) {
      context->TryCancel();
      stream->Finish().IgnoreError();
      is_refused_ = true;
      return refused;
    }
    const absl::Status status = FromGrpc(stream->Finish());
    if (!status.ok()) return status;
    if (has_begun_ && at_ == end_) return CheckDigest();
    return MakeStatus(absl::StatusCode::kUnavailable, "STREAM_CUT",
                      "the stream ended before it was complete", {});
  }

  bool has_begun() const { return has_begun_; }
  // Bytes that came; grows with each piece.
  int64_t received() const { return received_; }
  // A failure that another attempt would not mend.
  bool is_refused() const { return is_refused_; }

 private:
  absl::Status Begin(const v1::ReadSourceResponse& piece) {
    if (!has_begun_) {
      has_begun_ = true;
      sha256_ = piece.sha256();
      at_ = piece.offset();
      end_ = is_whole_ ? piece.total_size() : request_.range().end();
      request_.mutable_range()->set_end(end_);
      return absl::OkStatus();
    }
    if (piece.sha256() == sha256_) return absl::OkStatus();
    return MakeStatus(absl::StatusCode::kAborted, "SOURCE_CHANGED",
                      "the document got other bytes while it was read; read it again", {});
  }

  absl::Status Take(const v1::ReadSourceResponse& piece) {
    if (piece.offset() != at_ || piece.offset() + SizeOf(piece) > end_) {
      return MakeStatus(absl::StatusCode::kInternal, "STREAM_BROKEN",
                        absl::StrCat("a piece at ", piece.offset(), " instead of ", at_), {});
    }
    if (is_whole_) hasher_.Add(piece.data());
    at_ += SizeOf(piece);
    received_ += SizeOf(piece);
    request_.mutable_range()->set_start(at_);
    return on_piece_(piece);
  }

  absl::Status CheckDigest() {
    if (!is_whole_ || hasher_.Finish() == sha256_) return absl::OkStatus();
    is_refused_ = true;
    return MakeStatus(absl::StatusCode::kDataLoss, "DIGEST_MISMATCH",
                      "what came has another SHA-256 than the server said", {});
  }

  static int64_t SizeOf(const v1::ReadSourceResponse& piece) {
    return static_cast<int64_t>(piece.data().size());
  }

  v1::DocumentService::StubInterface& stub_;
  v1::ReadSourceRequest request_;  // for what is left
  const bool is_whole_;
  const OnSourcePiece& on_piece_;
  Sha256Hasher hasher_;
  bool has_begun_ = false;
  std::string sha256_;
  int64_t at_ = 0;
  int64_t end_ = 0;
  int64_t received_ = 0;
  bool is_refused_ = false;
};

}  // namespace

absl::Status ReadSource(v1::DocumentService::StubInterface& stub, v1::ReadSourceRequest request,
                        std::optional<absl::Duration> timeout, const OnSourcePiece& on_piece) {
  const absl::Time deadline = timeout.has_value() ? absl::Now() + *timeout : absl::InfiniteFuture();
  Backoff backoff(absl::Milliseconds(100), absl::Seconds(2));
  Reading reading(stub, std::move(request), on_piece);
  for (int attempt = 1;; ++attempt) {
    const int64_t received = reading.received();
    const absl::Status status =
        reading.Attempt(timeout.has_value() ? std::optional(deadline - absl::Now()) : std::nullopt);
    if (status.code() != absl::StatusCode::kUnavailable || reading.is_refused()) return status;
    if (reading.received() > received) {
      attempt = 1;
      backoff.Reset();
    }
    const absl::Duration delay = backoff.Next(DetailsOf(status).retry_delay);
    const int allowed = reading.has_begun() ? kAttemptsAfterFirst : kAttemptsBeforeFirst;
    if (attempt >= allowed || absl::Now() + delay >= deadline) return status;
    absl::SleepFor(delay);
  }
}

}  // namespace pledge::client
