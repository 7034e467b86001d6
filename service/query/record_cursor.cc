#include "service/query/record_cursor.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/mutant.h"
#include "service/base/resource_name.h"
#include "service/base/sha256.h"
#include "service/mapping/offset_table.h"
#include "service/mapping/result_digest.h"
#include "service/mapping/stored_record.h"
#include "service/query/read_point.h"

namespace pledge::query {
namespace {

using storage::RecordKind;
using storage::ScanParent;

constexpr char kPurpose[] = "resume";

uint32_t TagMask(const RecordQuery& query) {
  uint32_t mask = 0xffffffff;
  if (query.kind == RecordKind::kSections && !query.selector.include_furniture()) {
    mask &= ~(1u << v1::SECTION_KIND_FURNITURE);
  }
  if (query.kind == RecordKind::kCommitments && !query.selector.include_stances()) {
    mask &= ~(1u << v1::COMMITMENT_TYPE_STANCE);
  }
  return mask;
}

absl::StatusOr<ScanParent> ParseParent(const std::string& field, const std::string& name) {
  if (absl::StrContains(name, "/revisions/")) {
    auto revision = ParseRevisionName(field, name);
    if (!revision.ok()) return revision.status();
    return ScanParent{revision->collection, revision->document, revision->ordinal};
  }
  if (absl::StrContains(name, "/documents/")) {
    auto document = ParseDocumentName(field, name);
    if (!document.ok()) return document.status();
    return ScanParent{document->collection, document->document, 0};
  }
  auto collection = ParseCollectionName(field, name);
  if (!collection.ok()) return collection.status();
  return ScanParent{collection->collection, "", 0};
}

absl::Status CheckOptions(const RecordQuery& query) {
  if (query.options.max_batch() < 0) {
    return FieldError("options.max_batch", "must not be negative");
  }
  if (query.options.limit() < 0) {
    return FieldError("options.limit", "must not be negative");
  }
  if (!query.options.resume_token().empty() && query.read_point.has_value()) {
    return FieldError("read_point", "must be empty with options.resume_token");
  }
  if (!v1::OffsetUnit_IsValid(query.offset_unit)) {
    return FieldError("offset_unit", "unknown value");
  }
  return absl::OkStatus();
}

const google::protobuf::Descriptor* TypeOf(RecordKind kind) {
  return kind == RecordKind::kSections ? v1::Section::descriptor() : v1::Commitment::descriptor();
}

}  // namespace

RecordCursor::RecordCursor(storage::RecordStore& store, const RecordQuery& query, ReadMask mask)
    : store_(store),
      mask_(std::move(mask)),
      unit_(query.offset_unit),
      max_batch_(query.options.max_batch() == 0 ? static_cast<int>(kMaxStreamBatchRecords)
                                                : query.options.max_batch()),
      limit_(query.options.limit()),
      selector_digest_(Hex(Sha256(absl::StrCat(static_cast<int>(query.kind),
                                               mapping::SerializeDeterministic(query.selector))))
                           .substr(0, 16)) {
  selector_.kind = query.kind;
  selector_.tag_mask = TagMask(query);
}

absl::StatusOr<std::unique_ptr<RecordCursor>> RecordCursor::Create(storage::RecordStore& store,
                                                                   const RecordQuery& query) {
  absl::Status checked = CheckOptions(query);
  if (!checked.ok()) return checked;
  auto mask = ReadMask::Create(query.read_mask, TypeOf(query.kind));
  if (!mask.ok()) return mask.status();
  std::unique_ptr<RecordCursor> cursor(new RecordCursor(store, query, *std::move(mask)));
  absl::Status selected = cursor->SelectParents(query.selector);
  if (!selected.ok()) return selected;
  absl::Status resumed = cursor->Resume(query);
  if (!resumed.ok()) return resumed;
  return cursor;
}

absl::Status RecordCursor::SelectParents(const v1::RecordSelector& selector) {
  const int count = selector.parents_size();
  if (count == 0 || count > static_cast<int>(kMaxSelectorParents)) {
    return FieldError("selector.parents", absl::StrCat("1 to ", kMaxSelectorParents, " names"));
  }
  if (count == 1 && selector.parents(0) == "collections/-") {
    return absl::OkStatus();
  }
  for (int i = 0; i < count; ++i) {
    auto parent = ParseParent(absl::StrCat("selector.parents[", i, "]"), selector.parents(i));
    if (!parent.ok()) return parent.status();
    selector_.parents.push_back(*std::move(parent));
  }
  return absl::OkStatus();
}

// Token payload: digest, commit, parent, collection, document, record, sent.
absl::Status RecordCursor::Resume(const RecordQuery& query) {
  const std::string& token = query.options.resume_token();
  if (token.empty()) {
    auto point = ResolveReadPoint(store_, query.read_point.value_or(v1::ReadPoint()));
    if (!point.ok()) return point.status();
    point_ = *point;
    selector_.at = point_.number;
    return absl::OkStatus();
  }
  auto payload = store_.Unseal(kPurpose, token);
  if (!payload.ok()) return payload.status();
  const std::vector<std::string> parts = absl::StrSplit(*payload, ',');
  uint64_t at = 0;
  if (parts.size() != 8 || parts[0] != selector_digest_ || !absl::SimpleAtoi(parts[1], &at) ||
      !absl::SimpleAtoi(parts[2], &position_.parent) ||
      !absl::SimpleAtoi(parts[3], &position_.collection_number) ||
      !absl::SimpleAtoi(parts[4], &position_.document_number) ||
      !absl::SimpleAtoi(parts[5], &position_.next_record) || !absl::SimpleAtoi(parts[6], &sent_)) {
    return MakeError(ErrorReason::kTokenMalformed,
                     "options.resume_token was made for another selector",
                     {{"field", "options.resume_token"}});
  }
  complete_ = parts[7] == "1";
  auto point = store_.PointOf(at);
  if (!point.ok()) return point.status();
  point_ = *point;
  selector_.at = IsMutant("p5-resume-at-head") ? store_.Head().number : at;
  return absl::OkStatus();
}

std::string RecordCursor::MakeResumeToken() const {
  return store_.Seal(kPurpose,
                     absl::StrCat(selector_digest_, ",", point_.number, ",", position_.parent, ",",
                                  position_.collection_number, ",", position_.document_number, ",",
                                  position_.next_record, ",", sent_, ",", complete_ ? 1 : 0));
}

namespace {

void DropPersonalData(v1::Section* section) { section->clear_personal_text(); }
void DropPersonalData(v1::Commitment*) {}

}  // namespace

template <typename Record>
bool RecordCursor::AppendParsed(const std::string& revision_name, const storage::UnpackedRow& row,
                                size_t index, std::string* message) const {
  Record record;
  auto table = mapping::OffsetTable::Decode(row.preamble());
  if (!table.ok() || !mapping::ParseStored(revision_name, index, row.record(index), &record)) {
    return false;
  }
  mapping::ConvertOffsets(*table, unit_, &record);
  if (!mask_.Names("personal_text")) DropPersonalData(&record);
  mask_.Apply(&record);
  const std::string bytes = record.SerializeAsString();
  mapping::AppendField(1, bytes, message);
  return true;
}

bool RecordCursor::AppendRecord(const storage::StoredRevision& revision,
                                const storage::UnpackedRow& row, size_t index,
                                std::string* message) {
  const std::string name =
      MakeRevisionName(revision.collection_id, revision.document_id, revision.ordinal);
  const bool as_stored = mask_.keeps_all() && (unit_ == v1::OFFSET_UNIT_UNSPECIFIED ||
                                               unit_ == v1::OFFSET_UNIT_UTF8_BYTE);
  if (as_stored) {
    return mapping::AppendAsField(selector_.kind, name, index, row.record(index), message);
  }
  return selector_.kind == RecordKind::kSections
             ? AppendParsed<v1::Section>(name, row, index, message)
             : AppendParsed<v1::Commitment>(name, row, index, message);
}

void RecordCursor::AppendPosition(std::string* message) const {
  v1::StreamPosition position;
  position.set_resume_token(MakeResumeToken());
  *position.mutable_read_info() = MakeReadInfo(store_, point_);
  position.set_scanned(scanned_);
  position.set_complete(complete_);
  mapping::AppendField(2, position.SerializeAsString(), message);
}

absl::StatusOr<bool> RecordCursor::Next(std::string* message) {
  message->clear();
  if (ended_) return false;
  int in_batch = 0;
  const auto visit = [&](const storage::StoredRevision& revision, const storage::UnpackedRow& row,
                         size_t index) {
    if (in_batch == max_batch_ || message->size() >= kStreamBatchBytes ||
        (limit_ > 0 && sent_ == limit_) || corrupt_) {
      return false;
    }
    corrupt_ = !AppendRecord(revision, row, index, message);
    ++in_batch;
    ++sent_;
    return !corrupt_;
  };
  if (!complete_) {
    auto pulled = store_.Pull(selector_, position_, kPullScanBytes, visit);
    if (!pulled.ok()) return pulled.status();
    if (corrupt_) {
      return MakeError(ErrorReason::kChecksumFailed, "a stored record does not parse");
    }
    position_ = pulled->position;
    scanned_ += pulled->scanned;
    complete_ = pulled->complete || (limit_ > 0 && sent_ == limit_);
  }
  ended_ = complete_;
  AppendPosition(message);
  return true;
}

}  // namespace pledge::query
