#include "service/rpc/ingest_reactor.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/query/read_point.h"
#include "service/rpc/ingest_session.h"
#include "service/rpc/status.h"

namespace pledge::rpc {
namespace {

using Request = v1::StreamIngestRequest;
using Response = v1::StreamIngestResponse;

// With little memory left each stream still gets on, one item at a time.
Response::Credit MakeCredit(bool is_memory_short) {
  Response::Credit credit;
  credit.set_max_items(is_memory_short ? 1 : kIngestCreditItems);
  credit.set_max_bytes(is_memory_short ? static_cast<int64_t>(kMaxContentBytes)
                                       : kIngestCreditBytes);
  if (is_memory_short) credit.set_reason("MEMORY");
  return credit;
}

absl::StatusOr<absl::Duration> AckDelay(const Request::Open& open) {
  const absl::Duration delay = absl::Seconds(open.max_ack_delay().seconds()) +
                               absl::Nanoseconds(open.max_ack_delay().nanos());
  if (delay < absl::ZeroDuration() || delay > absl::Seconds(kMaxAckDelaySeconds)) {
    return FieldError("open.max_ack_delay", absl::StrCat("0 to ", kMaxAckDelaySeconds, " seconds"));
  }
  return delay;
}

bool IsSuccess(const ingest::LaneResult& result) {
  return result.outcome != v1::INGEST_OUTCOME_REJECTED &&
         result.outcome != v1::INGEST_OUTCOME_RETRY;
}

}  // namespace

IngestReactor* IngestReactor::Start(const Runtime& runtime,
                                    const grpc::CallbackServerContext& context,
                                    std::atomic<int64_t>& bytes_in_flight) {
  std::shared_ptr<IngestReactor> reactor(new IngestReactor(runtime, context, bytes_in_flight));
  absl::Status entered;
  {
    absl::MutexLock lock(&reactor->mutex_);
    reactor->self_ = reactor;
    entered = reactor->call_.AuthorizeMethod();
    if (entered.ok()) entered = reactor->entry_.Enter(runtime, reactor->call_.principal());
    if (!entered.ok()) reactor->Fail(entered);
    reactor->Advance();
  }
  if (entered.ok()) runtime.streams.Listen(reactor);
  return reactor.get();
}

IngestReactor::IngestReactor(const Runtime& runtime, const grpc::CallbackServerContext& context,
                             std::atomic<int64_t>& bytes_in_flight)
    : runtime_(runtime),
      intake_(bytes_in_flight, MakeAdmission(runtime, PrincipalOf(runtime.principals, context))),
      call_(runtime, "StreamIngest", context) {}

void IngestReactor::Fail(const absl::Status& status) {
  if (end_status_.ok()) end_status_ = status;
  reads_done_ = true;
}

// Within the stream's own credit, and within the memory of all streams unless
// nothing of this one is pending (so each stream always gets on).
bool IngestReactor::MayRead() const {
  if (reading_ || handling_ || reads_done_ || pending_attach_ > 0) return false;
  // A document in pieces has its memory already.
  if (pending_items_ == 0 || intake_.is_incomplete()) return true;
  return pending_items_ < kIngestCreditItems && pending_bytes_ < kIngestCreditBytes &&
         !intake_.is_memory_short();
}

void IngestReactor::UpdateCredit() {
  const bool is_low = intake_.is_memory_short();
  if (is_low == credit_is_low_ || lane_ == nullptr || reads_done_) return;
  credit_is_low_ = is_low;
  Response response;
  *response.mutable_credit() = MakeCredit(is_low);
  control_.push_back(std::move(response));
}

void IngestReactor::Advance() {
  if (finished_) return;
  UpdateCredit();
  if (!writing_ && !cancelled_) StartNextWrite();
  if (MayRead()) {
    reading_ = true;
    incoming_ = std::make_unique<Request>();
    StartRead(incoming_.get());
  }
  if (!reads_done_ || writing_ || handling_ || pending_items_ > 0 || pending_attach_ > 0) {
    return;
  }
  finished_ = true;
  ack_timer_.reset();
  const absl::Status status = cancelled_ && end_status_.ok()
                                  ? MakeError(ErrorReason::kCancelled, "the caller went away")
                                  : end_status_;
  Finish(call_.Finish(status));
}

void IngestReactor::StartNextWrite() {
  outgoing_.Clear();
  if (!control_.empty()) {
    outgoing_.Swap(&control_.front());
    control_.pop_front();
  } else if (IsAckDue()) {
    FillAck(outgoing_.mutable_ack());
  } else if (!results_.empty()) {
    return StartAckTimer();
  } else {
    return;
  }
  writing_ = true;
  call_.CountMessage(outgoing_.ByteSizeLong());
  StartWrite(&outgoing_);
}

bool IngestReactor::IsAckDue() const {
  if (flush_after_ && resulted_ >= *flush_after_) return true;
  if (results_.empty()) return false;
  return ack_delay_ == absl::ZeroDuration() || ack_time_is_up_ || reads_done_ ||
         results_.size() >= kIngestCreditItems / 2;
}

void IngestReactor::StartAckTimer() {
  if (ack_timer_ != nullptr) return;
  ack_timer_ = std::make_unique<grpc::Alarm>();
  ack_timer_->Set(absl::ToChronoTime(absl::Now() + ack_delay_),
                  [self = shared_from_this()](bool is_time) {
                    if (!is_time) return;  // no longer needed
                    absl::MutexLock lock(&self->mutex_);
                    self->ack_time_is_up_ = true;
                    self->Advance();
                  });
}

void IngestReactor::FillAck(Response::Ack* ack) {
  if (flush_after_ && resulted_ >= *flush_after_) flush_after_.reset();
  ack_timer_.reset();
  ack_time_is_up_ = false;
  int count = 0;
  while (!results_.empty() && count < kMaxAckResults) {
    const ingest::LaneResult& result = results_.front();
    if (result.outcome != v1::INGEST_OUTCOME_RETRY) {
      durable_sequence_ = std::max(durable_sequence_, result.sequence);
    }
    if (result.commit.number > acked_commit_.number) {
      acked_commit_ = result.commit;
    }
    if (!failures_only_ || !IsSuccess(result)) {
      *ack->add_results() = ToApi(result);
    }
    results_.pop_front();
    ++count;
  }
  ack->set_durable_sequence(durable_sequence_);
  *ack->mutable_read_info() = query::MakeReadInfo(runtime_.store, acked_commit_);
}

void IngestReactor::OnReadDone(bool ok) {
  const auto self = shared_from_this();
  std::unique_ptr<Request> request;
  {
    absl::MutexLock lock(&mutex_);
    reading_ = false;
    if (!ok && !reads_done_ && intake_.is_incomplete()) {
      Fail(FieldError("chunk", "the stream ended before the last piece of an item"));
    }
    if (!ok) reads_done_ = true;
    if (reads_done_) return Advance();
    request = std::move(incoming_);
    handling_ = true;
  }
  Handle(std::move(request));
  absl::MutexLock lock(&mutex_);
  handling_ = false;
  Advance();
}

void IngestReactor::Handle(std::unique_ptr<Request> request) {
  const bool opens = request->has_open() || request->message_case() == Request::MESSAGE_NOT_SET;
  if (!opens) {
    absl::MutexLock lock(&mutex_);
    if (lane_ == nullptr) return Fail(FieldError("message", "the first message must be open"));
  }
  switch (request->message_case()) {
    case Request::kOpen:
      return Attach(*request);
    case Request::kItem: {
      std::shared_ptr<Request> owner = std::move(request);
      return Submit(intake_.TakeItem({owner, owner->mutable_item()}));
    }
    case Request::kChunk:
      return Submit(intake_.TakeChunk(request->chunk()));
    case Request::kFlush: {
      absl::MutexLock lock(&mutex_);
      flush_after_ = submitted_;
      return;
    }
    case Request::MESSAGE_NOT_SET: {
      absl::MutexLock lock(&mutex_);
      return Fail(FieldError("message", "must be set"));
    }
  }
}

void IngestReactor::Attach(const Request& request) {
  const Request::Open& open = request.open();
  auto name = ParseSessionName("open.ingest_session", open.ingest_session());
  auto ack_delay = AckDelay(open);
  {
    absl::MutexLock lock(&mutex_);
    if (opened_) return Fail(FieldError("open", "only the first message opens"));
    if (absl::Status allowed = call_.Authorize(request); !allowed.ok()) return Fail(allowed);
    if (!name.ok()) return Fail(name.status());
    if (!ack_delay.ok()) return Fail(ack_delay.status());
    opened_ = true;
    ack_delay_ = *ack_delay;
    failures_only_ = open.failures_only();
    ++pending_attach_;
  }
  runtime_.store.AttachSession(
      name->collection, name->session,
      [self = shared_from_this()](absl::StatusOr<storage::StoredSession> session) {
        self->OnAttached(std::move(session));
      });
}

void IngestReactor::OnAttached(absl::StatusOr<storage::StoredSession> session) {
  absl::MutexLock lock(&mutex_);
  --pending_attach_;
  if (!session.ok()) {
    Fail(session.status());
    return Advance();
  }
  durable_sequence_ = session->durable_sequence;
  acked_commit_ = session->commit;
  Response opened;
  *opened.mutable_opened()->mutable_session() = ToApi(*session);
  *opened.mutable_opened()->mutable_credit() = MakeCredit(false);
  opened.mutable_opened()->set_max_chunk_bytes(kMaxChunkBytes);
  opened.mutable_opened()->set_max_document_bytes(kMaxDocumentBytes);
  control_.push_front(std::move(opened));
  lane_ = ingest::SessionLane::Create(runtime_.store, runtime_.executor, *std::move(session),
                                      call_.principal(),
                                      [self = shared_from_this()](ingest::LaneResult result) {
                                        self->OnResult(std::move(result));
                                      });
  Advance();
}

void IngestReactor::Submit(absl::StatusOr<std::optional<ItemIntake::Ready>> taken) {
  std::shared_ptr<ingest::SessionLane> lane;
  {
    absl::MutexLock lock(&mutex_);
    if (!taken.ok()) return Fail(taken.status());
    if (!taken->has_value()) return;
    lane = lane_;
    ++submitted_;
    ++pending_items_;
    pending_bytes_ += (*taken)->size_bytes;
  }
  ItemIntake::Ready& ready = **taken;
  lane->Submit(std::move(ready.item), static_cast<size_t>(ready.size_bytes),
               std::move(ready.turned_away));
}

void IngestReactor::OnResult(ingest::LaneResult result) {
  const auto size = static_cast<int64_t>(result.size_bytes);
  intake_.Release(size);
  absl::MutexLock lock(&mutex_);
  ++resulted_;
  --pending_items_;
  pending_bytes_ -= size;
  if (result.fatal.ok()) {
    results_.push_back(std::move(result));
  } else {
    Fail(result.fatal);
  }
  Advance();
}

void IngestReactor::OnWriteDone(bool ok) {
  const auto self = shared_from_this();
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  if (!ok) {
    cancelled_ = true;
    reads_done_ = true;
  }
  Advance();
}

void IngestReactor::OnCancel() {
  const auto self = shared_from_this();
  absl::MutexLock lock(&mutex_);
  cancelled_ = true;
  reads_done_ = true;
  Advance();
}

void IngestReactor::OnDrain(absl::Duration time_left) {
  absl::MutexLock lock(&mutex_);
  if (reads_done_ || finished_) return;
  Response draining;
  draining.mutable_draining()->mutable_deadline()->set_seconds(absl::ToInt64Seconds(time_left));
  draining.mutable_draining()->set_reason("DRAINING");
  control_.push_back(std::move(draining));
  reads_done_ = true;
  Advance();
}

void IngestReactor::OnDone() {
  std::shared_ptr<IngestReactor> self;
  {
    absl::MutexLock lock(&mutex_);
    self = std::move(self_);
    lane_.reset();  // the lane's sink holds the reactor
    entry_.Leave();
  }
}

}  // namespace pledge::rpc
