#include "service/query/record_writer.h"

#include <utility>

#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"
#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "service/mapping/offset_table.h"
#include "service/mapping/stored_record.h"

namespace pledge::query {
namespace {

using storage::RecordKind;

const google::protobuf::Descriptor* TypeOf(RecordKind kind) {
  switch (kind) {
    case RecordKind::kSections:
      return v1::Section::descriptor();
    case RecordKind::kCommitments:
      return v1::Commitment::descriptor();
    case RecordKind::kAchievements:
      return v1::Achievement::descriptor();
  }
  return v1::Section::descriptor();
}

void DropPersonalData(v1::Section* section) { section->clear_personal_text(); }
void DropPersonalData(v1::Commitment*) {}
void DropPersonalData(v1::Achievement*) {}

}  // namespace

absl::StatusOr<RecordWriter> RecordWriter::Create(RecordKind kind,
                                                  const google::protobuf::FieldMask& read_mask,
                                                  v1::OffsetUnit unit) {
  if (!v1::OffsetUnit_IsValid(unit)) return FieldError("offset_unit", "unknown value");
  auto mask = ReadMask::Create(read_mask, TypeOf(kind));
  if (!mask.ok()) return mask.status();
  return RecordWriter(kind, *std::move(mask), unit);
}

absl::Status RecordWriter::Append(const storage::StoredRevision& revision,
                                  const storage::UnpackedRow& row, size_t index,
                                  std::string* message) const {
  const std::string name =
      MakeRevisionName(revision.collection_id, revision.document_id, revision.ordinal);
  const bool as_stored = mask_.keeps_all() && (unit_ == v1::OFFSET_UNIT_UNSPECIFIED ||
                                               unit_ == v1::OFFSET_UNIT_UTF8_BYTE);
  const bool is_written =
      as_stored ? mapping::AppendAsField(kind_, name, index, row.record(index), message)
                : AppendByKind(name, row, index, message);
  if (is_written) return absl::OkStatus();
  return MakeError(ErrorReason::kChecksumFailed, "a stored record does not parse");
}

bool RecordWriter::AppendByKind(const std::string& revision_name, const storage::UnpackedRow& row,
                                size_t index, std::string* message) const {
  switch (kind_) {
    case RecordKind::kSections:
      return AppendParsed<v1::Section>(revision_name, row, index, message);
    case RecordKind::kCommitments:
      return AppendParsed<v1::Commitment>(revision_name, row, index, message);
    case RecordKind::kAchievements:
      return AppendParsed<v1::Achievement>(revision_name, row, index, message);
  }
  return false;
}

template <typename Record>
bool RecordWriter::AppendParsed(const std::string& revision_name, const storage::UnpackedRow& row,
                                size_t index, std::string* message) const {
  Record record;
  auto table = mapping::OffsetTable::Decode(row.preamble());
  if (!table.ok() || !mapping::ParseStored(revision_name, index, row.record(index), &record)) {
    return false;
  }
  mapping::ConvertOffsets(*table, unit_, &record);
  if (!mask_.Names("personal_text")) DropPersonalData(&record);
  mask_.Apply(&record);
  mapping::AppendField(1, record.SerializeAsString(), message);
  return true;
}

}  // namespace pledge::query
