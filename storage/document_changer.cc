#include "storage/document_changer.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "storage/column_row.h"
#include "storage/document_rows.h"
#include "storage/key_codec.h"
#include "storage/record_scan.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

bool IsDeleted(const DocumentHead& head) {
  return StateOf(head.revision.row) == DocumentState::kDeleted;
}

absl::Status NotDeleted(const ChangeDocumentRequest& request) {
  const std::string name = MakeDocumentName(request.collection_id, request.document_id);
  return MakeError(ErrorReason::kNotDeleted, absl::StrCat("document is not deleted: ", name),
                   {{"resource", name}});
}

absl::Status CheckEtag(const ChangeDocumentRequest& request, const v1::RevisionRow& head) {
  if (request.if_etag.empty() || request.if_etag == EtagOf(head)) return absl::OkStatus();
  return EtagMismatch(head);
}

// What stays the same in a revision that copies the content of another.
v1::RevisionRow CopyContent(const v1::RevisionRow& from) {
  v1::RevisionRow row;
  row.set_document_id(from.document_id());
  row.set_uid(from.uid());
  row.set_create_time_us(from.create_time_us());
  row.set_content_commit(from.content_commit());
  row.set_source_commit(from.source_commit());
  row.set_source_sha256(from.source_sha256());
  row.set_source_size_bytes(from.source_size_bytes());
  row.set_caller_digest(from.caller_digest());
  row.set_result_digest(from.result_digest());
  row.set_engine_version(from.engine_version());
  row.set_analysis_state(from.analysis_state());
  row.set_document(from.document());
  row.set_caller(from.caller());
  return row;
}

// What all rows that a change makes have.
void Complete(const ChangeDocumentRequest& request, const v1::RevisionRow& head, CommitPoint commit,
              v1::RevisionRow& row) {
  row.set_ordinal(head.ordinal() + 1);
  row.set_commit_time_us(ToMicros(commit.time));
  row.set_actor(request.actor);
  row.set_comment(request.comment);
  row.set_chain_digest(ChainDigest(head.chain_digest(), commit.number, row));
}

PutDocumentResult Unchanged(const ChangeDocumentRequest& request, const DocumentHead* head,
                            CommitPoint commit) {
  PutDocumentResult result;
  result.outcome = PutOutcome::kUnchanged;
  result.commit = commit;
  if (head != nullptr) result.revision = ToHead(request.collection_id, head->revision);
  return result;
}

}  // namespace

absl::StatusOr<PutDocumentResult> DocumentChanger::Change(const ChangeDocumentRequest& request) {
  const auto head = heads_.Find(request.collection_id, request.document_id);
  if (!head.ok()) return head.status();
  const bool may_miss = request.change == DocumentChange::kDelete && request.allow_missing;
  if (!head->has_value()) {
    if (may_miss) return Unchanged(request, nullptr, commits_.last());
    return DocumentNotFound(request.collection_id, request.document_id);
  }
  switch (request.change) {
    case DocumentChange::kDelete:
      return Delete(request, **head);
    case DocumentChange::kUndelete:
      return Undelete(request, **head);
    case DocumentChange::kRollback:
      return RollBack(request, **head);
    case DocumentChange::kPurge:
      return Purge(request, **head);
  }
  return MakeError(ErrorReason::kBug, "no such change");
}

absl::StatusOr<PutDocumentResult> DocumentChanger::Delete(const ChangeDocumentRequest& request,
                                                          const DocumentHead& head) {
  if (IsDeleted(head)) {
    if (request.allow_missing) return Unchanged(request, &head, commits_.last());
    return DocumentDeleted(request.collection_id, request.document_id);
  }
  const int64_t now_us = ToMicros(commits_.Upcoming().time);
  v1::RevisionRow row = CopyContent(head.revision.row);
  row.set_cause(static_cast<uint32_t>(RevisionCause::kDeleted));
  row.set_state(static_cast<uint32_t>(DocumentState::kDeleted));
  row.set_delete_time_us(now_us);
  row.set_purge_time_us(now_us + absl::ToInt64Microseconds(request.purge_after));
  absl::StatusOr<PutDocumentResult> result = AddRevision(request, head, head, row);
  if (!result.ok()) return result;
  const DocumentKey& key = head.revision.key;
  batch_.Put(PurgeDueKey(row.purge_time_us(), key.collection, key.document), "");
  commits_.CountDocument(key.collection, -1);
  return result;
}

absl::StatusOr<PutDocumentResult> DocumentChanger::Undelete(const ChangeDocumentRequest& request,
                                                            const DocumentHead& head) {
  if (!IsDeleted(head)) return NotDeleted(request);
  v1::RevisionRow row = CopyContent(head.revision.row);
  row.set_cause(static_cast<uint32_t>(RevisionCause::kUndeleted));
  absl::StatusOr<PutDocumentResult> result = AddRevision(request, head, head, row);
  if (!result.ok()) return result;
  const DocumentKey& key = head.revision.key;
  batch_.Delete(PurgeDueKey(head.revision.row.purge_time_us(), key.collection, key.document));
  commits_.CountDocument(key.collection, 1);
  return result;
}

absl::StatusOr<PutDocumentResult> DocumentChanger::RollBack(const ChangeDocumentRequest& request,
                                                            const DocumentHead& head) {
  if (IsDeleted(head)) return DocumentDeleted(request.collection_id, request.document_id);
  const uint64_t ordinal = request.ordinal == 0 ? head.revision.row.ordinal() : request.ordinal;
  const auto found = heads_.FindOrdinal(head, request.collection_id, ordinal);
  if (!found.ok()) return found.status();
  if (!found->has_value()) {
    return RevisionNotFound(request.collection_id, request.document_id, ordinal);
  }
  v1::RevisionRow row = CopyContent((*found)->revision.row);
  row.set_cause(static_cast<uint32_t>(RevisionCause::kRolledBack));
  row.set_restored_from(ordinal);
  absl::StatusOr<PutDocumentResult> result = AddRevision(request, head, **found, row);
  if (result.ok()) commits_.CountDocument(head.revision.key.collection, 0);
  return result;
}

absl::StatusOr<PutDocumentResult> DocumentChanger::AddRevision(const ChangeDocumentRequest& request,
                                                               const DocumentHead& head,
                                                               const DocumentHead& content,
                                                               const v1::RevisionRow& row) {
  if (absl::Status status = CheckEtag(request, head.revision.row); !status.ok()) return status;
  const auto encoded = heads_.ReadColumns(content);
  if (!encoded.ok()) return encoded.status();
  absl::StatusOr<ColumnRow> columns = DecodeColumnRow(*encoded);
  if (!columns.ok()) return columns.status();

  const CommitPoint commit = commits_.Upcoming();
  DocumentHead made{head.revision, content.pending, ""};
  made.revision.key.commit = commit.number;
  made.revision.row = row;
  made.revision.row.set_previous_commit(head.revision.key.commit);
  Complete(request, head.revision.row, commit, made.revision.row);
  columns->state = StateOf(row);
  made.columns = EncodeColumnRow(*columns);
  batch_.Put(RowKey(Tag::kRevision, made.revision.key), made.revision.row.SerializeAsString());
  batch_.Put(RowKey(Tag::kColumns, made.revision.key), made.columns);

  PutDocumentResult result;
  result.outcome = PutOutcome::kUpdated;
  result.commit = commits_.Add(LogEntryOf(made.revision, &head.revision));
  result.revision = ToHead(request.collection_id, made.revision);
  heads_.Add(request.collection_id, std::move(made));
  return result;
}

absl::StatusOr<PutDocumentResult> DocumentChanger::Purge(const ChangeDocumentRequest& request,
                                                         const DocumentHead& head) {
  const v1::RevisionRow& last = head.revision.row;
  if (!IsDeleted(head)) return NotDeleted(request);
  if (absl::Status status = CheckEtag(request, last); !status.ok()) return status;
  const CommitPoint commit = commits_.Upcoming();
  if (request.only_when_due && FromMicros(last.purge_time_us()) > commit.time) {
    return Unchanged(request, &head, commits_.last());
  }
  const DocumentKey key{head.revision.key.collection, head.revision.key.document, commit.number};
  if (absl::Status status = DeleteRows(key, request.document_id); !status.ok()) return status;
  // Postings hold pieces of the text.
  const SegmentKey segment = SegmentOf(key.collection, key.document, marks_.segment_bits);
  if (absl::Status status = ForgetSegment(view_, segment, marks_, batch_); !status.ok()) {
    return status;
  }
  batch_.Delete(PurgeDueKey(last.purge_time_us(), key.collection, key.document));

  RevisionAt tombstone{key, {}};
  tombstone.row.set_cause(static_cast<uint32_t>(RevisionCause::kPurged));
  tombstone.row.set_state(static_cast<uint32_t>(DocumentState::kPurged));
  tombstone.row.set_document_id(request.document_id);
  tombstone.row.set_uid(last.uid());
  tombstone.row.set_content_commit(commit.number);
  tombstone.row.set_source_commit(commit.number);
  Complete(request, last, commit, tombstone.row);
  batch_.Put(RowKey(Tag::kRevision, key), tombstone.row.SerializeAsString());
  v1::NameRow name;
  name.set_document_number(key.document);
  name.set_purged(true);
  batch_.Put(NameKey(key.collection, request.document_id, key.commit), name.SerializeAsString());
  v1::EraseTask task;
  task.set_collection_number(key.collection);
  task.set_document_number(key.document);
  task.set_segment_bits(marks_.segment_bits);
  batch_.Put(EraseTaskKey(commit.number), task.SerializeAsString());

  PutDocumentResult result;
  result.outcome = PutOutcome::kUpdated;
  result.commit = commits_.Add(LogEntryOf(tombstone, &head.revision));
  commits_.CountDocument(key.collection, 0);
  result.revision = ToHead(request.collection_id, tombstone);
  heads_.Remove(request.collection_id, tombstone);
  return result;
}

absl::Status DocumentChanger::DeleteRows(const DocumentKey& document,
                                         const std::string& document_id) {
  std::vector<KeyRange> ranges = RangesOfDocument(document.collection, document.document);
  ranges.push_back(NameRange(document.collection, document_id));
  for (const KeyRange& range : ranges) {
    if (absl::Status status = DeleteRange(range); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status DocumentChanger::DeleteRange(const KeyRange& range) {
  std::vector<std::string> keys;
  for (const Batch::Entry& entry : batch_.entries()) {
    if (entry.key >= range.lower && entry.key < range.upper) keys.push_back(entry.key);
  }
  const std::unique_ptr<Cursor> cursor = view_.Scan(range.lower, range.upper, {});
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    keys.emplace_back(cursor->key());
  }
  if (!cursor->status().ok()) return cursor->status();
  for (std::string& key : keys) batch_.Delete(std::move(key));
  return absl::OkStatus();
}

}  // namespace pledge::storage
