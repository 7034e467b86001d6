// Reads rows of documents in one View: by name, by number, by ordinal. Keeps
// its cursors, so that many look-ups cost one seek each. Belongs to one thread;
// blocks on disk. DATA_LOSS when a row does not parse.
#ifndef PLEDGE_STORAGE_DOCUMENT_READER_H_
#define PLEDGE_STORAGE_DOCUMENT_READER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/engine.h"
#include "storage/key_codec.h"

namespace pledge::storage {

// A revision row with its place.
struct RevisionAt {
  DocumentKey key;
  v1::RevisionRow row;
};

class DocumentReader {
 public:
  // `view` must outlive the reader.
  explicit DocumentReader(View& view) : view_(view) {}

  // The number of the document that `document_id` means at commit `at`.
  absl::StatusOr<std::optional<uint32_t>> FindNumber(uint32_t collection,
                                                     std::string_view document_id, uint64_t at);

  // The newest revision at or before `at`.
  absl::StatusOr<std::optional<RevisionAt>> FindNewest(uint32_t collection, uint32_t document,
                                                       uint64_t at);

  // The revision whose rows stand at `key`. When it is not there, what MissingRow
  // says.
  absl::StatusOr<RevisionAt> ReadAt(const DocumentKey& key);

  // The revision with this ordinal, when it was made at or before `at`. Walks
  // from the newest one back. HISTORY_TRIMMED when it is gone.
  absl::StatusOr<std::optional<RevisionAt>> FindOrdinal(uint32_t collection, uint32_t document,
                                                        uint64_t ordinal, uint64_t at);

  // Walks a document's revisions that were made before the commit `before`, newest
  // first, until `visit` returns false. True when nothing is left.
  absl::StatusOr<bool> WalkBefore(uint32_t collection, uint32_t document, uint64_t before,
                                  const std::function<bool(const RevisionAt&)>& visit);

  // The oldest revision that is kept; nullopt when there is no such document.
  absl::StatusOr<std::optional<RevisionAt>> FindOldest(uint32_t collection, uint32_t document);

  // The largest document number of a collection; 0 for none.
  absl::StatusOr<uint32_t> LastNumber(uint32_t collection);

 private:
  Cursor& Names();
  Cursor& Revisions();

  View& view_;
  std::unique_ptr<Cursor> names_;
  std::unique_ptr<Cursor> revisions_;
};

// DOCUMENT_NOT_FOUND.
absl::Status DocumentPurged();

// Why a row of the revision at `key` may not be there: DOCUMENT_NOT_FOUND when
// the document was purged meanwhile, HISTORY_TRIMMED when the revision was
// trimmed, else DATA_LOSS that names `what`.
absl::Status MissingRow(View& view, const DocumentKey& key, std::string_view what);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_DOCUMENT_READER_H_
