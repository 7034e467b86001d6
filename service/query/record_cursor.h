// Records of one kind, from one state, in one order, batch by batch: what every
// server stream of records pulls from. One user at a time; blocks on disk.
#ifndef PLEDGE_SERVICE_QUERY_RECORD_CURSOR_H_
#define PLEDGE_SERVICE_QUERY_RECORD_CURSOR_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "pledge/v1/query_service.pb.h"
#include "service/query/read_mask.h"
#include "storage/record_store.h"

namespace pledge::query {

// The parts that all stream requests have in common.
struct RecordQuery {
  storage::RecordKind kind = storage::RecordKind::kSections;
  v1::RecordSelector selector;
  v1::StreamOptions options;
  std::optional<v1::ReadPoint> read_point;
  google::protobuf::FieldMask read_mask;
  v1::OffsetUnit offset_unit = v1::OFFSET_UNIT_UNSPECIFIED;
};

class RecordCursor {
 public:
  // Checks the query and fixes the state that is read. FIELD_INVALID,
  // TOKEN_MALFORMED, MASK_UNKNOWN_PATH, HISTORY_TRIMMED, DOCUMENT_NOT_FOUND,
  // REVISION_NOT_FOUND. `store` must outlive the cursor.
  static absl::StatusOr<std::unique_ptr<RecordCursor>> Create(storage::RecordStore& store,
                                                              const RecordQuery& query);

  // Makes the next message: the bytes of a Stream…Response with records in
  // field 1 and position in field 2. False when the message before was the
  // last. Each message holds some 32 KiB of records at most; one that says
  // complete ends the stream.
  absl::StatusOr<bool> Next(std::string* message);

 private:
  RecordCursor(storage::RecordStore& store, const RecordQuery& query, ReadMask mask);

  absl::Status SelectParents(const v1::RecordSelector& selector);
  absl::Status Resume(const RecordQuery& query);
  bool AppendRecord(const storage::StoredRevision& revision, const storage::UnpackedRow& row,
                    size_t index, std::string* message);
  template <typename Record>
  bool AppendParsed(const std::string& revision_name, const storage::UnpackedRow& row, size_t index,
                    std::string* message) const;
  void AppendPosition(std::string* message) const;
  std::string MakeResumeToken() const;

  storage::RecordStore& store_;
  const ReadMask mask_;
  const v1::OffsetUnit unit_;
  const int max_batch_;
  const int64_t limit_;
  const std::string selector_digest_;  // binds resume tokens to the selector
  storage::ScanSelector selector_;
  storage::CommitPoint point_;
  storage::ScanPosition position_;
  int64_t sent_ = 0;     // over all resumes
  int64_t scanned_ = 0;  // of this stream
  bool complete_ = false;
  bool ended_ = false;  // the message that says complete was given
  bool corrupt_ = false;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_RECORD_CURSOR_H_
