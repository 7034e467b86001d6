#include "service/rpc/upload_reactor.h"

#include <string>
#include <utility>

#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/query/read_point.h"
#include "service/rpc/ingest_session.h"

namespace pledge::rpc {
namespace {

using Request = v1::UploadDocumentsRequest;

absl::Status Cancelled() { return MakeError(ErrorReason::kCancelled, "the caller went away"); }
absl::Status Draining() { return MakeError(ErrorReason::kDraining, "the server is stopping"); }

}  // namespace

UploadReactor* UploadReactor::Start(const Runtime& runtime,
                                    const grpc::CallbackServerContext& context,
                                    v1::UploadDocumentsResponse* response,
                                    std::atomic<int64_t>& bytes_in_flight) {
  std::shared_ptr<UploadReactor> reactor(
      new UploadReactor(runtime, context, response, bytes_in_flight));
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

UploadReactor::UploadReactor(const Runtime& runtime, const grpc::CallbackServerContext& context,
                             v1::UploadDocumentsResponse* response,
                             std::atomic<int64_t>& bytes_in_flight)
    : runtime_(runtime),
      response_(response),
      intake_(bytes_in_flight, MakeAdmission(runtime, PrincipalOf(runtime.principals, context))),
      call_(runtime, "UploadDocuments", context) {}

void UploadReactor::Fail(const absl::Status& status) {
  if (end_status_.ok()) end_status_ = status;
  reads_done_ = true;
}

bool UploadReactor::MayRead() const {
  if (reading_ || handling_ || reads_done_ || attaching_) return false;
  if (pending_items_ == 0 || intake_.is_incomplete()) return true;
  return pending_items_ < kIngestCreditItems && pending_bytes_ < kIngestCreditBytes &&
         !intake_.is_memory_short();
}

void UploadReactor::Advance() {
  if (ended_) return;
  if (MayRead()) {
    reading_ = true;
    incoming_ = std::make_unique<Request>();
    StartRead(incoming_.get());
  }
  if (!reads_done_ || handling_ || pending_items_ > 0 || attaching_) return;
  ended_ = true;
  if (end_status_.ok()) return StartSummary();
  Finish(call_.Finish(end_status_));
}

void UploadReactor::StartSummary() {
  const bool posted = runtime_.executor.Post([self = shared_from_this()] { self->Summarize(); });
  if (!posted) Finish(call_.Finish(Draining()));
}

void UploadReactor::Summarize() {
  storage::StoredSession attached;
  {
    absl::MutexLock lock(&mutex_);
    attached = session_;
  }
  const auto session = runtime_.store.GetSession(attached.collection_id, attached.session_id);
  absl::MutexLock lock(&mutex_);
  if (!session.ok()) return Finish(call_.Finish(session.status()));
  *response_->mutable_session() = ToApi(*session);
  for (const ingest::LaneResult& failure : failures_) *response_->add_failures() = ToApi(failure);
  *response_->mutable_read_info() = query::MakeReadInfo(runtime_.store, commit_);
  Finish(call_.Finish(absl::OkStatus()));
}

void UploadReactor::OnReadDone(bool ok) {
  const auto self = shared_from_this();
  std::unique_ptr<Request> request;
  {
    absl::MutexLock lock(&mutex_);
    reading_ = false;
    if (!ok && !reads_done_) {
      if (lane_ == nullptr) Fail(FieldError("message", "the first message names the session"));
      if (intake_.is_incomplete()) {
        Fail(FieldError("chunk", "the stream ended before the last piece of an item"));
      }
      reads_done_ = true;
    }
    if (reads_done_) return Advance();
    request = std::move(incoming_);
    handling_ = true;
  }
  Handle(std::move(request));
  absl::MutexLock lock(&mutex_);
  handling_ = false;
  Advance();
}

void UploadReactor::Handle(std::unique_ptr<Request> request) {
  {
    absl::MutexLock lock(&mutex_);
    const bool is_first = lane_ == nullptr;
    const bool names_session = request->message_case() == Request::kIngestSession;
    if (request->message_case() == Request::MESSAGE_NOT_SET) {
      return Fail(FieldError("message", "must be set"));
    }
    if (is_first != names_session) {
      return Fail(FieldError(is_first ? "message" : "ingest_session",
                             "the first message names the session, and only it"));
    }
  }
  if (request->has_item()) {
    std::shared_ptr<Request> owner = std::move(request);
    return Submit(intake_.TakeItem({owner, owner->mutable_item()}));
  }
  if (request->has_chunk()) return Submit(intake_.TakeChunk(request->chunk()));
  Attach(*request);
}

void UploadReactor::Attach(const Request& request) {
  auto name = ParseSessionName("ingest_session", request.ingest_session());
  {
    absl::MutexLock lock(&mutex_);
    if (absl::Status allowed = call_.Authorize(request); !allowed.ok()) return Fail(allowed);
    if (!name.ok()) return Fail(name.status());
    attaching_ = true;
  }
  runtime_.store.AttachSession(
      name->collection, name->session,
      [self = shared_from_this()](absl::StatusOr<storage::StoredSession> session) {
        self->OnAttached(std::move(session));
      });
}

void UploadReactor::OnAttached(absl::StatusOr<storage::StoredSession> session) {
  absl::MutexLock lock(&mutex_);
  attaching_ = false;
  if (!session.ok()) {
    Fail(session.status());
    return Advance();
  }
  session_ = *session;
  commit_ = session->commit;
  lane_ = ingest::SessionLane::Create(runtime_.store, runtime_.executor, *std::move(session),
                                      call_.principal(),
                                      [self = shared_from_this()](ingest::LaneResult result) {
                                        self->OnResult(std::move(result));
                                      });
  Advance();
}

void UploadReactor::Submit(absl::StatusOr<std::optional<ItemIntake::Ready>> taken) {
  std::shared_ptr<ingest::SessionLane> lane;
  {
    absl::MutexLock lock(&mutex_);
    if (!taken.ok()) return Fail(taken.status());
    if (!taken->has_value()) return;
    lane = lane_;
    ++pending_items_;
    pending_bytes_ += (*taken)->size_bytes;
  }
  ItemIntake::Ready& ready = **taken;
  lane->Submit(std::move(ready.item), static_cast<size_t>(ready.size_bytes),
               std::move(ready.turned_away));
}

void UploadReactor::OnResult(ingest::LaneResult result) {
  const auto size = static_cast<int64_t>(result.size_bytes);
  intake_.Release(size);
  absl::MutexLock lock(&mutex_);
  --pending_items_;
  pending_bytes_ -= size;
  if (result.commit.number > commit_.number) commit_ = result.commit;
  if (!result.fatal.ok()) {
    Fail(result.fatal);
  } else if (result.outcome == v1::INGEST_OUTCOME_RETRY) {
    // There is no way to ask for it again but to end.
    Fail(result.status);
  } else if (result.outcome == v1::INGEST_OUTCOME_REJECTED &&
             failures_.size() < kMaxUploadFailures) {
    failures_.push_back(std::move(result));
  }
  Advance();
}

void UploadReactor::OnCancel() {
  const auto self = shared_from_this();
  absl::MutexLock lock(&mutex_);
  Fail(Cancelled());
  Advance();
}

void UploadReactor::OnDrain(absl::Duration) {
  absl::MutexLock lock(&mutex_);
  if (reads_done_ || ended_) return;
  Fail(Draining());
  Advance();
}

void UploadReactor::OnDone() {
  std::shared_ptr<UploadReactor> self;
  {
    absl::MutexLock lock(&mutex_);
    self = std::move(self_);
    lane_.reset();  // the lane's sink holds the reactor
    entry_.Leave();
  }
}

}  // namespace pledge::rpc
