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

Tag LeadingTag(bool with_columns) { return with_columns ? Tag::kColumns : Tag::kRevision; }

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

absl::StatusOr<UnpackedRow> ReadPackedRow(View& view, const StoredRevision& revision,
                                          RecordKind kind) {
  const DocumentKey key{revision.collection_number, revision.document_number,
                        revision.content_commit};
  const auto value = view.Get(RowKey(TagOf(kind), key));
  if (!value.ok()) return value.status();
  if (!value->has_value()) {
    return MissingRow(view, KeyOf(revision), "revision without its records");
  }
  return UnpackedRow::Unpack(**value);
}

RecordScan::RecordScan(View& view, const CollectionTable& collections, uint32_t segment_bits,
                       const ScanSelector& selector, const ScanLimits& limits, const Visitor& visit)
    : RecordScan(view, collections, segment_bits, selector, limits, &visit, nullptr) {}

RecordScan::RecordScan(View& view, const CollectionTable& collections, uint32_t segment_bits,
                       const ScanSelector& selector, const ScanLimits& limits,
                       const ColumnVisitor& visit)
    : RecordScan(view, collections, segment_bits, selector, limits, nullptr, &visit) {}

RecordScan::RecordScan(View& view, const CollectionTable& collections, uint32_t segment_bits,
                       const ScanSelector& selector, const ScanLimits& limits, const Visitor* visit,
                       const ColumnVisitor* visit_columns)
    : view_(view),
      collections_(collections),
      selector_(selector),
      limits_(limits),
      visit_(visit),
      visit_columns_(visit_columns),
      tag_(TagOf(selector.kind)),
      start_(std::chrono::steady_clock::now()),
      reader_(view),
      candidates_(view, selector.terms, segment_bits) {}

absl::StatusOr<PullResult> RecordScan::Run(const ScanPosition& from) {
  position_ = from;
  const absl::StatusOr<bool> is_complete =
      selector_.parents.empty() ? ScanRange(std::nullopt) : ScanParents();
  if (!is_complete.ok()) return is_complete.status();
  return PullResult{position_, *is_complete, scanned_records_};
}

absl::StatusOr<bool> RecordScan::ScanParents() {
  while (position_.parent < selector_.parents.size()) {
    if (IsBudgetSpent()) return false;
    const ScanParent& parent = selector_.parents[position_.parent];
    absl::StatusOr<bool> is_done = true;  // an unknown collection is empty
    if (!parent.document_id.empty()) {
      is_done = ScanDocument(parent);
    } else if (const auto collection = collections_.NumberOf(parent.collection_id)) {
      is_done = ScanRange(*collection);
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
  auto found = FindRevision(parent);
  if (!found.ok()) return found.status();
  if (!found->has_value()) {
    return RevisionNotFound(parent.collection_id, parent.document_id, parent.ordinal);
  }
  const RevisionAt& at = **found;
  const bool is_head = parent.ordinal == 0;
  if (is_head && IsLeftOut(at.row)) {
    return DocumentDeleted(parent.collection_id, parent.document_id);
  }
  if (!leads_with_columns()) return ScanRevision(at, is_head);
  const DocumentKey key = at.key;
  const auto value = view_.Get(RowKey(Tag::kColumns, key));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return DamagedRow("revision without its columns");
  return ScanColumns(key, **value, **std::move(found), is_head);
}

absl::StatusOr<bool> RecordScan::ScanRange(std::optional<uint32_t> collection) {
  const Tag tag = LeadingTag(leads_with_columns());
  VisibleRevisions rows(view_, tag, collection ? CollectionRange(tag, *collection) : RangeOf(tag),
                        selector_.at);
  if (position_.document_number == 0) position_.collection_number = collection.value_or(0);
  rows.Seek(position_.collection_number, position_.document_number);
  for (; rows.Valid(); rows.Next()) {
    if (IsBudgetSpent()) return false;
    if (!selector_.terms.empty()) {
      const absl::StatusOr<bool> is_there = SkipToCandidate(rows);
      if (!is_there.ok() || !*is_there) return is_there;
      if (!rows.Valid()) break;
    }
    const DocumentKey key = rows.key();
    const absl::StatusOr<bool> is_done = ScanLeadingRow(key, rows.value());
    if (!is_done.ok() || !*is_done) return is_done;
    StandAfter(key);
  }
  if (!rows.status().ok()) return rows.status();
  return true;
}

bool RecordScan::IsLeftOut(const v1::RevisionRow& row) const {
  const DocumentState state = StateOf(row);
  if (state == DocumentState::kPurged) return true;
  return state == DocumentState::kDeleted && !selector_.include_deleted;
}

absl::StatusOr<bool> RecordScan::SkipToCandidate(VisibleRevisions& rows) {
  while (rows.Valid()) {
    const DocumentKey key = rows.key();
    const auto step = candidates_.AtOrBehind(key.collection, key.document);
    if (!step.ok()) return step.status();
    if (step->is_candidate && step->document == key.document) return true;
    ++scanned_documents_;
    StandAt({key.collection, step->document, 0});
    if (IsBudgetSpent()) return false;
    rows.Seek(key.collection, step->document);
  }
  return true;
}

absl::StatusOr<bool> RecordScan::ScanLeadingRow(const DocumentKey& key, std::string_view value) {
  if (leads_with_columns()) return ScanColumns(key, value, std::nullopt, /*is_head=*/true);
  auto row = ParseRow<v1::RevisionRow>(value);
  if (!row.ok()) return row.status();
  if (IsLeftOut(*row)) {
    ++scanned_documents_;
    return true;
  }
  return ScanRevision({key, *std::move(row)}, /*is_head=*/true);
}

absl::StatusOr<bool> RecordScan::ScanColumns(const DocumentKey& key, std::string_view value,
                                             std::optional<RevisionAt> revision, bool is_head) {
  ++scanned_documents_;
  scanned_bytes_ += value.size();
  if (absl::Status status = DecodeColumnRow(value, &columns_); !status.ok()) return status;
  const bool is_deleted = columns_.state == DocumentState::kDeleted;
  if (!revision && is_deleted && !selector_.include_deleted) return true;
  const auto count = static_cast<int64_t>(columns_.commitments.size());
  if (visit_columns_ != nullptr) {
    const ScannedColumns row{position_.parent, key.collection, key.document, key.commit, columns_};
    const bool goes_on = (*visit_columns_)(row);
    if (goes_on) scanned_records_ += count;
    return goes_on;
  }
  wanted_.clear();
  if (!selector_.filter->Select(columns_, &wanted_)) {
    if (selector_.kind == RecordKind::kCommitments) scanned_records_ += count;
    return true;
  }
  if (revision) return ScanRevision(*revision, is_head);
  auto read = reader_.ReadAt(key);
  if (!read.ok()) return read.status();
  return ScanRevision(*read, is_head);
}

absl::StatusOr<bool> RecordScan::ScanRevision(const RevisionAt& at, bool is_head) {
  const DocumentKey& key = at.key;
  if (!leads_with_columns()) ++scanned_documents_;
  StoredRevision revision = ToRevision(collections_.IdOf(key.collection), key, at.row);
  revision.is_head = is_head;
  const auto records = ReadRecords({key.collection, key.document, at.row.content_commit()});
  if (!records.ok()) return records.status();
  scanned_bytes_ += at.row.ByteSizeLong();
  StandAt(key);
  return VisitRecords(revision, *records);
}

absl::StatusOr<bool> RecordScan::VisitRecords(const StoredRevision& revision,
                                              const UnpackedRow& row) {
  if (!wanted_.empty() && wanted_.size() != row.count()) return DamagedRow("column row's count");
  for (; position_.next_record < row.count(); ++position_.next_record) {
    const uint32_t index = position_.next_record;
    const bool is_wanted = (selector_.tag_mask >> (row.tag(index) & 31) & 1) != 0 &&
                           (wanted_.empty() || wanted_[index]);
    if (is_wanted && !(*visit_)(revision, row, index)) return false;
    ++scanned_records_;
  }
  return true;
}

absl::StatusOr<UnpackedRow> RecordScan::ReadRecords(const DocumentKey& content_key) {
  const std::string key = RowKey(tag_, content_key);
  if (rows_ == nullptr) {
    const KeyRange range = RangeOf(tag_);
    rows_ = view_.Scan(range.lower, range.upper, {});
    rows_->Seek(key);
  }
  for (int i = 0; i < kMaxSteps && rows_->Valid() && rows_->key() < key; ++i) rows_->Next();
  if (!rows_->Valid() || rows_->key() != key) rows_->Seek(key);
  if (!rows_->status().ok()) return rows_->status();
  if (!rows_->Valid() || rows_->key() != key) return DamagedRow("revision without its records");
  scanned_bytes_ += rows_->value().size();
  return UnpackedRow::Unpack(rows_->value());
}

void RecordScan::StandAt(const DocumentKey& key) {
  if (position_.collection_number != key.collection || position_.document_number != key.document) {
    position_.next_record = 0;
  }
  position_.collection_number = key.collection;
  position_.document_number = key.document;
}

void RecordScan::StandAfter(const DocumentKey& key) {
  position_.collection_number = key.collection;
  position_.document_number = key.document + 1;
  position_.next_record = 0;
}

bool RecordScan::IsBudgetSpent() const {
  if (scanned_documents_ == 0) return false;
  if (scanned_bytes_ >= limits_.bytes) return true;
  return limits_.time != absl::InfiniteDuration() &&
         absl::FromChrono(std::chrono::steady_clock::now() - start_) >= limits_.time;
}

}  // namespace pledge::storage
