#include "storage/session_sweep.h"

#include <memory>
#include <utility>
#include <vector>

#include "storage/key_codec.h"
#include "storage/session_reader.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// Per step, so that a group stays short.
constexpr int kMaxSessions = 1000;
constexpr size_t kMaxDeletes = 500;

// The deletes of one step, gathered before any of them is made.
class Sweep {
 public:
  Sweep(View& view, absl::Time now) : view_(view), now_(now) {}

  // Looks at one session. False when the step is full before it is clean.
  absl::StatusOr<bool> Visit(std::string_view key, std::string_view value) {
    const auto place = ParseSessionKey(key);
    if (!place) return DamagedRow("session key");
    auto row = ParseRow<v1::SessionRow>(value);
    if (!row.ok()) return row.status();
    const absl::Time expiry = FromMicros(row->expire_time_us());
    if (now_ < expiry) return true;
    const auto clean = DeleteResults(*place, *row);
    if (!clean.ok()) return clean;
    collection_ = place->collection;
    if (*clean && now_ >= expiry + kExpiredSessionKept) {
      deletes_.emplace_back(key);
    } else if (is_row_changed_) {
      puts_.emplace_back(std::string(key), row->SerializeAsString());
    }
    is_row_changed_ = false;
    return clean;
  }

  // Adds what was gathered, in one commit.
  void Finish(GroupCommits& commits, Batch& batch) {
    if (deletes_.empty() && puts_.empty()) return;
    LogEntry entry;
    entry.kind = LogKind::kSession;
    entry.collection = collection_;
    commits.Add(std::move(entry));
    for (std::string& key : deletes_) batch.Delete(std::move(key));
    for (auto& [key, value] : puts_) batch.Put(std::move(key), std::move(value));
  }

 private:
  absl::StatusOr<bool> DeleteResults(const SessionPlace& place, v1::SessionRow& row) {
    const KeyRange range = ResultsRange(place.collection, place.session_id);
    const std::unique_ptr<Cursor> cursor = view_.Scan(range.lower, range.upper, {});
    // Past what was deleted before, for deleted rows are slow to step over.
    cursor->Seek(ResultsKey(place.collection, place.session_id,
                            static_cast<uint64_t>(row.deleted_sequence()) + 1));
    for (; cursor->Valid(); cursor->Next()) {
      if (deletes_.size() >= kMaxDeletes) return false;
      const auto last = ParseResultsKey(cursor->key());
      if (!last) return DamagedRow("results key");
      deletes_.emplace_back(cursor->key());
      row.set_deleted_sequence(static_cast<int64_t>(*last));
      is_row_changed_ = true;
    }
    if (!cursor->status().ok()) return cursor->status();
    return true;
  }

  View& view_;
  const absl::Time now_;
  uint32_t collection_ = 0;  // of the last session that something is deleted of
  bool is_row_changed_ = false;
  std::vector<std::string> deletes_;
  std::vector<std::pair<std::string, std::string>> puts_;
};

}  // namespace

absl::StatusOr<bool> SweepSessions(View& view, GroupCommits& commits, Batch& batch,
                                   std::string& place) {
  const KeyRange range = RangeOf(Tag::kSession);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  Sweep sweep(view, commits.now());
  cursor->Seek(place.empty() ? range.lower : place);
  bool is_clean = true;
  for (int left = kMaxSessions; is_clean && left > 0 && cursor->Valid(); --left) {
    const auto visited = sweep.Visit(cursor->key(), cursor->value());
    if (!visited.ok()) return visited;
    is_clean = *visited;
    if (is_clean) cursor->Next();
  }
  if (!cursor->status().ok()) return cursor->status();
  place = cursor->Valid() ? std::string(cursor->key()) : "";
  sweep.Finish(commits, batch);
  return place.empty();
}

}  // namespace pledge::storage
