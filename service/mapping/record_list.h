// All records of an unpacked row as messages. Pure function.
#ifndef PLEDGE_SERVICE_MAPPING_RECORD_LIST_H_
#define PLEDGE_SERVICE_MAPPING_RECORD_LIST_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/base/error.h"
#include "service/mapping/stored_record.h"

namespace pledge::mapping {

// In their order, with names of the revision. DATA_LOSS with CHECKSUM_FAILED
// when one does not parse.
template <typename Record>
absl::StatusOr<std::vector<Record>> ParseRecords(std::string_view revision_name,
                                                 const storage::UnpackedRow& row) {
  std::vector<Record> records(row.count());
  for (size_t i = 0; i < row.count(); ++i) {
    if (!ParseStored(revision_name, i, row.record(i), &records[i])) {
      return MakeError(ErrorReason::kChecksumFailed, "a stored record does not parse");
    }
  }
  return records;
}

// The records of one kind of a stored revision. Blocks on disk.
template <typename Record>
absl::StatusOr<std::vector<Record>> ReadRecords(storage::RecordStore& store,
                                                const storage::StoredRevision& revision,
                                                storage::RecordKind kind,
                                                std::string_view revision_name) {
  const auto row = store.ReadRecords(revision, kind);
  if (!row.ok()) return row.status();
  return ParseRecords<Record>(revision_name, *row);
}

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_RECORD_LIST_H_
