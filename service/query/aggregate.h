// Counts commitments by fields. Reads columns only, unless the selection needs a
// record. A function over a thread-safe store; blocks on disk.
#ifndef PLEDGE_SERVICE_QUERY_AGGREGATE_H_
#define PLEDGE_SERVICE_QUERY_AGGREGATE_H_

#include <functional>

#include "absl/status/statusor.h"
#include "pledge/v1/query_service.pb.h"
#include "storage/record_store.h"

namespace pledge::query {

// `is_cancelled` is asked between pulls of some milliseconds; then CANCELLED.
// FIELD_INVALID (also for more groups than are kept in memory), FILTER_SYNTAX,
// HISTORY_TRIMMED, DOCUMENT_NOT_FOUND, REVISION_NOT_FOUND.
absl::StatusOr<v1::AggregateCommitmentsResponse> Aggregate(
    storage::RecordStore& store, const v1::AggregateCommitmentsRequest& request,
    const std::function<bool()>& is_cancelled);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_AGGREGATE_H_
