#include "service/query/read_point.h"

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/mapping/time.h"

namespace pledge::query {
namespace {

constexpr char kPurpose[] = "state";

// The commit number inside a consistency token.
absl::StatusOr<storage::CommitNumber> Open(const storage::RecordStore& store,
                                           const std::string& token) {
  auto payload = store.Unseal(kPurpose, token);
  if (!payload.ok()) return payload.status();
  storage::CommitNumber number = 0;
  if (!absl::SimpleAtoi(*payload, &number)) {
    return MakeError(ErrorReason::kTokenMalformed, "read_point: not a consistency token");
  }
  return number;
}

absl::StatusOr<storage::CommitPoint> AtLeast(storage::RecordStore& store,
                                             const std::string& token) {
  auto number = Open(store, token);
  if (!number.ok()) return number.status();
  const storage::CommitPoint head = store.Head();
  if (head.number < *number) {
    return MakeError(ErrorReason::kHistoryTrimmed, "read_point.at_least is newer than the store",
                     {{"head", absl::StrCat(head.number)}});
  }
  return head;
}

}  // namespace

absl::StatusOr<storage::CommitPoint> ResolveReadPoint(storage::RecordStore& store,
                                                      const v1::ReadPoint& point) {
  switch (point.point_case()) {
    case v1::ReadPoint::POINT_NOT_SET:
      return store.Head();
    case v1::ReadPoint::kLatest:
      if (!point.latest()) {
        return FieldError("read_point.latest", "must be true");
      }
      return store.Head();
    case v1::ReadPoint::kAtLeast:
      return AtLeast(store, point.at_least());
    case v1::ReadPoint::kExactly: {
      auto number = Open(store, point.exactly());
      if (!number.ok()) return number.status();
      return store.PointOf(*number);
    }
    case v1::ReadPoint::kAsOfTime:
      return store.PointAtTime(mapping::GetTime(point.as_of_time()));
  }
  return store.Head();
}

v1::ReadInfo MakeReadInfo(const storage::RecordStore& store, const storage::CommitPoint& point) {
  v1::ReadInfo out;
  out.set_consistency_token(store.Seal(kPurpose, absl::StrCat(point.number)));
  out.set_commit_number(static_cast<int64_t>(point.number));
  mapping::SetTime(point.time, out.mutable_commit_time());
  return out;
}

absl::Status NameOldest(const storage::RecordStore& store, const absl::Status& status) {
  if (ReasonOf(status) != ErrorReason::kHistoryTrimmed) return status;
  const storage::CommitPoint oldest = store.Oldest();
  ErrorMetadata metadata = MetadataOf(status);
  metadata["oldest_token"] = MakeReadInfo(store, oldest).consistency_token();
  metadata["oldest_commit"] = absl::StrCat(oldest.number);
  return MakeError(ErrorReason::kHistoryTrimmed, std::string(status.message()), metadata);
}

}  // namespace pledge::query
