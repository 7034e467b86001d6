// One pull of a scan over records: reads revision rows that are visible at a
// commit, and beside them the packed rows of one kind, and shows each record to
// the visitor. Lives for one pull; belongs to one thread; blocks on disk.
#ifndef PLEDGE_STORAGE_RECORD_SCAN_H_
#define PLEDGE_STORAGE_RECORD_SCAN_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "storage/document_reader.h"
#include "storage/record_store.h"
#include "storage/store_state.h"

namespace pledge::storage {

class RecordScan {
 public:
  using Visitor = RecordStore::Visitor;
  using PullResult = RecordStore::PullResult;

  // All must outlive the scan.
  RecordScan(View& view, const CollectionTable& collections, const ScanSelector& selector,
             size_t max_scanned_bytes, const Visitor& visit);

  // As RecordStore::Pull.
  absl::StatusOr<PullResult> Run(const ScanPosition& from);

 private:
  // Each returns false when the pull has to stop at position_.
  absl::StatusOr<bool> ScanParents();
  absl::StatusOr<bool> ScanDocument(const ScanParent& parent);
  absl::StatusOr<bool> ScanRange(const KeyRange& range, uint32_t first_collection);
  absl::StatusOr<bool> ScanRevision(const RevisionAt& at, bool is_head);
  bool VisitRecords(const StoredRevision& revision, const UnpackedRow& row);

  absl::StatusOr<std::optional<RevisionAt>> FindRevision(const ScanParent& parent);
  absl::StatusOr<UnpackedRow> ReadRow(const DocumentKey& content_key);
  // True for a document that this scan leaves out.
  bool IsLeftOut(const v1::RevisionRow& row) const;
  // Moves a cursor that goes along with the revisions.
  void MoveTo(std::string_view key);
  // Each pull gets on by one document at least.
  bool IsBudgetSpent() const { return scanned_bytes_ > 0 && scanned_bytes_ >= max_scanned_bytes_; }

  View& view_;
  const CollectionTable& collections_;
  const ScanSelector& selector_;
  const size_t max_scanned_bytes_;
  const Visitor& visit_;
  const Tag tag_;  // of the packed rows
  DocumentReader reader_;
  std::unique_ptr<Cursor> rows_;
  ScanPosition position_;
  size_t scanned_bytes_ = 0;
  int64_t scanned_records_ = 0;
};

// The tag of the packed rows of `kind`.
Tag TagOf(RecordKind kind);

// The packed row of `kind`; DATA_LOSS when it is not there.
absl::StatusOr<UnpackedRow> ReadPackedRow(View& view, const DocumentKey& content_key,
                                          RecordKind kind);

absl::Status DocumentNotFound(std::string_view collection_id, std::string_view document_id);
absl::Status RevisionNotFound(std::string_view collection_id, std::string_view document_id,
                              uint64_t ordinal);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_RECORD_SCAN_H_
