// Reads the rows of ingest sessions in one View. Pure functions that block on
// disk; DATA_LOSS when a row does not parse.
#ifndef PLEDGE_STORAGE_SESSION_READER_H_
#define PLEDGE_STORAGE_SESSION_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/engine.h"
#include "storage/record_store.h"

namespace pledge::storage {

// The session's row; NOT_FOUND with SESSION_NOT_FOUND, also for no collection.
absl::StatusOr<v1::SessionRow> ReadSession(View& view, std::optional<uint32_t> collection,
                                           std::string_view session_id);

// The result of a durable sequence. DATA_LOSS when it is not there;
// INVALID_ARGUMENT with SEQUENCE_REUSED when it belongs to another item than
// the one with `digest`.
absl::StatusOr<v1::ItemResult> ReadItemResult(View& view, uint32_t collection,
                                              std::string_view session_id, int64_t sequence,
                                              std::string_view digest);

// `run`'s result of `sequence`, if it holds it; checks the digest likewise.
absl::StatusOr<std::optional<v1::ItemResult>> ResultInRun(const v1::ResultRun& run,
                                                          int64_t sequence,
                                                          std::string_view digest);

// Sessions by id from the first one behind `after`, at most `limit`.
absl::StatusOr<std::vector<std::pair<std::string, v1::SessionRow>>> ReadSessions(
    View& view, uint32_t collection, std::string_view after, size_t limit);

// Results of the durable sequences behind query.after_sequence that the query
// wants, with the collection's id in them.
absl::StatusOr<SessionResultPage> ReadResults(View& view, std::string_view collection_id,
                                              uint32_t collection, std::string_view session_id,
                                              const v1::SessionRow& session,
                                              const SessionResultQuery& query);

absl::Status SessionNotFound(std::string_view session_id);
absl::Status SessionExpired();

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_SESSION_READER_H_
