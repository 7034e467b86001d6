#include "storage/request_writer.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "service/base/error.h"
#include "service/base/mutant.h"
#include "service/base/sha256.h"
#include "storage/document_reader.h"
#include "storage/key_codec.h"
#include "storage/stored_values.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

constexpr int64_t kPeriodSeconds = int64_t{6} * 3600;  // on disk, never change
// The current period and these before it span at least 24 hours.
constexpr uint32_t kEarlierPeriods = 4;
constexpr size_t kHashBytes = 16;
// Rows that one group deletes at most, so that it stays short.
constexpr int kMaxDeletes = 500;

uint32_t PeriodOf(absl::Time time) {
  return static_cast<uint32_t>(std::max<int64_t>(0, absl::ToUnixSeconds(time)) / kPeriodSeconds);
}

std::string HashOf(const RequestIdentity& request) {
  std::string input;
  AppendPrefixed(input, request.principal);
  AppendPrefixed(input, request.method);
  AppendPrefixed(input, request.request_id);
  return Sha256(input).substr(0, kHashBytes);
}

absl::Status CheckDigest(const v1::RequestRow& row, const RequestIdentity& request) {
  if (row.digest() == request.digest) return absl::OkStatus();
  return MakeError(ErrorReason::kRequestIdReused, "the request id was used with another request");
}

absl::StatusOr<std::optional<v1::RequestRow>> ReadAnswer(View& view, absl::Time now,
                                                         const std::string& hash) {
  std::vector<std::string> keys;
  for (uint32_t period = RequestWriter::FirstKeptPeriod(now); period <= PeriodOf(now); ++period) {
    keys.push_back(RequestKey(period, hash));
  }
  const auto values = view.MultiGet(keys);
  if (!values.ok()) return values.status();
  for (const std::optional<std::string>& value : *values) {
    if (!value) continue;
    auto row = ParseRow<v1::RequestRow>(*value);
    if (!row.ok()) return row.status();
    return *std::move(row);
  }
  return std::nullopt;
}

// Fills in the revision that was answered, if any was.
absl::Status ReadRevision(View& view, const CollectionTable& collections, const v1::RequestRow& row,
                          StoredRevision& out) {
  if (row.revision_commit() == 0) return absl::OkStatus();
  const DocumentKey key{row.collection_number(), row.document_number(), row.revision_commit()};
  const auto value = view.Get(RowKey(Tag::kRevision, key));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return MissingRow(view, key, "answer without its revision");
  const auto revision = ParseRow<v1::RevisionRow>(**value);
  if (!revision.ok()) return revision.status();
  out = ToRevision(collections.IdOf(key.collection), key, *revision);
  out.is_head = true;  // it was, when the answer was given
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::optional<PutDocumentResult>> FindStoredAnswer(
    View& view, const CollectionTable& collections, absl::Time now, const RequestIdentity& request,
    const DocumentHeads* heads) {
  const auto row = ReadAnswer(view, now, HashOf(request));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  if (absl::Status status = CheckDigest(**row, request); !status.ok()) return status;
  const bool is_removed =
      heads != nullptr && heads->IsRemoved((*row)->collection_number(), (*row)->document_number());
  if (is_removed) return DocumentPurged();
  PutDocumentResult result;
  absl::Status status = ReadRevision(view, collections, **row, result.revision);
  if (!status.ok()) return status;
  result.outcome = static_cast<PutOutcome>((*row)->outcome());
  result.replayed = true;
  result.commit = {(*row)->commit(), FromMicros((*row)->commit_time_us())};
  return result;
}

uint32_t RequestWriter::FirstKeptPeriod(absl::Time now) {
  return std::max(PeriodOf(now), kEarlierPeriods) - kEarlierPeriods;
}

absl::StatusOr<std::optional<PutDocumentResult>> RequestWriter::FindAnswer(
    const RequestIdentity& request) {
  const std::string hash = HashOf(request);
  const auto pending = answers_.find(hash);
  if (pending != answers_.end()) {
    const absl::Status status = CheckDigest(pending->second.row, request);
    if (!status.ok()) return status;
    PutDocumentResult result = pending->second.result;
    const StoredRevision& revision = result.revision;
    const bool is_removed = revision.state != DocumentState::kPurged &&
                            heads_.IsRemoved(revision.collection_number, revision.document_number);
    if (is_removed) return DocumentPurged();
    result.replayed = true;
    return result;
  }
  return FindStoredAnswer(view_, collections_, commits_.now(), request, &heads_);
}

void RequestWriter::Record(const RequestIdentity& request, const PutDocumentResult& result) {
  Answer& answer = answers_[HashOf(request)];
  answer.row.set_digest(request.digest);
  answer.row.set_outcome(static_cast<uint32_t>(result.outcome));
  answer.row.set_commit(result.commit.number);
  answer.row.set_commit_time_us(ToMicros(result.commit.time));
  answer.row.set_collection_number(result.revision.collection_number);
  answer.row.set_document_number(result.revision.document_number);
  answer.row.set_revision_commit(result.revision.commit.number);
  answer.result = result;
}

void RequestWriter::Finish(Batch& batch) const {
  if (IsMutant("p8-answer-forgotten")) return;
  for (const auto& [hash, answer] : answers_) {
    const uint32_t period = PeriodOf(answer.result.commit.time);
    batch.Put(RequestKey(period, hash), answer.row.SerializeAsString());
  }
}

absl::StatusOr<bool> RequestWriter::DeleteBefore(uint32_t kept_from, Batch& batch) {
  const KeyRange old = RequestsBefore(kept_from);
  const std::unique_ptr<Cursor> cursor = view_.Scan(old.lower, old.upper, {});
  cursor->Seek(old.lower);
  for (int i = 0; i < kMaxDeletes && cursor->Valid(); ++i, cursor->Next()) {
    batch.Delete(std::string(cursor->key()));
  }
  if (!cursor->status().ok()) return cursor->status();
  return !cursor->Valid();
}

}  // namespace pledge::storage
