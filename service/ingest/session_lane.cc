#include "service/ingest/session_lane.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/base/sha256.h"
#include "service/ingest/chunk_assembly.h"
#include "service/ingest/head_base.h"
#include "service/ingest/prepare.h"
#include "service/ingest/put_revision.h"
#include "service/mapping/result_digest.h"

namespace pledge::ingest {
namespace {

using storage::PutDocumentResult;

// Identity of an item: a resent one must have the same.
std::string ItemDigest(const v1::IngestItem& item) {
  v1::IngestItem rest = item;
  const std::string data = Sha256(item.content().data());
  rest.mutable_content()->set_data(data);
  return Sha256(mapping::SerializeDeterministic(rest));
}

std::string DocumentId(const v1::IngestItem& item) {
  if (!item.document_id().empty()) return item.document_id();
  // Without its pieces an announced document has no other bytes to go by.
  return item.has_content() ? DefaultDocumentId(item.content()) : Hex(item.chunked().sha256());
}

// Causes that pass: the same item may go through later.
bool IsPassing(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         ReasonOf(status) == ErrorReason::kHeadMoved ||
         (status.code() == absl::StatusCode::kResourceExhausted &&
          ReasonOf(status) != ErrorReason::kDocumentTooLarge);
}

v1::IngestOutcome ToOutcome(storage::PutOutcome outcome) {
  return static_cast<v1::IngestOutcome>(outcome);
}

}  // namespace

LaneResult ToLaneResult(int64_t sequence, const PutDocumentResult& result) {
  LaneResult out;
  out.sequence = sequence;
  out.outcome = ToOutcome(result.outcome);
  out.commit = result.commit;
  out.status = result.rejection;
  out.analysis_state = result.revision.analysis_state;
  if (result.revision.ordinal != 0) {
    out.revision = MakeRevisionName(result.revision.collection_id, result.revision.document_id,
                                    result.revision.ordinal);
  }
  return out;
}

std::shared_ptr<SessionLane> SessionLane::Create(storage::RecordStore& store, Executor& executor,
                                                 storage::StoredSession session, std::string actor,
                                                 Sink sink) {
  return std::shared_ptr<SessionLane>(
      new SessionLane(store, executor, std::move(session), std::move(actor), std::move(sink)));
}

SessionLane::SessionLane(storage::RecordStore& store, Executor& executor,
                         storage::StoredSession session, std::string actor, Sink sink)
    : store_(store),
      executor_(executor),
      session_(std::move(session)),
      actor_(std::move(actor)),
      sink_(std::move(sink)) {}

void SessionLane::Submit(std::shared_ptr<v1::IngestItem> item, size_t size_bytes,
                         absl::Status turned_away) {
  auto slot = std::make_shared<Slot>();
  slot->sequence = item->sequence();
  slot->size_bytes = size_bytes;
  slot->stored = std::optional<PutDocumentResult>();
  {
    absl::MutexLock lock(&mutex_);
    slots_.push_back(slot);
  }
  if (!turned_away.ok()) {
    slot->refused = std::move(turned_away);
    return MarkReady(slot);
  }
  const bool posted = executor_.Post([self = shared_from_this(), slot, item] {
    self->Analyze(slot, *item);
    self->MarkReady(slot);
  });
  if (posted) return;
  slot->refused = MakeError(ErrorReason::kDraining, "the server is stopping");
  MarkReady(slot);
}

// A resent sequence is answered from the store; a new one is analysed.
void SessionLane::Analyze(const std::shared_ptr<Slot>& slot, v1::IngestItem& item) {
  const std::string digest = ItemDigest(item);
  if (slot->sequence <= session_.durable_sequence) {
    slot->stored =
        store_.FindItemResult(session_.collection_id, session_.session_id, slot->sequence, digest);
    if (!slot->stored.ok() || slot->stored->has_value()) return;
  }
  storage::PutDocumentRequest& request = slot->request;
  request.collection_id = session_.collection_id;
  request.document_id = DocumentId(item);
  request.if_exists = storage::IfExists::kNewRevision;
  request.if_etag = item.if_etag();
  request.actor = actor_;
  request.item = {session_.session_id, session_.epoch, slot->sequence, digest};
  if (!IsValidId(request.document_id)) {
    request.rejection =
        FieldError("item.document_id", "1 to 128 of [a-z0-9._-], neither \".\" nor \"..\"");
    return;
  }
  if (item.has_chunked()) {
    request.rejection = CheckAnnouncement("item.chunked", item.chunked());
    if (!request.rejection.ok()) return;
  }
  auto head = ReadHeadBase(store_, request.collection_id, request.document_id);
  if (!head.ok()) {
    slot->refused = head.status();
    return;
  }
  auto draft = Prepare("item.", item.document(), std::move(*item.mutable_content()),
                       *std::move(head), item.has_chunked() ? kMaxDocumentBytes : kMaxContentBytes);
  if (draft.ok()) {
    request.draft = *std::move(draft);
  } else {
    request.rejection = draft.status();
  }
}

void SessionLane::MarkReady(const std::shared_ptr<Slot>& slot) {
  {
    absl::MutexLock lock(&mutex_);
    slot->ready = true;
    if (pumping_) return;
    pumping_ = true;
  }
  Pump();
}

// Sends ready slots from the front. One thread at a time is here, and it holds
// no lock while it calls out.
void SessionLane::Pump() {
  for (;;) {
    std::shared_ptr<Slot> slot;
    {
      absl::MutexLock lock(&mutex_);
      if (slots_.empty() || !slots_.front()->ready || !again_.empty()) {
        pumping_ = false;
        return;
      }
      slot = std::move(slots_.front());
      slots_.pop_front();
      ++in_store_;
    }
    Send(slot);
  }
}

void SessionLane::Send(const std::shared_ptr<Slot>& slot) {
  if (!slot->refused.ok()) return Answer(slot, slot->refused);
  if (!slot->stored.ok()) return Answer(slot, slot->stored.status());
  if (slot->stored->has_value()) return Answer(slot, **slot->stored);
  store_.PutDocument(slot->request,
                     [self = shared_from_this(), slot](absl::StatusOr<PutDocumentResult> result) {
                       self->Answer(slot, std::move(result));
                     });
}

// True when the item must go to the store once more: its lineage was matched
// with a head that has moved, or it came after such a one and so left a gap.
bool SessionLane::GoesAgain(Slot& slot, const absl::Status& status) {
  const auto reason = ReasonOf(status);
  if (reason == ErrorReason::kHeadMoved) return ++slot.matches <= kMaxMatchesAgain;
  return reason == ErrorReason::kSequenceGap && !again_.empty() &&
         slot.sequence > again_.front()->sequence;
}

void SessionLane::Answer(const std::shared_ptr<Slot>& slot,
                         absl::StatusOr<PutDocumentResult> result) {
  bool goes_again = false;
  std::shared_ptr<Slot> first;
  {
    absl::MutexLock lock(&mutex_);
    --in_store_;
    goes_again = GoesAgain(*slot, result.status());
    if (goes_again) again_.push_back(slot);
    if (in_store_ == 0 && !again_.empty()) {
      first = again_.front();
      first->ready = false;
      slots_.insert(slots_.begin(), again_.begin(), again_.end());
      again_.clear();
    }
  }
  if (!goes_again) Finish(*slot, std::move(result));
  if (first != nullptr) MatchAndSend(first);
}

void SessionLane::MatchAndSend(const std::shared_ptr<Slot>& slot) {
  const bool posted = executor_.Post([self = shared_from_this(), slot] {
    storage::PutDocumentRequest& request = slot->request;
    auto draft =
        MatchAgain(self->store_, request.collection_id, request.document_id, *request.draft);
    if (draft.ok()) {
      request.draft = *std::move(draft);
    } else {
      slot->refused = draft.status();
    }
    self->MarkReady(slot);
  });
  if (posted) return;
  slot->refused = MakeError(ErrorReason::kDraining, "the server is stopping");
  MarkReady(slot);
}

LaneResult SessionLane::Failure(const Slot& slot, const absl::Status& status) {
  LaneResult out;
  out.sequence = slot.sequence;
  out.size_bytes = slot.size_bytes;
  absl::MutexLock lock(&mutex_);
  const bool follows_retry = retry_from_ != 0 && slot.sequence > retry_from_ &&
                             ReasonOf(status) == ErrorReason::kSequenceGap;
  if (!IsPassing(status) && !follows_retry) {
    out.fatal = status;
    return out;
  }
  if (retry_from_ == 0 || slot.sequence < retry_from_) {
    retry_from_ = slot.sequence;
  }
  out.outcome = v1::INGEST_OUTCOME_RETRY;
  out.status = follows_retry
                   ? MakeError(ErrorReason::kServerBusy,
                               absl::StrCat("sequence ", retry_from_, " must be sent again first"))
                   : status;
  return out;
}

void SessionLane::Finish(const Slot& slot, absl::StatusOr<PutDocumentResult> result) {
  if (!result.ok()) return sink_(Failure(slot, result.status()));
  {
    absl::MutexLock lock(&mutex_);
    if (retry_from_ == slot.sequence) retry_from_ = 0;
  }
  LaneResult out = ToLaneResult(slot.sequence, *result);
  out.size_bytes = slot.size_bytes;
  sink_(std::move(out));
}

}  // namespace pledge::ingest
