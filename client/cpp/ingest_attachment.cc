#include "client/cpp/ingest_attachment.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "client/cpp/names.h"
#include "client/cpp/status.h"

namespace pledge::client {
namespace {

// A server that has given every result but does not end the stream is left.
constexpr absl::Duration kCloseTimeout = absl::Seconds(5);

absl::Status Unavailable(std::string_view reason, std::string_view message) {
  return MakeStatus(absl::StatusCode::kUnavailable, reason, message, {});
}

}  // namespace

IngestAttachment::IngestAttachment(const IngestParts& parts, IngestState* state)
    : parts_(parts),
      state_(state),
      stream_(parts.stub, parts.waker),
      retry_backoff_(parts.options->first_delay, absl::Seconds(30)),
      last_message_(absl::Now()) {}

absl::Status IngestAttachment::Run() {
  SendOpen();
  for (;;) {
    while (auto message = stream_.Take()) {
      last_message_ = absl::Now();
      if (absl::Status status = Handle(*message); !status.ok()) return status;
    }
    if (const auto end = stream_.Ended()) return AfterEnd(*end);
    if (absl::Status status = CheckTime(); !status.ok()) {
      return IsDone() ? absl::OkStatus() : status;
    }
    if (opened_ && stream_.CanSend()) SendNext();
    parts_.waker->WaitUntil(NextLook());
  }
}

absl::Status IngestAttachment::Handle(const v1::StreamIngestResponse& message) {
  if (message.has_opened()) return HandleOpened(message.opened());
  if (message.has_ack()) HandleAck(message.ack());
  if (message.has_credit()) state_->window.SetCredit(message.credit());
  if (message.has_draining()) draining_ = true;
  return absl::OkStatus();
}

absl::Status IngestAttachment::HandleOpened(const v1::StreamIngestResponse::Opened& opened) {
  absl::Status attached =
      state_->window.Attach(opened.session().durable_sequence(), opened.credit());
  if (!attached.ok()) return attached;
  opened_ = true;
  if (opened.max_document_bytes() > 0) max_document_bytes_ = opened.max_document_bytes();
  max_piece_bytes_ = opened.max_chunk_bytes();
  state_->session = opened.session();
  parts_.observer->OnAttached(opened.session());
  return absl::OkStatus();
}

void IngestAttachment::HandleAck(const v1::StreamIngestResponse::Ack& ack) {
  state_->window.SetDurable(ack.durable_sequence());
  state_->session.set_durable_sequence(state_->window.durable_sequence());
  state_->commit_number = std::max(state_->commit_number, ack.read_info().commit_number());
  for (const v1::IngestResult& result : ack.results()) {
    // A document that has its result needs no more pieces.
    if (result.sequence() == pieces_.sequence()) pieces_ = {};
    if (result.outcome() == v1::INGEST_OUTCOME_RETRY) {
      HandleRetry(result);
    } else {
      HandleResult(result);
    }
  }
  parts_.observer->OnAck(state_->window.durable_sequence(), state_->window.in_flight());
}

void IngestAttachment::HandleResult(const v1::IngestResult& result) {
  if (!state_->window.TakeFinal(result.sequence())) return;
  state_->last_progress = absl::Now();
  state_->final_results += 1;
  state_->commit_number = std::max(state_->commit_number, result.commit_number());
  retry_backoff_.Reset();
  parts_.observer->OnResult(result);
}

// What was behind an item that was turned away is turned away too: the whole
// burst shares one delay.
void IngestAttachment::HandleRetry(const v1::IngestResult& result) {
  const absl::Status cause = FromProto(result.status());
  const absl::Time now = absl::Now();
  absl::Time at = state_->window.not_before();
  if (at <= now) at = now + retry_backoff_.Next(DetailsOf(cause).retry_delay);
  if (!state_->window.TakeRetry(result.sequence(), at)) return;
  retry_cause_ = cause;
  parts_.observer->OnRetry(result);
}

void IngestAttachment::SendOpen() {
  v1::StreamIngestRequest request;
  request.mutable_open()->set_ingest_session(
      SessionName(parts_.options->collection, parts_.options->session_id));
  stream_.Send(std::move(request));
}

// One message at most: the next becomes possible when this one is out.
void IngestAttachment::SendNext() {
  const bool stopping = parts_.stopping->load();
  if (draining_ || IsDone()) return Close();
  if (!pieces_.empty()) return SendPiece();
  if (!stopping) {
    if (const auto sequence = state_->window.Next(absl::Now())) return SendItem(*sequence);
  }
  const bool owed_only = stopping || state_->window.all_sent();
  if (owed_only && state_->window.in_flight() > 0) SendFlush();
}

void IngestAttachment::SendItem(int64_t sequence) {
  v1::StreamIngestRequest request;
  v1::IngestItem* item = request.mutable_item();
  parts_.source->Load(sequence, max_document_bytes_, item);
  item->set_sequence(sequence);
  const auto size = static_cast<int64_t>(item->content().data().size());
  state_->window.MarkSent(sequence, size);
  if (size > kMaxContentBytes && max_piece_bytes_ > 0) {
    pieces_ = DocumentPieces::Cut(max_piece_bytes_, max_document_bytes_, item);
  }
  flushed_ = false;
  stream_.Send(std::move(request));
}

void IngestAttachment::SendPiece() {
  v1::StreamIngestRequest request;
  *request.mutable_chunk() = pieces_.Next();
  stream_.Send(std::move(request));
}

void IngestAttachment::SendFlush() {
  if (std::exchange(flushed_, true)) return;
  v1::StreamIngestRequest request;
  request.mutable_flush();
  stream_.Send(std::move(request));
}

void IngestAttachment::Close() {
  if (std::exchange(closed_, true)) return;
  stream_.CloseSending();
}

bool IngestAttachment::IsDone() const {
  if (state_->window.finished()) return opened_;
  return parts_.stopping->load() && state_->window.in_flight() == 0;
}

// True while the server owes something.
bool IngestAttachment::IsWaiting() const {
  return !opened_ || closed_ || draining_ || state_->window.in_flight() > 0;
}

absl::Time IngestAttachment::NextLook() const {
  const absl::Time now = absl::Now();
  absl::Time next = state_->last_progress + parts_.options->give_up_after;
  if (IsWaiting()) next = last_message_ + parts_.options->stall_timeout;
  if (IsDone()) next = last_message_ + kCloseTimeout;
  const absl::Time not_before = state_->window.not_before();
  return not_before > now ? std::min(next, not_before) : next;
}

// Whether the stream has been silent for too long, or items have been turned
// away for too long.
absl::Status IngestAttachment::CheckTime() const {
  const absl::Time now = absl::Now();
  if (IsDone() && now >= last_message_ + kCloseTimeout) {
    return Unavailable("STREAM_STALLED", "the server does not end the stream");
  }
  if (IsWaiting() && now >= last_message_ + parts_.options->stall_timeout) {
    return Unavailable("STREAM_STALLED", "the server does not answer");
  }
  const bool turned_away = !retry_cause_.ok() && state_->window.not_before() > absl::InfinitePast();
  if (turned_away && now >= state_->last_progress + parts_.options->give_up_after) {
    return retry_cause_;
  }
  return absl::OkStatus();
}

absl::Status IngestAttachment::AfterEnd(const absl::Status& end) const {
  if (IsDone()) return absl::OkStatus();
  if (!end.ok()) return end;
  return draining_ ? Unavailable("DRAINING", "the server is about to stop")
                   : Unavailable("STREAM_CUT", "the server ended the stream");
}

}  // namespace pledge::client
