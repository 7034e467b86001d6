// One pull of a scan: walks the revisions that are visible at a commit and
// shows the visitor each wanted record, or each column row. With a filter the
// column rows lead, and a revision whose records are not wanted costs no other
// row. Lives for one pull; belongs to one thread; blocks on disk.
#ifndef PLEDGE_STORAGE_RECORD_SCAN_H_
#define PLEDGE_STORAGE_RECORD_SCAN_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/document_reader.h"
#include "storage/record_store.h"
#include "storage/scan.h"
#include "storage/store_state.h"
#include "storage/text_index.h"
#include "storage/visible_revisions.h"

namespace pledge::storage {

class RecordScan {
 public:
  using Visitor = RecordStore::Visitor;

  // Shows records. All must outlive the scan.
  RecordScan(View& view, const CollectionTable& collections, uint32_t segment_bits,
             const ScanSelector& selector, const ScanLimits& limits, const Visitor& visit);
  // Shows column rows.
  RecordScan(View& view, const CollectionTable& collections, uint32_t segment_bits,
             const ScanSelector& selector, const ScanLimits& limits, const ColumnVisitor& visit);

  // As RecordStore::Pull and PullColumns.
  absl::StatusOr<PullResult> Run(const ScanPosition& from);

 private:
  RecordScan(View& view, const CollectionTable& collections, uint32_t segment_bits,
             const ScanSelector& selector, const ScanLimits& limits, const Visitor* visit,
             const ColumnVisitor* visit_columns);

  // Each returns false when the pull has to stop at position_.
  absl::StatusOr<bool> ScanParents();
  absl::StatusOr<bool> ScanDocument(const ScanParent& parent);
  absl::StatusOr<bool> ScanRange(std::optional<uint32_t> collection);
  // Moves on to the next document that may hold the terms; false when none was
  // found in reach, and position_ says where to look on.
  absl::StatusOr<bool> SkipToCandidate(VisibleRevisions& rows);
  // `value`: the row of the leading tag.
  absl::StatusOr<bool> ScanLeadingRow(const DocumentKey& key, std::string_view value);
  absl::StatusOr<bool> ScanColumns(const DocumentKey& key, std::string_view value,
                                   std::optional<RevisionAt> revision, bool is_head);
  absl::StatusOr<bool> ScanRevision(const RevisionAt& at, bool is_head);
  absl::StatusOr<bool> VisitRecords(const StoredRevision& revision, const UnpackedRow& row);

  absl::StatusOr<std::optional<RevisionAt>> FindRevision(const ScanParent& parent);
  absl::StatusOr<UnpackedRow> ReadRecords(const DocumentKey& content_key);
  // True for a document that this scan leaves out.
  bool IsLeftOut(const v1::RevisionRow& row) const;
  // The position stands at `key`; keeps next_record when it stood there already.
  void StandAt(const DocumentKey& key);
  void StandAfter(const DocumentKey& key);
  bool IsBudgetSpent() const;
  bool leads_with_columns() const { return visit_ == nullptr || selector_.filter != nullptr; }

  View& view_;
  const CollectionTable& collections_;
  const ScanSelector& selector_;
  const ScanLimits& limits_;
  const Visitor* const visit_;
  const ColumnVisitor* const visit_columns_;
  const Tag tag_;  // of the packed rows
  const std::chrono::steady_clock::time_point start_;
  DocumentReader reader_;
  TextCandidates candidates_;
  std::unique_ptr<Cursor> rows_;  // packed rows, going along with the revisions
  ColumnRow columns_;             // of the revision in hand; kept for its memory
  std::vector<bool> wanted_;      // of its records; empty: all
  ScanPosition position_;
  size_t scanned_bytes_ = 0;
  int64_t scanned_records_ = 0;
  int scanned_documents_ = 0;
};

// The tag of the packed rows of `kind`.
Tag TagOf(RecordKind kind);

// The packed row of `kind`. When it is not there, what MissingRow says.
absl::StatusOr<UnpackedRow> ReadPackedRow(View& view, const StoredRevision& revision,
                                          RecordKind kind);

absl::Status DocumentNotFound(std::string_view collection_id, std::string_view document_id);
absl::Status RevisionNotFound(std::string_view collection_id, std::string_view document_id,
                              uint64_t ordinal);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_RECORD_SCAN_H_
