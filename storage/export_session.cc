#include "storage/export_session.h"

#include <algorithm>
#include <memory>

#include "storage/document_reader.h"
#include "storage/key_codec.h"
#include "storage/record_store.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// Source bytes that the item of a result stored; 0 when nobody knows any more.
absl::StatusOr<int64_t> StoredBytes(DocumentReader& reader, uint32_t collection,
                                    const v1::ItemResult& result) {
  if (result.revision_commit() != result.commit()) return 0;
  const auto number = reader.FindNumber(collection, result.document_id(), result.commit());
  if (!number.ok()) return number.status();
  if (!number->has_value()) return 0;
  const auto found = reader.FindNewest(collection, **number, result.commit());
  if (!found.ok()) return found.status();
  if (!found->has_value() || (*found)->key.commit != result.commit()) return 0;
  const auto cause = static_cast<RevisionCause>((*found)->row.cause());
  const bool is_new = cause == RevisionCause::kCreated || cause == RevisionCause::kContentReplaced;
  return is_new ? static_cast<int64_t>((*found)->row.source_size_bytes()) : 0;
}

// Takes one result off.
absl::Status TakeOff(DocumentReader& reader, uint32_t collection, const v1::ItemResult& result,
                     v1::SessionRow& row) {
  switch (static_cast<PutOutcome>(result.outcome())) {
    case PutOutcome::kCreated:
      row.set_created(row.created() - 1);
      break;
    case PutOutcome::kUpdated:
      row.set_updated(row.updated() - 1);
      break;
    case PutOutcome::kUnchanged:
      row.set_unchanged(row.unchanged() - 1);
      break;
    case PutOutcome::kRejected:
      row.set_failed(row.failed() - 1);
      break;
  }
  const auto bytes = StoredBytes(reader, collection, result);
  if (!bytes.ok()) return bytes.status();
  row.set_bytes_stored(row.bytes_stored() - *bytes);
  row.set_durable_sequence(row.durable_sequence() - 1);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::SessionRow> SessionAt(View& view, uint32_t collection,
                                         std::string_view session_id, const v1::SessionRow& row,
                                         uint64_t at, int64_t time_us) {
  if (row.commit() <= at) return row;
  v1::SessionRow then = row;
  DocumentReader reader(view);
  const KeyRange range = ResultsRange(collection, session_id);
  const std::unique_ptr<Cursor> cursor = view.Scan(
      range.lower, range.upper, {.direction = ScanDirection::kBackward, .fill_cache = false});
  bool is_later = true;
  for (cursor->Seek(range.upper); is_later && cursor->Valid(); cursor->Next()) {
    const auto run = ParseRow<v1::ResultRun>(cursor->value());
    if (!run.ok()) return run.status();
    for (int i = run->results_size() - 1; is_later && i >= 0; --i) {
      is_later = run->results(i).commit() > at;
      if (!is_later) break;
      absl::Status status = TakeOff(reader, collection, run->results(i), then);
      if (!status.ok()) return status;
    }
  }
  if (!cursor->status().ok()) return cursor->status();
  // Nothing follows the commit that finishes a session: it came later.
  then.set_is_finished(false);
  then.set_commit(at);
  then.set_commit_time_us(time_us);
  then.set_expire_time_us(std::min(row.expire_time_us(), time_us + row.ttl_us()));
  then.set_deleted_sequence(std::min(row.deleted_sequence(), then.durable_sequence()));
  return then;
}

void CutRun(v1::ResultRun& run, uint64_t at) {
  int kept = run.results_size();
  while (kept > 0 && run.results(kept - 1).commit() > at) --kept;
  run.mutable_results()->DeleteSubrange(kept, run.results_size() - kept);
}

}  // namespace pledge::storage
