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

}  // namespace pledge::storage
