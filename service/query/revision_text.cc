#include "service/query/revision_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/query/read_point.h"

namespace pledge::query {
namespace {

using mapping::TextHead;
using storage::RecordStore;
using storage::StoredRevision;

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Size of the head of `bytes` that one message takes.
size_t PieceSize(std::string_view bytes, size_t wanted, bool is_text) {
  size_t size = std::min({bytes.size(), wanted, kMaxSourcePieceBytes});
  while (is_text && size < bytes.size() && IsContinuation(bytes[size])) --size;
  return size;
}

absl::StatusOr<TextHead> ReadHead(RecordStore& store, const StoredRevision& revision) {
  const auto row = store.ReadTextRow(revision, 0);
  if (!row.ok()) return row.status();
  return TextHead::Decode(*row);
}

}  // namespace

absl::StatusOr<StoredRevision> FindRevision(RecordStore& store, const std::string& name,
                                            storage::CommitNumber at) {
  const auto parsed = ParseRevisionName("name", name);
  if (!parsed.ok()) return parsed.status();
  if (parsed->ordinal != 0) {
    return store.GetRevision(parsed->collection, parsed->document, parsed->ordinal, at);
  }
  auto head = store.GetDocument(parsed->collection, parsed->document, at);
  if (!head.ok() || head->state != storage::DocumentState::kDeleted) return head;
  const std::string document = MakeDocumentName(parsed->collection, parsed->document);
  return MakeError(ErrorReason::kDocumentDeleted,
                   absl::StrCat("document is deleted; name a revision by its number: ", document),
                   {{"resource", document}});
}

SourceCursor::SourceCursor(RecordStore& store, StoredRevision revision,
                           const v1::ReadSourceRequest& request, v1::ReadInfo info)
    : store_(store),
      revision_(std::move(revision)),
      with_personal_data_(request.personal_data()),
      info_(std::move(info)) {}

absl::StatusOr<std::unique_ptr<SourceCursor>> SourceCursor::Create(
    RecordStore& store, const v1::ReadSourceRequest& request) {
  const storage::CommitPoint point = store.Head();
  auto revision = FindRevision(store, request.name(), point.number);
  if (!revision.ok()) return revision.status();
  std::unique_ptr<SourceCursor> cursor(
      new SourceCursor(store, *std::move(revision), request, MakeReadInfo(store, point)));
  cursor->total_ = cursor->revision_.source_size;
  if (request.cleaned()) {
    auto head = ReadHead(store, cursor->revision_);
    if (!head.ok()) return head.status();
    cursor->total_ = head->text_size();
    cursor->head_ = *std::move(head);
  }
  if (absl::Status status = cursor->SetRange(request); !status.ok()) return status;
  return cursor;
}

absl::Status SourceCursor::SetRange(const v1::ReadSourceRequest& request) {
  end_ = total_;
  if (!request.has_range()) return absl::OkStatus();
  const v1::OffsetRange& range = request.range();
  if (range.start() < 0 || range.end() < range.start() ||
      static_cast<uint64_t>(range.end()) > total_) {
    return FieldError("range", absl::StrCat("must lie in [0, ", total_, "]"));
  }
  at_ = static_cast<uint64_t>(range.start());
  end_ = static_cast<uint64_t>(range.end());
  if (!head_) return absl::OkStatus();
  if (absl::Status status = CheckBorder(at_); !status.ok()) return status;
  return CheckBorder(end_);
}

absl::Status SourceCursor::CheckBorder(uint64_t position) {
  if (position == total_) return absl::OkStatus();
  const auto row = ReadRow(position);
  if (!row.ok()) return row.status();
  if (!IsContinuation(row->front())) return absl::OkStatus();
  return FieldError("range", absl::StrCat("position ", position, " is inside a character"));
}

absl::StatusOr<std::string> SourceCursor::ReadSourcePart(uint64_t start, uint64_t size) {
  if (start >= revision_.source_size) {
    return MakeError(ErrorReason::kChecksumFailed, "a stored text points outside its source");
  }
  auto piece =
      store_.ReadSourcePiece(revision_, static_cast<uint32_t>(start / storage::kSourcePieceBytes));
  if (!piece.ok()) return piece;
  return piece->substr(start % storage::kSourcePieceBytes, size);
}

absl::StatusOr<std::string> SourceCursor::ReadRow(uint64_t position) {
  if (!head_) return ReadSourcePart(position, storage::kSourcePieceBytes);
  const TextHead::Place place = head_->Find(position);
  const auto stored = store_.ReadTextRow(revision_, place.row);
  if (!stored.ok()) return stored.status();
  auto row = mapping::DecodeTextRow(
      *stored, place.row_end - place.row_start,
      [this](uint64_t start, uint64_t size) { return ReadSourcePart(start, size); });
  if (!row.ok()) return row;
  const auto hidden = with_personal_data_ ? head_->FindHidden(place.row) : std::nullopt;
  if (hidden) {
    const auto bytes = store_.ReadTextRow(revision_, *hidden);
    if (!bytes.ok()) return bytes.status();
    if (absl::Status status = mapping::Unmask(*bytes, &*row); !status.ok()) return status;
  }
  return row->substr(position - place.row_start);
}

absl::StatusOr<bool> SourceCursor::Next(std::string* message) {
  if (has_begun_ && at_ == end_) return false;
  v1::ReadSourceResponse response;
  response.set_offset(static_cast<int64_t>(at_));
  response.set_total_size(static_cast<int64_t>(total_));
  if (!has_begun_) {
    response.set_sha256(head_ ? head_->sha256(with_personal_data_) : revision_.source_sha256);
    response.mutable_read_info()->Swap(&info_);
  }
  if (at_ < end_) {
    auto bytes = ReadRow(at_);
    if (!bytes.ok()) return bytes.status();
    bytes->resize(PieceSize(*bytes, end_ - at_, head_.has_value()));
    at_ += bytes->size();
    response.set_data(*std::move(bytes));
  }
  has_begun_ = true;
  *message = response.SerializeAsString();
  return true;
}

RepairCursor::RepairCursor(RecordStore& store, StoredRevision revision, const TextHead& head,
                           v1::OffsetUnit unit, v1::ReadInfo info)
    : store_(store),
      revision_(std::move(revision)),
      unit_(unit),
      info_(std::move(info)),
      row_(head.first_repair_row()),
      end_row_(head.first_repair_row() + head.repair_row_count()) {}

absl::StatusOr<std::unique_ptr<RepairCursor>> RepairCursor::Create(
    RecordStore& store, const v1::ReadRepairsRequest& request) {
  if (!v1::OffsetUnit_IsValid(request.offset_unit())) {
    return FieldError("offset_unit", "unknown value");
  }
  const storage::CommitPoint point = store.Head();
  auto revision = FindRevision(store, request.name(), point.number);
  if (!revision.ok()) return revision.status();
  const auto head = ReadHead(store, *revision);
  if (!head.ok()) return head.status();
  return std::unique_ptr<RepairCursor>(new RepairCursor(
      store, *std::move(revision), *head, request.offset_unit(), MakeReadInfo(store, point)));
}

absl::StatusOr<bool> RepairCursor::Next(std::string* message) {
  if (has_begun_ && row_ == end_row_) return false;
  v1::ReadRepairsResponse response;
  if (!has_begun_) response.mutable_read_info()->Swap(&info_);
  if (row_ < end_row_) {
    const auto row = store_.ReadTextRow(revision_, row_);
    if (!row.ok()) return row.status();
    auto repairs = mapping::DecodeRepairs(*row, unit_);
    if (!repairs.ok()) return repairs.status();
    *response.mutable_repairs() = {std::make_move_iterator(repairs->begin()),
                                   std::make_move_iterator(repairs->end())};
    ++row_;
  }
  response.set_complete(row_ == end_row_);
  has_begun_ = true;
  *message = response.SerializeAsString();
  return true;
}

}  // namespace pledge::query
