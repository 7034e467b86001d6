#include "storage/trim_floor.h"

#include "service/base/error.h"
#include "storage/key_codec.h"
#include "storage/stored_values.h"

namespace pledge::storage {

absl::StatusOr<CommitPoint> ReadFloor(View& view) {
  const auto value = view.Get(FloorKey());
  if (!value.ok()) return value.status();
  if (!value->has_value()) return CommitPoint{};
  const auto row = ParseRow<v1::TrimFloor>(**value);
  if (!row.ok()) return row.status();
  return CommitPoint{row->commit(), FromMicros(row->commit_time_us())};
}

std::string EncodeFloor(const CommitPoint& floor) {
  v1::TrimFloor row;
  row.set_commit(floor.number);
  row.set_commit_time_us(ToMicros(floor.time));
  return row.SerializeAsString();
}

absl::Status HistoryTrimmed() {
  return MakeError(ErrorReason::kHistoryTrimmed, "what is read here is no longer kept");
}

absl::Status TrimmedBefore(View& view, uint64_t oldest_kept, std::string_view what) {
  const absl::StatusOr<CommitPoint> floor = ReadFloor(view);
  if (!floor.ok()) return floor.status();
  return oldest_kept <= floor->number ? HistoryTrimmed() : DamagedRow(what);
}

}  // namespace pledge::storage
