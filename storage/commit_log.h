// The commit log: one packed row for each group, one entry for each commit. It
// maps commit numbers to times, names what each commit changed (a watch reads
// it), and carries a running digest that the durable mark is compared with.
// Pure functions, and readers over one View that may block on disk.
#ifndef PLEDGE_STORAGE_COMMIT_LOG_H_
#define PLEDGE_STORAGE_COMMIT_LOG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/engine.h"

namespace pledge::storage {

// What a commit did. On disk, never renumber.
enum class LogKind : uint8_t {
  kAnswer = 1,   // no document changed: a stored answer, a job, upkeep
  kSession = 2,  // an ingest session was created or attached to
  kCreated = 3,  // revisions, by cause
  kContentReplaced = 4,
  kMetadataUpdated = 5,
  kReanalyzed = 6,
  kDeleted = 7,
  kUndeleted = 8,
  kRolledBack = 9,
  kPurged = 10,  // the old commits that it and earlier entries name are gone
};

struct LogEntry {
  int64_t time_us = 0;  // commit clock, since 1970; strictly increasing
  LogKind kind = LogKind::kAnswer;
  uint32_t collection = 0;
  // Only for revisions:
  uint32_t document = 0;
  uint64_t ordinal = 0;
  uint64_t content_commit = 0;
  uint64_t old_commit = 0;  // of the revision before; 0 for the first
  uint64_t old_content_commit = 0;
  std::string digest;  // first 8 bytes of the revision's chain digest
  bool operator==(const LogEntry&) const = default;
};

// Entry i belongs to commit first_commit + i. Never empty.
struct LogRow {
  uint64_t first_commit = 0;
  std::vector<LogEntry> entries;
  std::string running_digest;  // 32 bytes: SHA-256 of the one before and this row
  uint64_t last_commit() const { return first_commit + entries.size() - 1; }
};

// The running digest before the first row: 32 zero bytes.
std::string EmptyLogDigest();

// The row's value; sets row.running_digest from `previous_digest`.
std::string EncodeLogRow(LogRow& row, std::string_view previous_digest);

// DATA_LOSS with CHECKSUM_FAILED when the bytes do not parse.
absl::StatusOr<LogRow> DecodeLogRow(uint64_t first_commit, std::string_view value);

// The row that holds `commit`, or the last one before it; nullopt when the log
// is empty up to there.
absl::StatusOr<std::optional<LogRow>> FindLogRow(View& view, uint64_t commit);

// The newest row; nullopt when the log is empty.
absl::StatusOr<std::optional<LogRow>> LastLogRow(View& view);

// A commit and its time; number 0 for none.
struct LogPoint {
  uint64_t commit = 0;
  int64_t time_us = 0;
};

// The newest commit up to `head` with a time at or before `time_us`. Reads
// about log2(head) rows.
absl::StatusOr<LogPoint> FindLogPointAtTime(View& view, uint64_t head, int64_t time_us);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_COMMIT_LOG_H_
