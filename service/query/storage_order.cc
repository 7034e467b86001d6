#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/base/limits.h"
#include "service/query/record_match.h"
#include "service/query/record_source.h"

namespace pledge::query {
namespace {

using storage::ScanPosition;

class StorageOrder final : public RecordSource {
 public:
  StorageOrder(storage::RecordStore& store, const Selection& selection, const RecordWriter& writer)
      : store_(store), writer_(writer), match_(selection), selector_(selection.scan) {
    if (match_.is_needed()) selector_.filter = &match_;
  }

  absl::StatusOr<Piece> Pull(const PieceLimits& limits, std::string* records) override;

  std::string Position() const override {
    return absl::StrCat(position_.parent, ",", position_.collection_number, ",",
                        position_.document_number, ",", position_.next_record);
  }

  bool Restore(std::string_view position) override {
    const std::vector<std::string> parts =
        absl::StrSplit(absl::string_view(position.data(), position.size()), ',');
    return parts.size() == 4 && absl::SimpleAtoi(parts[0], &position_.parent) &&
           absl::SimpleAtoi(parts[1], &position_.collection_number) &&
           absl::SimpleAtoi(parts[2], &position_.document_number) &&
           absl::SimpleAtoi(parts[3], &position_.next_record);
  }

 private:
  storage::RecordStore& store_;
  const RecordWriter& writer_;
  RecordMatch match_;
  storage::ScanSelector selector_;
  ScanPosition position_;
};

absl::StatusOr<Piece> StorageOrder::Pull(const PieceLimits& limits, std::string* records) {
  Piece piece;
  absl::Status failed;
  const size_t bytes_before = records->size();
  const auto visit = [&](const storage::StoredRevision& revision, const storage::UnpackedRow& row,
                         size_t index) {
    if (piece.records == limits.records || records->size() - bytes_before >= limits.bytes) {
      return false;
    }
    if (match_.is_needed() && !match_.IsDecided(index)) {
      const absl::StatusOr<bool> is_match = match_.Matches(row, index);
      if (!is_match.ok()) failed = is_match.status();
      if (!is_match.ok() || !*is_match) return is_match.ok();
    }
    failed = writer_.Append(revision, row, index, records);
    ++piece.records;
    return failed.ok();
  };
  auto pulled = store_.Pull(selector_, position_, {kPullScanBytes, limits.time}, visit);
  if (!pulled.ok()) return pulled.status();
  if (!failed.ok()) return failed;
  position_ = pulled->position;
  piece.scanned = pulled->scanned;
  piece.complete = pulled->complete;
  return piece;
}

}  // namespace

std::unique_ptr<RecordSource> NewStorageOrder(storage::RecordStore& store,
                                              const Selection& selection,
                                              const RecordWriter& writer) {
  return std::make_unique<StorageOrder>(store, selection, writer);
}

}  // namespace pledge::query
