#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "service/base/limits.h"
#include "service/query/record_match.h"
#include "service/query/record_source.h"

namespace pledge::query {
namespace {

using storage::ScannedColumns;
using storage::ScanPosition;

// Commitments that one pass over the columns brings in order. More would take
// fewer passes; this is half a megabyte a stream.
constexpr size_t kPassKeys = 8192;
// Behind all days.
constexpr uint32_t kUndated = 0xffffffff;

// A commitment's place in the order, and where it is.
struct Key {
  uint32_t day = 0;
  uint32_t parent = 0;
  uint32_t collection_number = 0;
  uint32_t document_number = 0;
  uint32_t index = 0;
  uint64_t commit = 0;  // of the revision; not part of the order

  auto Rank() const { return std::tie(day, parent, collection_number, document_number, index); }
  bool operator<(const Key& other) const { return Rank() < other.Rank(); }
};

uint32_t DayOf(const storage::CommitmentColumns& columns) {
  return columns.deadline_end ? *columns.deadline_end : kUndated;
}

// Reads the columns in passes: each finds the next keys behind the last one that
// was given, holding no more than kPassKeys. A pass over a million commitments
// takes some 20 ms, and is itself cut into pulls.
class DeadlineOrder final : public RecordSource {
 public:
  DeadlineOrder(storage::RecordStore& store, const Selection& selection, const RecordWriter& writer)
      : store_(store),
        selection_(selection),
        writer_(writer),
        pass_match_(selection),
        record_match_(selection) {}

  absl::StatusOr<Piece> Pull(const PieceLimits& limits, std::string* records) override;
  std::string Position() const override;
  bool Restore(std::string_view position) override;

 private:
  // Goes on with the pass; sets keys_ when it is through.
  absl::Status ScanSome(absl::Duration time, Piece* piece);
  void AddKeys(const ScannedColumns& row);
  void AddKey(const Key& key);
  void EndPass();

  // Appends the record of `key`, unless it turns out not to be selected.
  absl::Status Give(const Key& key, Piece* piece, std::string* records);
  absl::Status OpenRevision(const Key& key);

  storage::RecordStore& store_;
  const Selection& selection_;
  const RecordWriter& writer_;
  std::optional<Key> last_;  // given, or passed over

  // The pass.
  RecordMatch pass_match_;
  std::vector<bool> wanted_;
  std::vector<Key> heap_;  // the smallest so far, the largest on top
  bool has_dropped_ = false;
  ScanPosition scan_position_;

  // What the last pass found, and the revision that was read last.
  std::vector<Key> keys_;
  size_t next_ = 0;
  bool is_last_pass_ = false;
  RecordMatch record_match_;
  storage::StoredRevision revision_;
  storage::ColumnRow columns_;
  std::optional<storage::UnpackedRow> row_;
};

absl::StatusOr<Piece> DeadlineOrder::Pull(const PieceLimits& limits, std::string* records) {
  const absl::Time deadline = absl::Now() + limits.time;
  const size_t bytes_before = records->size();
  Piece piece;
  for (;;) {
    while (next_ < keys_.size()) {
      if (piece.records == limits.records || records->size() - bytes_before >= limits.bytes) {
        return piece;
      }
      if (absl::Status given = Give(keys_[next_], &piece, records); !given.ok()) return given;
      last_ = keys_[next_++];
      if (absl::Now() >= deadline) return piece;
    }
    if (is_last_pass_) {
      piece.complete = true;
      return piece;
    }
    const absl::Status scanned = ScanSome(deadline - absl::Now(), &piece);
    if (!scanned.ok()) return scanned;
    if (absl::Now() >= deadline) return piece;
  }
}

absl::Status DeadlineOrder::ScanSome(absl::Duration time, Piece* piece) {
  auto pulled = store_.PullColumns(selection_.scan, scan_position_, {kPullScanBytes, time},
                                   [this](const ScannedColumns& row) {
                                     AddKeys(row);
                                     return true;
                                   });
  if (!pulled.ok()) return pulled.status();
  scan_position_ = pulled->position;
  piece->scanned += pulled->scanned;
  if (pulled->complete) EndPass();
  return absl::OkStatus();
}

void DeadlineOrder::AddKeys(const ScannedColumns& row) {
  wanted_.clear();
  if (!pass_match_.Select(row.columns, &wanted_)) return;
  for (uint32_t i = 0; i < row.columns.commitments.size(); ++i) {
    const storage::CommitmentColumns& commitment = row.columns.commitments[i];
    if (!wanted_.empty() && !wanted_[i]) continue;
    if ((selection_.scan.tag_mask >> commitment.type & 1) == 0) continue;
    AddKey(
        {DayOf(commitment), row.parent, row.collection_number, row.document_number, i, row.commit});
  }
}

void DeadlineOrder::AddKey(const Key& key) {
  if (last_ && !(*last_ < key)) return;
  if (heap_.size() == kPassKeys) {
    has_dropped_ = true;
    if (!(key < heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end());
    heap_.pop_back();
  }
  heap_.push_back(key);
  std::push_heap(heap_.begin(), heap_.end());
}

void DeadlineOrder::EndPass() {
  std::sort_heap(heap_.begin(), heap_.end());
  keys_ = std::move(heap_);
  heap_.clear();
  next_ = 0;
  is_last_pass_ = !has_dropped_;
  has_dropped_ = false;
  scan_position_ = {};
}

absl::Status DeadlineOrder::Give(const Key& key, Piece* piece, std::string* records) {
  if (absl::Status opened = OpenRevision(key); !opened.ok()) return opened;
  if (!record_match_.IsDecided(key.index)) {
    auto matches = record_match_.Matches(*row_, key.index);
    if (!matches.ok()) return matches.status();
    if (!*matches) return absl::OkStatus();
  }
  ++piece->records;
  return writer_.Append(revision_, *row_, key.index, records);
}

absl::Status DeadlineOrder::OpenRevision(const Key& key) {
  const bool is_open = row_ && revision_.collection_number == key.collection_number &&
                       revision_.document_number == key.document_number &&
                       revision_.commit.number == key.commit;
  if (is_open) return absl::OkStatus();
  row_.reset();
  auto revision = store_.GetScanned(key.collection_number, key.document_number, key.commit);
  if (!revision.ok()) return revision.status();
  auto columns = store_.ReadColumns(*revision);
  if (!columns.ok()) return columns.status();
  auto row = store_.ReadRecords(*revision, storage::RecordKind::kCommitments);
  if (!row.ok()) return row.status();
  revision_ = *std::move(revision);
  columns_ = *std::move(columns);
  row_ = *std::move(row);
  wanted_.clear();
  record_match_.Select(columns_, &wanted_);
  return absl::OkStatus();
}

std::string DeadlineOrder::Position() const {
  if (!last_) return "";
  return absl::StrCat(last_->day, ",", last_->parent, ",", last_->collection_number, ",",
                      last_->document_number, ",", last_->index);
}

bool DeadlineOrder::Restore(std::string_view position) {
  if (position.empty()) return true;
  const std::vector<std::string> parts =
      absl::StrSplit(absl::string_view(position.data(), position.size()), ',');
  Key key;
  const bool is_key = parts.size() == 5 && absl::SimpleAtoi(parts[0], &key.day) &&
                      absl::SimpleAtoi(parts[1], &key.parent) &&
                      absl::SimpleAtoi(parts[2], &key.collection_number) &&
                      absl::SimpleAtoi(parts[3], &key.document_number) &&
                      absl::SimpleAtoi(parts[4], &key.index);
  if (is_key) last_ = key;
  return is_key;
}

}  // namespace

std::unique_ptr<RecordSource> NewDeadlineOrder(storage::RecordStore& store,
                                               const Selection& selection,
                                               const RecordWriter& writer) {
  return std::make_unique<DeadlineOrder>(store, selection, writer);
}

}  // namespace pledge::query
