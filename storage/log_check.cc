#include "storage/log_check.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/document_reader.h"
#include "storage/key_codec.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// Commits of one step.
constexpr uint64_t kMaxCommits = 2000;

}  // namespace

absl::StatusOr<uint64_t> ImportedCommit(View& view) {
  const auto value = view.Get(ImportKey());
  if (!value.ok()) return value.status();
  if (!value->has_value()) return 0;
  const auto row = ParseRow<v1::ImportProgress>(**value);
  if (!row.ok()) return row.status();
  return row->commit();
}

absl::StatusOr<bool> LogCheck::Step(View& view) {
  if (next_ == 0) {
    const auto imported = ImportedCommit(view);
    if (!imported.ok()) return imported.status();
    next_ = std::max<uint64_t>(1, *imported);
  }
  const KeyRange range = RangeOf(Tag::kLog);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {.fill_cache = false});
  const uint64_t stop = next_ + kMaxCommits;
  for (cursor->Seek(LogKey(next_)); cursor->Valid(); cursor->Next()) {
    if (next_ >= stop) return false;
    counts_.bytes += static_cast<int64_t>(cursor->key().size() + cursor->value().size());
    const auto first_commit = ParseLogKey(cursor->key());
    if (!first_commit) {
      Find("a key of the commit log does not parse");
      continue;
    }
    const absl::Status status = CheckRow(view, *first_commit, cursor->value());
    if (!status.ok()) return status;
  }
  if (absl::IsDataLoss(cursor->status())) {
    Find(absl::StrCat("commit log: ", cursor->status().message()));
    return true;
  }
  if (!cursor->status().ok()) return cursor->status();
  return true;
}

absl::Status LogCheck::CheckRow(View& view, uint64_t first_commit, std::string_view value) {
  auto row = DecodeLogRow(first_commit, value);
  if (!row.ok()) {
    Find(absl::StrCat("the row of the commit log at ", first_commit, " does not parse"));
    return absl::OkStatus();
  }
  if (first_commit != next_) {
    Find(absl::StrCat("the commit log has a hole from commit ", next_, " to ", first_commit - 1));
  }
  LogRow again = *row;
  EncodeLogRow(again, digest_);
  if (again.running_digest != row->running_digest) {
    Find(absl::StrCat("the running digest of the commit log breaks at commit ", first_commit));
  }
  digest_ = row->running_digest;
  next_ = row->last_commit() + 1;
  for (size_t i = 0; i < row->entries.size(); ++i) {
    const LogEntry& entry = row->entries[i];
    if (entry.time_us <= last_us_) {
      Find(absl::StrCat("the time of commit ", first_commit + i, " does not grow"));
    }
    last_us_ = entry.time_us;
    if (entry.kind < LogKind::kCreated) continue;
    const absl::Status status = CheckEntry(view, first_commit + i, entry);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status LogCheck::CheckEntry(View& view, uint64_t commit, const LogEntry& entry) {
  const DocumentKey key{entry.collection, entry.document, commit};
  const auto value = view.Get(RowKey(Tag::kRevision, key));
  if (value.ok() && value->has_value()) return absl::OkStatus();  // the document's check reads it
  if (!value.ok()) return absl::IsDataLoss(value.status()) ? absl::OkStatus() : value.status();
  const absl::Status why = MissingRow(view, key, "revision");
  if (!absl::IsDataLoss(why)) {
    return absl::IsNotFound(why) || absl::IsOutOfRange(why) ? absl::OkStatus() : why;
  }
  Find(absl::StrCat("revision ", entry.ordinal, " of document #", entry.document,
                    " in collection #", entry.collection, ", made by commit ", commit,
                    ", is missing"));
  return absl::OkStatus();
}

}  // namespace pledge::storage
