#include "storage/document_writer.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/mutant.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// Reads at this commit see all there is.
constexpr uint64_t kNewest = std::numeric_limits<uint64_t>::max();

absl::Status CheckExpectations(const PutDocumentRequest& request, const RevisionAt* head) {
  const std::string& etag = request.if_etag;
  if (head == nullptr) {
    if (etag.empty() || etag == "-") return absl::OkStatus();
    return MakeError(ErrorReason::kDocumentNotFound,
                     absl::StrCat("document not found: ", request.document_id));
  }
  if (etag == "-" || request.if_exists == IfExists::kFail) {
    return MakeError(ErrorReason::kDocumentExists,
                     absl::StrCat("document exists: ", request.document_id));
  }
  if (etag.empty() || etag == "*") return absl::OkStatus();
  const std::string current = EtagOf(head->row);
  if (etag == current) return absl::OkStatus();
  return MakeError(ErrorReason::kEtagMismatch, "the document has another etag",
                   {{"etag", current}});
}

bool IsNoChange(const v1::RevisionRow& head, const RevisionDraft& draft) {
  return head.source_sha256() == draft.source_sha256 && head.caller_digest() == draft.caller_digest;
}

absl::Status CheckBase(const RevisionDraft& draft, const RevisionAt* head) {
  const uint64_t commit = head == nullptr ? 0 : head->key.commit;
  if (!draft.base_commit || *draft.base_commit == commit) return absl::OkStatus();
  return MakeError(ErrorReason::kHeadMoved, "another write of the document came between");
}

std::string FirstUid(const RevisionDraft& draft) {
  return draft.uid.empty() ? NewUuid() : draft.uid;
}

LogEntry EntryOf(const RevisionAt& revision, const RevisionAt* head) {
  LogEntry entry;
  switch (static_cast<RevisionCause>(revision.row.cause())) {
    case RevisionCause::kCreated:
      entry.kind = LogKind::kCreated;
      break;
    case RevisionCause::kContentReplaced:
      entry.kind = LogKind::kContentReplaced;
      break;
    case RevisionCause::kMetadataUpdated:
      entry.kind = LogKind::kMetadataUpdated;
      break;
  }
  entry.collection = revision.key.collection;
  entry.document = revision.key.document;
  entry.ordinal = revision.row.ordinal();
  entry.content_commit = revision.row.content_commit();
  entry.digest = revision.row.chain_digest().substr(0, 8);
  if (head != nullptr) {
    entry.old_commit = head->key.commit;
    entry.old_content_commit = head->row.content_commit();
  }
  return entry;
}

StoredRevision HeadRevision(std::string_view collection_id, const RevisionAt& head) {
  StoredRevision revision = ToRevision(collection_id, head.key, head.row);
  revision.is_head = true;
  return revision;
}

}  // namespace

absl::StatusOr<PutDocumentResult> DocumentWriter::Write(const PutInput& input) {
  const PutDocumentRequest& request = input.request;
  const absl::StatusOr<std::optional<Head>> head = FindHead(request);
  if (!head.ok()) return head.status();
  const RevisionAt* const current = head->has_value() ? &(*head)->revision : nullptr;
  if (absl::Status status = CheckExpectations(request, current); !status.ok()) return status;
  if (current == nullptr || !IsNoChange(current->row, *request.draft)) {
    if (absl::Status status = CheckBase(*request.draft, current); !status.ok()) return status;
    return AddRevision(input, *head);
  }
  PutDocumentResult result;
  result.outcome = PutOutcome::kUnchanged;
  result.revision = HeadRevision(request.collection_id, *current);
  result.commit = commits_.last();
  return result;
}

absl::StatusOr<std::optional<DocumentWriter::Head>> DocumentWriter::FindHead(
    const PutDocumentRequest& request) {
  const auto pending = pending_.find({request.collection_id, request.document_id});
  if (pending != pending_.end() && !IsMutant("p4-group-blind")) return pending->second;
  const std::optional<uint32_t> collection = commits_.FindCollection(request.collection_id);
  if (!collection) return std::nullopt;
  const auto number = reader_.FindNumber(*collection, request.document_id, kNewest);
  if (!number.ok()) return number.status();
  if (!number->has_value()) return std::nullopt;
  auto revision = reader_.FindNewest(*collection, **number, kNewest);
  if (!revision.ok()) return revision.status();
  if (!revision->has_value()) return DamagedRow("document without a revision");
  return Head{**std::move(revision), nullptr};
}

absl::StatusOr<DocumentKey> DocumentWriter::NewDocument(std::string_view collection_id) {
  const std::optional<uint32_t> known = commits_.FindCollection(collection_id);
  if (!known) next_numbers_[commits_.EnsureCollection(collection_id)] = 1;
  const uint32_t collection = commits_.EnsureCollection(collection_id);
  auto next = next_numbers_.find(collection);
  if (next == next_numbers_.end()) {
    const absl::StatusOr<uint32_t> last = reader_.LastNumber(collection);
    if (!last.ok()) return last.status();
    next = next_numbers_.emplace(collection, *last + 1).first;
  }
  if (next->second == std::numeric_limits<uint32_t>::max()) {
    return absl::ResourceExhaustedError("the collection has no document number left");
  }
  return DocumentKey{collection, next->second++, 0};
}

absl::StatusOr<bool> DocumentWriter::HasSameRecords(const Head& head, const RevisionDraft& draft) {
  if (head.pending != nullptr) {
    return head.pending->commitments == draft.commitments &&
           head.pending->achievements == draft.achievements &&
           head.pending->sections == draft.sections;
  }
  DocumentKey key = head.revision.key;
  key.commit = head.revision.row.content_commit();
  const auto rows = view_.MultiGet({RowKey(Tag::kCommitments, key), RowKey(Tag::kAchievements, key),
                                    RowKey(Tag::kSections, key)});
  if (!rows.ok()) return rows.status();
  return (*rows)[0] == draft.commitments && (*rows)[1] == draft.achievements &&
         (*rows)[2] == draft.sections;
}

absl::StatusOr<PutDocumentResult> DocumentWriter::AddRevision(const PutInput& input,
                                                              const std::optional<Head>& head) {
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
  PutRows(input, revision);

  PutDocumentResult result;
  result.outcome = head ? PutOutcome::kUpdated : PutOutcome::kCreated;
  result.commit = commits_.Add(EntryOf(revision, head ? &head->revision : nullptr));
  result.revision = HeadRevision(request.collection_id, revision);
  pending_[{request.collection_id, request.document_id}] = {revision, request.draft};
  return result;
}

v1::RevisionRow DocumentWriter::MakeRow(const PutDocumentRequest& request,
                                        const std::optional<Head>& head, bool same_records) const {
  const RevisionDraft& draft = *request.draft;
  const CommitPoint commit = commits_.Upcoming();
  const v1::RevisionRow* const before = head ? &head->revision.row : nullptr;
  const bool same_source = before != nullptr && before->source_sha256() == draft.source_sha256;
  v1::RevisionRow row;
  row.set_ordinal(before == nullptr ? 1 : before->ordinal() + 1);
  row.set_cause(static_cast<uint32_t>(before == nullptr ? RevisionCause::kCreated
                                      : same_source     ? RevisionCause::kMetadataUpdated
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
  row.set_chain_digest(
      ChainDigest(before == nullptr ? "" : before->chain_digest(), commit.number, row));
  return row;
}

void DocumentWriter::PutRows(const PutInput& input, const RevisionAt& revision) {
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
  if (!IsMutant("p2-columns-left-out")) {
    batch_.Put(RowKey(Tag::kColumns, key), EncodeColumnRow(columns));
  }
  if (revision.row.content_commit() == key.commit) {
    batch_.PutView(RowKey(Tag::kCommitments, key), draft.commitments);
    batch_.PutView(RowKey(Tag::kAchievements, key), draft.achievements);
    batch_.PutView(RowKey(Tag::kSections, key), draft.sections);
  }
  if (revision.row.source_commit() != key.commit) return;
  for (size_t piece = 0; piece < input.source_pieces.size(); ++piece) {
    batch_.PutView(SourceKey(key, static_cast<uint32_t>(piece)), input.source_pieces[piece]);
  }
}

}  // namespace pledge::storage
