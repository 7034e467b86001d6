#include "storage/document_writer.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/mutant.h"
#include "service/base/resource_name.h"
#include "storage/record_scan.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

absl::Status CheckExpectations(const PutDocumentRequest& request, const RevisionAt* head) {
  const std::string& etag = request.if_etag;
  if (head == nullptr) {
    if (etag.empty() || etag == "-") return absl::OkStatus();
    return DocumentNotFound(request.collection_id, request.document_id);
  }
  if (etag == "-" || request.if_exists == IfExists::kFail) {
    const std::string name = MakeDocumentName(request.collection_id, request.document_id);
    return MakeError(ErrorReason::kDocumentExists, absl::StrCat("document exists: ", name),
                     {{"resource", name}});
  }
  if (StateOf(head->row) == DocumentState::kDeleted) {
    return DocumentDeleted(request.collection_id, request.document_id);
  }
  if (etag.empty() || etag == "*" || etag == EtagOf(head->row)) return absl::OkStatus();
  return EtagMismatch(head->row);
}

bool IsNoChange(const v1::RevisionRow& head, const PutDocumentRequest& request) {
  const RevisionDraft& draft = *request.draft;
  if (request.is_reanalysis) return head.result_digest() == draft.result_digest;
  return head.source_sha256() == draft.source_sha256 && head.caller_digest() == draft.caller_digest;
}

absl::Status CheckBase(const RevisionDraft& draft, const RevisionAt* head) {
  const uint64_t commit = head == nullptr ? 0 : head->key.commit;
  if (!draft.base_commit || *draft.base_commit == commit) return absl::OkStatus();
  return MakeError(ErrorReason::kHeadMoved, "another write of the document came between");
}

// What was analysed again must be the source of the head that is there.
absl::Status CheckReanalysis(const RevisionDraft& draft, const RevisionAt* head) {
  if (absl::Status status = CheckBase(draft, head); !status.ok()) return status;
  if (head != nullptr && head->row.source_sha256() == draft.source_sha256) return absl::OkStatus();
  return MakeError(ErrorReason::kBug, "an analysis made again of other bytes");
}

std::string FirstUid(const RevisionDraft& draft) {
  return draft.uid.empty() ? NewUuid() : draft.uid;
}

}  // namespace

absl::StatusOr<PutDocumentResult> DocumentWriter::Write(const PutInput& input) {
  const PutDocumentRequest& request = input.request;
  const auto head = heads_.Find(request.collection_id, request.document_id);
  if (!head.ok()) return head.status();
  const RevisionAt* const current = head->has_value() ? &(*head)->revision : nullptr;
  if (absl::Status status = CheckExpectations(request, current); !status.ok()) return status;
  if (request.is_reanalysis) {
    absl::Status status = CheckReanalysis(*request.draft, current);
    if (!status.ok()) return status;
  }
  if (current == nullptr || !IsNoChange(current->row, request)) {
    if (absl::Status status = CheckBase(*request.draft, current); !status.ok()) return status;
    return AddRevision(input, *head);
  }
  PutDocumentResult result;
  result.outcome = PutOutcome::kUnchanged;
  result.revision = ToHead(request.collection_id, *current);
  result.commit = commits_.last();
  return result;
}

absl::StatusOr<DocumentKey> DocumentWriter::NewDocument(std::string_view collection_id) {
  const std::optional<uint32_t> known = commits_.FindCollection(collection_id);
  if (!known) next_numbers_[commits_.EnsureCollection(collection_id)] = 1;
  const uint32_t collection = commits_.EnsureCollection(collection_id);
  auto next = next_numbers_.find(collection);
  if (next == next_numbers_.end()) {
    const absl::StatusOr<uint32_t> last = heads_.reader().LastNumber(collection);
    if (!last.ok()) return last.status();
    next = next_numbers_.emplace(collection, *last + 1).first;
  }
  if (next->second == std::numeric_limits<uint32_t>::max()) {
    return absl::ResourceExhaustedError("the collection has no document number left");
  }
  return DocumentKey{collection, next->second++, 0};
}

absl::StatusOr<bool> DocumentWriter::HasSameRecords(const DocumentHead& head,
                                                    const RevisionDraft& draft) {
  if (head.pending != nullptr) {
    return head.pending->commitments == draft.commitments &&
           head.pending->achievements == draft.achievements &&
           head.pending->sections == draft.sections && head.pending->text_rows == draft.text_rows;
  }
  DocumentKey key = head.revision.key;
  key.commit = head.revision.row.content_commit();
  const auto rows = view_.MultiGet({RowKey(Tag::kCommitments, key), RowKey(Tag::kAchievements, key),
                                    RowKey(Tag::kSections, key)});
  if (!rows.ok()) return rows.status();
  if ((*rows)[0] != draft.commitments || (*rows)[1] != draft.achievements ||
      (*rows)[2] != draft.sections) {
    return false;
  }
  for (size_t row = 0; row < draft.text_rows.size(); ++row) {
    const auto stored = view_.Get(TextKey(key, static_cast<uint32_t>(row)));
    if (!stored.ok()) return stored.status();
    if (*stored != draft.text_rows[row]) return false;
  }
  return true;
}

absl::StatusOr<PutDocumentResult> DocumentWriter::AddRevision(
    const PutInput& input, const std::optional<DocumentHead>& head) {
  const PutDocumentRequest& request = input.request;
  absl::StatusOr<bool> same_records = false;
  if (head && head->revision.row.source_sha256() == request.draft->source_sha256) {
    same_records = HasSameRecords(*head, *request.draft);
    if (!same_records.ok()) return same_records.status();
  }
  absl::StatusOr<DocumentKey> key = head ? head->revision.key : NewDocument(request.collection_id);
  if (!key.ok()) return key.status();
  key->commit = commits_.Upcoming().number;
  const RevisionAt revision{*key, MakeRow(request, head, *same_records)};
  std::string columns = PutRows(input, revision);

  PutDocumentResult result;
  result.outcome = head ? PutOutcome::kUpdated : PutOutcome::kCreated;
  result.commit = commits_.Add(LogEntryOf(revision, head ? &head->revision : nullptr));
  commits_.CountDocument(key->collection, head ? 0 : 1);
  result.revision = ToHead(request.collection_id, revision);
  heads_.Add(request.collection_id, {revision, request.draft, std::move(columns)});
  return result;
}

v1::RevisionRow DocumentWriter::MakeRow(const PutDocumentRequest& request,
                                        const std::optional<DocumentHead>& head,
                                        bool same_records) const {
  const RevisionDraft& draft = *request.draft;
  const CommitPoint commit = commits_.Upcoming();
  const v1::RevisionRow* const before = head ? &head->revision.row : nullptr;
  const bool same_source = before != nullptr && before->source_sha256() == draft.source_sha256;
  v1::RevisionRow row;
  row.set_ordinal(before == nullptr ? 1 : before->ordinal() + 1);
  row.set_cause(static_cast<uint32_t>(before == nullptr       ? RevisionCause::kCreated
                                      : request.is_reanalysis ? RevisionCause::kReanalyzed
                                      : same_source           ? RevisionCause::kMetadataUpdated
                                                              : RevisionCause::kContentReplaced));
  row.set_document_id(request.document_id);
  row.set_uid(before == nullptr ? FirstUid(draft) : before->uid());
  row.set_commit_time_us(ToMicros(commit.time));
  row.set_create_time_us(before == nullptr ? row.commit_time_us() : before->create_time_us());
  row.set_content_commit(same_records ? before->content_commit() : commit.number);
  row.set_source_commit(same_source ? before->source_commit() : commit.number);
  row.set_previous_commit(before == nullptr ? 0 : head->revision.key.commit);
  row.set_source_sha256(draft.source_sha256);
  row.set_source_size_bytes(draft.source.size());
  row.set_caller_digest(draft.caller_digest);
  row.set_result_digest(draft.result_digest);
  row.set_engine_version(draft.engine_version);
  row.set_analysis_state(draft.analysis_state);
  row.set_actor(request.actor);
  row.set_document(draft.document);
  row.set_caller(draft.caller);
  row.set_comment(request.comment);
  row.set_chain_digest(
      ChainDigest(before == nullptr ? "" : before->chain_digest(), commit.number, row));
  return row;
}

std::string DocumentWriter::PutRows(const PutInput& input, const RevisionAt& revision) {
  const DocumentKey& key = revision.key;
  const RevisionDraft& draft = *input.request.draft;
  if (revision.row.ordinal() == 1) {
    v1::NameRow name;
    name.set_document_number(key.document);
    batch_.Put(NameKey(key.collection, input.request.document_id, key.commit),
               name.SerializeAsString());
  }
  batch_.Put(RowKey(Tag::kRevision, key), revision.row.SerializeAsString());
  ColumnRow columns = draft.columns;
  columns.state = DocumentState::kActive;
  columns.content_commit = revision.row.content_commit();
  std::string encoded = EncodeColumnRow(columns);
  if (!IsMutant("p2-columns-left-out")) batch_.Put(RowKey(Tag::kColumns, key), encoded);
  // Also for other columns alone: terms are drawn from both.
  const SegmentKey segment = SegmentOf(key.collection, key.document, marks_.segment_bits);
  if (marks_.segments.contains(segment)) {
    batch_.Put(IndexDirtyKey(segment, key.document, key.commit), "");
  }
  if (revision.row.content_commit() == key.commit) {
    batch_.PutView(RowKey(Tag::kCommitments, key), draft.commitments);
    batch_.PutView(RowKey(Tag::kAchievements, key), draft.achievements);
    batch_.PutView(RowKey(Tag::kSections, key), draft.sections);
    for (size_t row = 0; row < draft.text_rows.size(); ++row) {
      batch_.PutView(TextKey(key, static_cast<uint32_t>(row)), draft.text_rows[row]);
    }
  }
  if (revision.row.source_commit() != key.commit) return encoded;
  for (size_t piece = 0; piece < input.source_pieces.size(); ++piece) {
    batch_.PutView(SourceKey(key, static_cast<uint32_t>(piece)), input.source_pieces[piece]);
  }
  return encoded;
}

}  // namespace pledge::storage
