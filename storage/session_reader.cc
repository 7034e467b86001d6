#include "storage/session_reader.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "storage/key_codec.h"
#include "storage/stored_values.h"

namespace pledge::storage {

absl::Status SessionNotFound(std::string_view session_id) {
  return MakeError(ErrorReason::kSessionNotFound,
                   absl::StrCat("ingest session not found: ", std::string(session_id)),
                   {{"session", std::string(session_id)}});
}

absl::Status SessionExpired() {
  return MakeError(ErrorReason::kSessionExpired, "the ingest session has expired");
}

absl::StatusOr<v1::SessionRow> ReadSession(View& view, std::optional<uint32_t> collection,
                                           std::string_view session_id) {
  if (!collection) return SessionNotFound(session_id);
  const auto value = view.Get(SessionKey(*collection, session_id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return SessionNotFound(session_id);
  return ParseRow<v1::SessionRow>(**value);
}

absl::StatusOr<std::optional<v1::ItemResult>> ResultInRun(const v1::ResultRun& run,
                                                          int64_t sequence,
                                                          std::string_view digest) {
  const int64_t index = sequence - run.first_sequence();
  if (index < 0 || index >= run.results_size()) return std::nullopt;
  const v1::ItemResult& result = run.results(static_cast<int>(index));
  if (result.digest() != digest) {
    return MakeError(ErrorReason::kSequenceReused,
                     absl::StrCat("sequence ", sequence, " is durable with another item"));
  }
  return result;
}

absl::StatusOr<v1::ItemResult> ReadItemResult(View& view, uint32_t collection,
                                              std::string_view session_id, int64_t sequence,
                                              std::string_view digest) {
  const KeyRange range = ResultsRange(collection, session_id);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  cursor->Seek(ResultsKey(collection, session_id, static_cast<uint64_t>(sequence)));
  if (!cursor->status().ok()) return cursor->status();
  if (!cursor->Valid()) return DamagedRow("session without a result");
  const auto run = ParseRow<v1::ResultRun>(cursor->value());
  if (!run.ok()) return run.status();
  auto result = ResultInRun(*run, sequence, digest);
  if (!result.ok()) return result.status();
  if (!result->has_value()) return DamagedRow("session without a result");
  return **std::move(result);
}

absl::StatusOr<std::vector<std::pair<std::string, v1::SessionRow>>> ReadSessions(
    View& view, uint32_t collection, std::string_view after, size_t limit) {
  const KeyRange range = CollectionRange(Tag::kSession, collection);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  cursor->Seek(after.empty() ? range.lower : SessionKey(collection, after));
  std::vector<std::pair<std::string, v1::SessionRow>> sessions;
  for (; cursor->Valid() && sessions.size() < limit; cursor->Next()) {
    const auto place = ParseSessionKey(cursor->key());
    if (!place) return DamagedRow("session key");
    if (place->session_id == after) continue;
    auto row = ParseRow<v1::SessionRow>(cursor->value());
    if (!row.ok()) return row.status();
    sessions.emplace_back(place->session_id, *std::move(row));
  }
  if (!cursor->status().ok()) return cursor->status();
  return sessions;
}

absl::StatusOr<SessionResultPage> ReadResults(View& view, std::string_view collection_id,
                                              uint32_t collection, std::string_view session_id,
                                              const v1::SessionRow& session,
                                              const SessionResultQuery& query) {
  SessionResultPage page;
  page.last_sequence = query.after_sequence;
  const KeyRange range = ResultsRange(collection, session_id);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  size_t scanned = 0;
  cursor->Seek(ResultsKey(collection, session_id, static_cast<uint64_t>(query.after_sequence) + 1));
  for (; cursor->Valid(); cursor->Next()) {
    const auto run = ParseRow<v1::ResultRun>(cursor->value());
    if (!run.ok()) return run.status();
    for (int i = 0; i < run->results_size(); ++i) {
      const int64_t sequence = run->first_sequence() + i;
      if (sequence <= page.last_sequence) continue;
      if (page.results.size() >= query.limit || scanned >= query.max_scanned) return page;
      ++scanned;
      page.last_sequence = sequence;
      const v1::ItemResult& result = run->results(i);
      if (result.outcome() > 31 || (query.outcome_mask & (1u << result.outcome())) == 0) continue;
      page.results.push_back({sequence, ToResult(collection_id, result)});
    }
  }
  if (!cursor->status().ok()) return cursor->status();
  if (page.last_sequence < session.durable_sequence()) {
    return DamagedRow("session without a result");
  }
  page.complete = true;
  return page;
}

}  // namespace pledge::storage
