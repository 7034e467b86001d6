#include "storage/document_heads.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/mutant.h"
#include "service/base/resource_name.h"
#include "storage/stored_values.h"
#include "storage/trim_floor.h"

namespace pledge::storage {
namespace {

// Reads at this commit see all there is.
constexpr uint64_t kNewest = std::numeric_limits<uint64_t>::max();

std::pair<std::string, std::string> NameOf(std::string_view collection_id,
                                           std::string_view document_id) {
  return {std::string(collection_id), std::string(document_id)};
}

}  // namespace

absl::StatusOr<std::optional<DocumentHead>> DocumentHeads::Find(std::string_view collection_id,
                                                                std::string_view document_id) {
  const auto pending = pending_.find(NameOf(collection_id, document_id));
  if (pending != pending_.end() && !IsMutant("p4-group-blind")) {
    if (pending->second.empty()) return std::nullopt;
    return pending->second.back();
  }
  const std::optional<uint32_t> collection = commits_.FindCollection(collection_id);
  if (!collection) return std::nullopt;
  const auto number = reader_.FindNumber(*collection, document_id, kNewest);
  if (!number.ok()) return number.status();
  if (!number->has_value()) return std::nullopt;
  auto revision = reader_.FindNewest(*collection, **number, kNewest);
  if (!revision.ok()) return revision.status();
  if (!revision->has_value()) return DamagedRow("document without a revision");
  return DocumentHead{**std::move(revision), nullptr, ""};
}

absl::StatusOr<std::optional<DocumentHead>> DocumentHeads::FindOrdinal(
    const DocumentHead& head, std::string_view collection_id, uint64_t ordinal) {
  const auto pending = pending_.find(NameOf(collection_id, head.revision.row.document_id()));
  if (pending != pending_.end()) {
    for (const DocumentHead& made : pending->second) {
      if (made.revision.row.ordinal() == ordinal) return made;
    }
  }
  const DocumentKey& key = head.revision.key;
  const auto trimmed = trimmed_.find({key.collection, key.document});
  if (trimmed != trimmed_.end() && ordinal < trimmed->second) return HistoryTrimmed();
  auto found = reader_.FindOrdinal(key.collection, key.document, ordinal, kNewest);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return std::nullopt;
  return DocumentHead{**std::move(found), nullptr, ""};
}

absl::StatusOr<std::string> DocumentHeads::ReadColumns(const DocumentHead& revision) {
  if (!revision.columns.empty()) return revision.columns;
  auto value = view_.Get(RowKey(Tag::kColumns, revision.revision.key));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return DamagedRow("revision without its columns");
  return **std::move(value);
}

void DocumentHeads::Add(std::string_view collection_id, DocumentHead head) {
  changed_.insert({head.revision.key.collection, head.revision.key.document});
  auto name = NameOf(collection_id, head.revision.row.document_id());
  pending_[std::move(name)].push_back(std::move(head));
}

void DocumentHeads::Remove(std::string_view collection_id, const RevisionAt& head) {
  pending_[NameOf(collection_id, head.row.document_id())].clear();
  removed_.insert({head.key.collection, head.key.document});
  changed_.insert({head.key.collection, head.key.document});
}

void DocumentHeads::Trim(const DocumentKey& document, uint64_t first_kept) {
  trimmed_[{document.collection, document.document}] = first_kept;
}

bool DocumentHeads::IsChanged(const DocumentKey& document) const {
  return changed_.count({document.collection, document.document}) > 0;
}

bool DocumentHeads::IsRemoved(uint32_t collection, uint32_t document) const {
  return removed_.count({collection, document}) > 0;
}

LogEntry LogEntryOf(const RevisionAt& revision, const RevisionAt* before) {
  LogEntry entry;
  // Causes and kinds stand in the same order.
  entry.kind =
      static_cast<LogKind>(static_cast<uint32_t>(LogKind::kCreated) + revision.row.cause() -
                           static_cast<uint32_t>(RevisionCause::kCreated));
  entry.collection = revision.key.collection;
  entry.document = revision.key.document;
  entry.ordinal = revision.row.ordinal();
  entry.content_commit = revision.row.content_commit();
  entry.digest = revision.row.chain_digest().substr(0, 8);
  if (before != nullptr) {
    entry.old_commit = before->key.commit;
    entry.old_content_commit = before->row.content_commit();
  }
  return entry;
}

StoredRevision ToHead(std::string_view collection_id, const RevisionAt& head) {
  StoredRevision revision = ToRevision(collection_id, head.key, head.row);
  revision.is_head = true;
  return revision;
}

absl::Status DocumentDeleted(std::string_view collection_id, std::string_view document_id) {
  const std::string name = MakeDocumentName(collection_id, document_id);
  return MakeError(ErrorReason::kDocumentDeleted,
                   absl::StrCat("document is deleted; undelete it first: ", name),
                   {{"resource", name}});
}

absl::Status EtagMismatch(const v1::RevisionRow& head) {
  return MakeError(ErrorReason::kEtagMismatch, "the document has another etag",
                   {{"etag", EtagOf(head)}});
}

}  // namespace pledge::storage
