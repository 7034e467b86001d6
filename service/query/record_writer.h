// Writes stored records as elements of field 1 of a response: the bytes as they
// are stored where the request allows it. Immutable; thread-safe.
#ifndef PLEDGE_SERVICE_QUERY_RECORD_WRITER_H_
#define PLEDGE_SERVICE_QUERY_RECORD_WRITER_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/field_mask.pb.h"
#include "pledge/v1/common.pb.h"
#include "service/query/read_mask.h"
#include "storage/record_store.h"

namespace pledge::query {

class RecordWriter {
 public:
  // MASK_UNKNOWN_PATH, FIELD_INVALID.
  static absl::StatusOr<RecordWriter> Create(storage::RecordKind kind,
                                             const google::protobuf::FieldMask& read_mask,
                                             v1::OffsetUnit unit);

  // Appends record `index` of the row; CHECKSUM_FAILED when it does not parse.
  absl::Status Append(const storage::StoredRevision& revision, const storage::UnpackedRow& row,
                      size_t index, std::string* message) const;

 private:
  RecordWriter(storage::RecordKind kind, ReadMask mask, v1::OffsetUnit unit)
      : kind_(kind), mask_(std::move(mask)), unit_(unit) {}

  bool AppendByKind(const std::string& revision_name, const storage::UnpackedRow& row, size_t index,
                    std::string* message) const;
  template <typename Record>
  bool AppendParsed(const std::string& revision_name, const storage::UnpackedRow& row, size_t index,
                    std::string* message) const;

  storage::RecordKind kind_;
  ReadMask mask_;
  v1::OffsetUnit unit_;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_RECORD_WRITER_H_
