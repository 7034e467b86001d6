#include "storage/commit_log.h"

#include <algorithm>
#include <limits>
#include <memory>

#include "service/base/error.h"
#include "service/base/sha256.h"
#include "storage/key_codec.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

// The row, on disk, never renumber: u8 format, u64 time of the first commit,
// varint n, then each entry: varint microseconds after the one before, u8 kind,
// varint collection; for revisions also varint document, varint ordinal, varint
// distance back to the content commit, varint distance back to the old commit
// (0: none) and, if there is one, from that to its content commit, 8 bytes of
// digest. At the end the 32 bytes of the running digest.
constexpr uint8_t kFormat = 1;
constexpr size_t kDigestBytes = 32;
constexpr size_t kEntryDigestBytes = 8;
constexpr uint64_t kMaxTimeUs = std::numeric_limits<int64_t>::max();

bool IsRevision(LogKind kind) { return kind >= LogKind::kCreated; }

std::string RunningDigest(std::string_view previous, uint64_t first_commit, std::string_view body) {
  std::string input(previous);
  AppendU64(input, first_commit);
  return Sha256(input.append(body));
}

void AppendRevision(std::string& out, const LogEntry& entry, uint64_t commit) {
  AppendVarint(out, entry.document);
  AppendVarint(out, entry.ordinal);
  AppendVarint(out, commit - entry.content_commit);
  AppendVarint(out, entry.old_commit == 0 ? 0 : commit - entry.old_commit);
  if (entry.old_commit != 0) AppendVarint(out, entry.old_commit - entry.old_content_commit);
  out.append(entry.digest);
}

void ReadRevision(ByteReader& in, LogEntry& entry, uint64_t commit) {
  entry.document = static_cast<uint32_t>(in.Varint());
  entry.ordinal = in.Varint();
  entry.content_commit = commit - in.Varint();
  const uint64_t back = in.Varint();
  if (back != 0) {
    entry.old_commit = commit - back;
    entry.old_content_commit = entry.old_commit - in.Varint();
  }
  entry.digest = in.Bytes(kEntryDigestBytes);
}

absl::Status Damaged() {
  return MakeError(ErrorReason::kChecksumFailed, "a row of the commit log does not parse");
}

}  // namespace

std::string EmptyLogDigest() { return std::string(kDigestBytes, '\0'); }

std::string EncodeLogRow(LogRow& row, std::string_view previous_digest) {
  std::string out;
  AppendU8(out, kFormat);
  int64_t last_us = row.entries.front().time_us;
  AppendU64(out, static_cast<uint64_t>(last_us));
  AppendVarint(out, row.entries.size());
  uint64_t commit = row.first_commit;
  for (const LogEntry& entry : row.entries) {
    AppendVarint(out, static_cast<uint64_t>(entry.time_us - last_us));
    AppendU8(out, static_cast<uint8_t>(entry.kind));
    AppendVarint(out, entry.collection);
    if (IsRevision(entry.kind)) AppendRevision(out, entry, commit);
    last_us = entry.time_us;
    ++commit;
  }
  row.running_digest = RunningDigest(previous_digest, row.first_commit, out);
  return out.append(row.running_digest);
}

absl::StatusOr<LogRow> DecodeLogRow(uint64_t first_commit, std::string_view value) {
  ByteReader in(value);
  LogRow row{.first_commit = first_commit, .entries = {}, .running_digest = {}};
  const uint8_t format = in.U8();
  uint64_t last_us = in.U64();
  const uint64_t count = in.Varint();
  if (format != kFormat || count == 0 || count > in.remaining()) return Damaged();
  row.entries.resize(count);
  for (LogEntry& entry : row.entries) {
    const uint64_t time_us = last_us + in.Varint();
    if (time_us < last_us || time_us > kMaxTimeUs) return Damaged();
    last_us = time_us;
    entry.time_us = static_cast<int64_t>(time_us);
    entry.kind = static_cast<LogKind>(in.U8());
    entry.collection = static_cast<uint32_t>(in.Varint());
    if (IsRevision(entry.kind)) ReadRevision(in, entry, first_commit);
    ++first_commit;
  }
  row.running_digest = in.Bytes(kDigestBytes);
  if (!in.AtEnd()) return Damaged();
  return row;
}

absl::StatusOr<std::optional<LogRow>> FindLogRow(View& view, uint64_t commit) {
  const KeyRange range = RangeOf(Tag::kLog);
  const std::unique_ptr<Cursor> cursor =
      view.Scan(range.lower, range.upper, {.direction = ScanDirection::kBackward});
  cursor->Seek(LogKey(commit));
  if (!cursor->Valid()) {
    if (!cursor->status().ok()) return cursor->status();
    return std::nullopt;
  }
  const std::optional<uint64_t> first_commit = ParseLogKey(cursor->key());
  if (!first_commit) return Damaged();
  absl::StatusOr<LogRow> row = DecodeLogRow(*first_commit, cursor->value());
  if (!row.ok()) return row.status();
  return *std::move(row);
}

absl::StatusOr<std::optional<LogRow>> LastLogRow(View& view) {
  return FindLogRow(view, std::numeric_limits<uint64_t>::max());
}

absl::StatusOr<LogPoint> FindLogPointAtTime(View& view, uint64_t head, int64_t time_us) {
  LogPoint found;
  uint64_t low = 1;
  uint64_t high = head;
  while (low <= high) {
    const uint64_t middle = low + (high - low) / 2;
    absl::StatusOr<std::optional<LogRow>> row = FindLogRow(view, middle);
    if (!row.ok()) return row.status();
    if (!row->has_value()) {  // an imported store has no log before its first state
      low = middle + 1;
      continue;
    }
    std::vector<LogEntry>& entries = (*row)->entries;
    if ((*row)->last_commit() > head) entries.resize(head - (*row)->first_commit + 1);
    const auto after =
        std::upper_bound(entries.begin(), entries.end(), time_us,
                         [](int64_t time, const LogEntry& entry) { return time < entry.time_us; });
    if (after == entries.begin()) {
      high = (*row)->first_commit - 1;
      continue;
    }
    const uint64_t commit = (*row)->first_commit + (after - entries.begin()) - 1;
    found = {commit, std::prev(after)->time_us};
    if (after != entries.end()) break;
    low = (*row)->last_commit() + 1;
  }
  return found;
}

}  // namespace pledge::storage
