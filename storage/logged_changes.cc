#include "storage/logged_changes.h"

#include <memory>
#include <optional>
#include <utility>

#include "storage/commit_log.h"
#include "storage/engine.h"
#include "storage/key_codec.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// The key of the row that holds commit `after` + 1: rows are named by their
// first commit.
absl::StatusOr<std::string> FirstKey(View& view, uint64_t after) {
  const auto row = FindLogRow(view, after + 1);
  if (!row.ok()) return row.status();
  return LogKey(row->has_value() ? (*row)->first_commit : after + 1);
}

void AddChanges(const LogRow& row, uint64_t after, uint64_t head, ChangePull& out) {
  uint64_t commit = row.first_commit;
  for (const LogEntry& entry : row.entries) {
    if (commit > head) return;
    if (commit > after) {
      out.through = commit;
      out.through_time = FromMicros(entry.time_us);
      if (entry.document != 0) {
        out.changes.push_back(
            {commit, out.through_time, "", entry.collection, entry.document, entry.old_commit});
      }
    }
    ++commit;
  }
}

}  // namespace

absl::StatusOr<ChangePull> ReadLoggedChanges(View& view, uint64_t after, uint64_t head,
                                             size_t max_changes) {
  ChangePull out;
  out.through = after;
  if (after >= head) return out;
  const auto first = FirstKey(view, after);
  if (!first.ok()) return first.status();
  const KeyRange range = RangeOf(Tag::kLog);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  for (cursor->Seek(*first); cursor->Valid(); cursor->Next()) {
    const std::optional<uint64_t> key = ParseLogKey(cursor->key());
    if (!key) return DamagedRow("log key");
    const auto row = DecodeLogRow(*key, cursor->value());
    if (!row.ok()) return row.status();
    AddChanges(*row, after, head, out);
    if (out.changes.size() >= max_changes || out.through >= head) break;
  }
  if (!cursor->status().ok()) return cursor->status();
  return out;
}

}  // namespace pledge::storage
