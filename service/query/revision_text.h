// The messages of the streams that read a revision's bytes, cleaned text and
// repairs. A cursor holds no row and no snapshot between two messages: each one is
// cut from one row, which is read for it. One user at a time; blocks on disk.
#ifndef PLEDGE_SERVICE_QUERY_REVISION_TEXT_H_
#define PLEDGE_SERVICE_QUERY_REVISION_TEXT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "pledge/v1/source_calls.pb.h"
#include "service/mapping/stored_text.h"
#include "storage/record_store.h"

namespace pledge::query {

// The revision that `name` means now. FIELD_INVALID, DOCUMENT_NOT_FOUND,
// REVISION_NOT_FOUND; DOCUMENT_DELETED for the newest revision of a deleted
// document, whose older ones are read by their numbers.
absl::StatusOr<storage::StoredRevision> FindRevision(storage::RecordStore& store,
                                                     const std::string& name,
                                                     storage::CommitNumber at);

class SourceCursor {
 public:
  // Checks the request. As FindRevision, and FIELD_INVALID for a range that is
  // not in the bytes or, in cleaned text, not between characters. `store` must
  // outlive the cursor.
  static absl::StatusOr<std::unique_ptr<SourceCursor>> Create(storage::RecordStore& store,
                                                              const v1::ReadSourceRequest& request);

  // The next ReadSourceResponse; false when the one before was the last.
  // DOCUMENT_NOT_FOUND when the document was purged meanwhile.
  absl::StatusOr<bool> Next(std::string* message);

 private:
  SourceCursor(storage::RecordStore& store, storage::StoredRevision revision,
               const v1::ReadSourceRequest& request, v1::ReadInfo info);

  absl::Status SetRange(const v1::ReadSourceRequest& request);
  // OK when no character of the cleaned text goes on at `position`.
  absl::Status CheckBorder(uint64_t position);
  // The bytes of the source from `start` on: `size` of them, or up to the end of
  // their piece.
  absl::StatusOr<std::string> ReadSourcePart(uint64_t start, uint64_t size);
  // The bytes from `position` to the end of their row.
  absl::StatusOr<std::string> ReadRow(uint64_t position);

  storage::RecordStore& store_;
  const storage::StoredRevision revision_;
  const bool with_personal_data_;
  v1::ReadInfo info_;                      // empty once it was given
  std::optional<mapping::TextHead> head_;  // of the cleaned text, when it is read
  uint64_t total_ = 0;
  uint64_t at_ = 0;
  uint64_t end_ = 0;
  bool has_begun_ = false;
};

class RepairCursor {
 public:
  // As SourceCursor.
  static absl::StatusOr<std::unique_ptr<RepairCursor>> Create(
      storage::RecordStore& store, const v1::ReadRepairsRequest& request);
  // The next ReadRepairsResponse; false when the one before was the last.
  absl::StatusOr<bool> Next(std::string* message);

 private:
  RepairCursor(storage::RecordStore& store, storage::StoredRevision revision,
               const mapping::TextHead& head, v1::OffsetUnit unit, v1::ReadInfo info);

  storage::RecordStore& store_;
  const storage::StoredRevision revision_;
  const v1::OffsetUnit unit_;
  v1::ReadInfo info_;  // empty once it was given
  uint32_t row_ = 0;
  const uint32_t end_row_;
  bool has_begun_ = false;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_REVISION_TEXT_H_
