// One pull of a walk over documents by name: reads name rows in order, and for
// each name the revision that is visible at a commit. Lives for one pull;
// belongs to one thread; blocks on disk.
#ifndef PLEDGE_STORAGE_NAME_SCAN_H_
#define PLEDGE_STORAGE_NAME_SCAN_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "storage/document_reader.h"
#include "storage/record_store.h"
#include "storage/store_state.h"

namespace pledge::storage {

class NameScan {
 public:
  // All must outlive the scan.
  NameScan(View& view, const CollectionTable& collections, const DocumentSelector& selector,
           size_t max_scanned_bytes, const RecordStore::DocumentVisitor& visit);

  // As RecordStore::PullDocuments.
  absl::StatusOr<RecordStore::DocumentPull> Run(const DocumentPosition& from);

 private:
  // Each returns false when the pull has to stop at position_.
  absl::StatusOr<bool> ScanAll();
  absl::StatusOr<bool> ScanCollection(const CollectionEntry& collection,
                                      const std::string& after_document);
  absl::StatusOr<bool> ShowDocument(const CollectionEntry& collection, std::string_view value);

  View& view_;
  const CollectionTable& collections_;
  const DocumentSelector& selector_;
  const size_t max_scanned_bytes_;
  const RecordStore::DocumentVisitor& visit_;
  DocumentReader reader_;
  DocumentPosition position_;
  size_t scanned_bytes_ = 0;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_NAME_SCAN_H_
