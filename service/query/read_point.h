// Which state of the store a call reads, and the words that say so in its
// answer. Thread-safe: functions over a thread-safe store.
#ifndef PLEDGE_SERVICE_QUERY_READ_POINT_H_
#define PLEDGE_SERVICE_QUERY_READ_POINT_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "pledge/v1/common.pb.h"
#include "storage/record_store.h"

namespace pledge::query {

// The commit that `point` asks for. FIELD_INVALID, TOKEN_MALFORMED,
// HISTORY_TRIMMED. May block on disk for as_of_time and exactly.
absl::StatusOr<storage::CommitPoint> ResolveReadPoint(storage::RecordStore& store,
                                                      const v1::ReadPoint& point);

// ReadInfo of a commit of this store.
v1::ReadInfo MakeReadInfo(const storage::RecordStore& store, const storage::CommitPoint& point);

// `status`, with the oldest state that can be read in its metadata (oldest_token,
// oldest_commit) when it is HISTORY_TRIMMED: from there the caller goes on. Never
// blocks.
absl::Status NameOldest(const storage::RecordStore& store, const absl::Status& status);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_READ_POINT_H_
