#include "storage/record_scan.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "storage/document_heads.h"
#include "storage/stored_values.h"
#include "storage/visible_revisions.h"

namespace pledge::storage {
namespace {

// Packed rows of older revisions that stepping may skip before a seek costs
// less.
constexpr int kMaxSteps = 4;

}  // namespace

Tag TagOf(RecordKind kind) {
  switch (kind) {
    case RecordKind::kSections:
      return Tag::kSections;
    case RecordKind::kCommitments:
      return Tag::kCommitments;
    case RecordKind::kAchievements:
      return Tag::kAchievements;
  }
  return Tag::kSections;
}

absl::Status DocumentNotFound(std::string_view collection_id, std::string_view document_id) {
  const std::string name = MakeDocumentName(collection_id, document_id);
  return MakeError(ErrorReason::kDocumentNotFound,
                   absl::StrCat("document not found at this read point: ", name),
                   {{"resource", name}});
}

absl::Status RevisionNotFound(std::string_view collection_id, std::string_view document_id,
                              uint64_t ordinal) {
  const std::string name = MakeRevisionName(collection_id, document_id, ordinal);
  return MakeError(ErrorReason::kRevisionNotFound, absl::StrCat("revision not found: ", name),
                   {{"resource", name}});
}

absl::StatusOr<UnpackedRow> ReadPackedRow(View& view, const DocumentKey& content_key,
                                          RecordKind kind) {
  const auto value = view.Get(RowKey(TagOf(kind), content_key));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return MissingRow(view, content_key, "revision without its records");
  return UnpackedRow::Unpack(**value);
}

RecordScan::RecordScan(View& view, const CollectionTable& collections, const ScanSelector& selector,
                       size_t max_scanned_bytes, const Visitor& visit)
    : view_(view),
      collections_(collections),
      selector_(selector),
      max_scanned_bytes_(max_scanned_bytes),
      visit_(visit),
      tag_(TagOf(selector.kind)),
      reader_(view) {}

absl::StatusOr<RecordScan::PullResult> RecordScan::Run(const ScanPosition& from) {
  position_ = from;
  const absl::StatusOr<bool> is_complete =
      selector_.parents.empty() ? ScanRange(RangeOf(Tag::kRevision), 0) : ScanParents();
  if (!is_complete.ok()) return is_complete.status();
  return PullResult{position_, *is_complete, scanned_records_};
}

absl::StatusOr<bool> RecordScan::ScanParents() {
  while (position_.parent < selector_.parents.size()) {
    if (IsBudgetSpent()) return false;
    const ScanParent& parent = selector_.parents[position_.parent];
    const auto collection = collections_.NumberOf(parent.collection_id);
    absl::StatusOr<bool> is_done = true;  // an unknown collection is empty
    if (!parent.document_id.empty()) {
      is_done = ScanDocument(parent);
    } else if (collection) {
      is_done = ScanRange(CollectionRange(Tag::kRevision, *collection), *collection);
    }
    if (!is_done.ok() || !*is_done) return is_done;
    position_ = {.parent = position_.parent + 1};
  }
  return true;
}

absl::StatusOr<std::optional<RevisionAt>> RecordScan::FindRevision(const ScanParent& parent) {
  const auto collection = collections_.NumberOf(parent.collection_id);
  if (!collection) return DocumentNotFound(parent.collection_id, parent.document_id);
  const auto number = reader_.FindNumber(*collection, parent.document_id, selector_.at);
  if (!number.ok()) return number.status();
  if (!number->has_value()) return DocumentNotFound(parent.collection_id, parent.document_id);
  return parent.ordinal == 0
             ? reader_.FindNewest(*collection, **number, selector_.at)
             : reader_.FindOrdinal(*collection, **number, parent.ordinal, selector_.at);
}

absl::StatusOr<bool> RecordScan::ScanDocument(const ScanParent& parent) {
  const auto found = FindRevision(parent);
  if (!found.ok()) return found.status();
  if (!found->has_value())
    return RevisionNotFound(parent.collection_id, parent.document_id, parent.ordinal);
  if (parent.ordinal == 0 && IsLeftOut((*found)->row)) {
    return DocumentDeleted(parent.collection_id, parent.document_id);
  }
  return ScanRevision(**found, parent.ordinal == 0);
}

absl::StatusOr<bool> RecordScan::ScanRange(const KeyRange& range, uint32_t first_collection) {
  VisibleRevisions revisions(view_, range, selector_.at);
  if (position_.document_number == 0) position_.collection_number = first_collection;
  revisions.Seek(position_.collection_number, position_.document_number);
  for (; revisions.Valid(); revisions.Next()) {
    if (IsBudgetSpent()) return false;
    const DocumentKey key = revisions.key();
    auto row = ParseRow<v1::RevisionRow>(revisions.value());
    if (!row.ok()) return row.status();
    if (!IsLeftOut(*row)) {
      absl::StatusOr<bool> is_done = ScanRevision({key, *std::move(row)}, true);
      if (!is_done.ok() || !*is_done) return is_done;
    }
    position_.collection_number = key.collection;
    position_.document_number = key.document + 1;
    position_.next_record = 0;
  }
  if (!revisions.status().ok()) return revisions.status();
  return true;
}

bool RecordScan::IsLeftOut(const v1::RevisionRow& row) const {
  const DocumentState state = StateOf(row);
  if (state == DocumentState::kPurged) return true;
  return state == DocumentState::kDeleted && !selector_.include_deleted;
}

absl::StatusOr<bool> RecordScan::ScanRevision(const RevisionAt& at, bool is_head) {
  const DocumentKey& key = at.key;
  StoredRevision revision = ToRevision(collections_.IdOf(key.collection), key, at.row);
  revision.is_head = is_head;
  const auto records = ReadRow({key.collection, key.document, at.row.content_commit()});
  if (!records.ok()) return records.status();
  scanned_bytes_ += at.row.ByteSizeLong();
  if (position_.collection_number != key.collection || position_.document_number != key.document) {
    position_.next_record = 0;
  }
  position_.collection_number = key.collection;
  position_.document_number = key.document;
  return VisitRecords(revision, *records);
}

bool RecordScan::VisitRecords(const StoredRevision& revision, const UnpackedRow& row) {
  for (; position_.next_record < row.count(); ++position_.next_record) {
    const uint32_t index = position_.next_record;
    const bool is_wanted = selector_.tag_mask >> (row.tag(index) & 31) & 1;
    if (is_wanted && !visit_(revision, row, index)) return false;
    ++scanned_records_;
  }
  return true;
}

absl::StatusOr<UnpackedRow> RecordScan::ReadRow(const DocumentKey& content_key) {
  const std::string key = RowKey(tag_, content_key);
  MoveTo(key);
  if (!rows_->status().ok()) return rows_->status();
  if (!rows_->Valid() || rows_->key() != key) return DamagedRow("revision without its records");
  scanned_bytes_ += rows_->value().size();
  return UnpackedRow::Unpack(rows_->value());
}

void RecordScan::MoveTo(std::string_view key) {
  if (rows_ == nullptr) {
    const KeyRange range = RangeOf(tag_);
    rows_ = view_.Scan(range.lower, range.upper, {});
    rows_->Seek(key);
    return;
  }
  for (int i = 0; i < kMaxSteps && rows_->Valid() && rows_->key() < key; ++i) rows_->Next();
  if (!rows_->Valid() || rows_->key() != key) rows_->Seek(key);
}

}  // namespace pledge::storage
