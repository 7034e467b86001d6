// Reads the next block of an export from one View: all records as they were at a
// state, in the order of TransferKind. A block ends at the border of a document
// where it can, so that few documents lie in two blocks. Belongs to one thread;
// blocks on disk.
#ifndef PLEDGE_STORAGE_EXPORT_READER_H_
#define PLEDGE_STORAGE_EXPORT_READER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/engine.h"
#include "storage/key_codec.h"
#include "storage/store_state.h"
#include "storage/transfer.h"
#include "storage/transfer_block.h"
#include "storage/transfer_rows.h"

namespace pledge::storage {

class ExportReader {
 public:
  // Both must outlive the reader. Call Read once.
  ExportReader(View& view, const CollectionTable& collections, const ExportPosition& from);

  // HISTORY_TRIMMED when the document that the last block ended in was purged or
  // trimmed since; CHECKSUM_FAILED, with the document as metadata "resource",
  // when a row does not parse; TOKEN_MALFORMED for a position of no export.
  absl::StatusOr<ExportBlock> Read();

 private:
  // What a part of the export gives: false when the block is full.
  using Step = absl::StatusOr<bool>;

  // The document that is being written.
  struct Document {
    uint32_t collection = 0;
    uint32_t number = 0;
    std::string collection_id;
    std::string id;
    uint64_t revisions = 0;  // up to the state
    bool is_purged = false;
    bool goes_on = false;  // the block before ended in it
  };

  Step WriteAll();
  Step WriteCollections();
  Step WriteDocuments();
  Step WriteDocument(Document& document);
  // Counts its revisions and reads its id. False when there is none at the state.
  absl::StatusOr<bool> Open(Document& document);
  // True when it was created after the state.
  absl::StatusOr<bool> IsLater(const Document& document);
  Step WriteRows(const Document& document, TransferKind kind);
  Step WriteSessions();
  Step WriteSession(std::string_view key, const v1::SessionRow& row);
  Step WriteResults(uint32_t collection, std::string_view session_id);
  Step WriteRequests();
  // True when the document of the answer is in the export.
  absl::StatusOr<bool> HasAnswer(const v1::RequestRow& row);
  Step WriteEnd();

  // Adds a record, or what is left of it, unless it was given before. False when
  // the block is full.
  bool Add(TransferKind kind, std::string_view key, std::string_view value, uint32_t document = 0);
  bool WasGiven(const std::string& place) const { return place <= from_.place; }
  // A cursor over all rows of a kind, kept while the block is made.
  Cursor& Rows(TransferKind kind);
  absl::Status Damaged(const Document& document, TransferKind kind, std::string_view key) const;

  View& view_;
  const CollectionTable& collections_;
  const ExportPosition from_;
  ExportPosition next_;
  BlockWriter writer_;
  std::map<TransferKind, std::unique_ptr<Cursor>> cursors_;
  // The last border of documents inside the block.
  std::optional<std::pair<size_t, ExportPosition>> border_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_EXPORT_READER_H_
