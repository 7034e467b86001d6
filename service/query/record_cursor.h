// The messages of one server stream of records: batches, positions, heartbeats.
// One user at a time; blocks on disk, for some milliseconds at a time.
#ifndef PLEDGE_SERVICE_QUERY_RECORD_CURSOR_H_
#define PLEDGE_SERVICE_QUERY_RECORD_CURSOR_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "pledge/v1/query_service.pb.h"
#include "service/base/limits.h"
#include "service/query/record_reader.h"
#include "storage/record_store.h"

namespace pledge::query {

// The parts that all stream requests have in common.
struct RecordQuery {
  storage::RecordKind kind = storage::RecordKind::kSections;
  v1::RecordSelector selector;
  v1::StreamOptions options;
  std::optional<v1::ReadPoint> read_point;
  google::protobuf::FieldMask read_mask;
  v1::OffsetUnit offset_unit = v1::OFFSET_UNIT_UNSPECIFIED;
};

// How long a pull may take, and what tells the time; tests replace them.
struct CursorTiming {
  absl::Duration first_pull = absl::Milliseconds(kFirstPullMilliseconds);
  absl::Duration longest_pull = absl::Milliseconds(kPullMilliseconds);
  std::function<absl::Time()> clock = [] { return absl::Now(); };
};

class RecordCursor {
 public:
  // Checks the query and fixes the state that is read. Errors as RecordReader.
  static absl::StatusOr<std::unique_ptr<RecordCursor>> Create(storage::RecordStore& store,
                                                              const RecordQuery& query,
                                                              CursorTiming timing = {});

  // Makes the next message: the bytes of a Stream…Response with records in
  // field 1 and position in field 2. Empty when nothing was found in the time of
  // one pull and no heartbeat is due: ask again. False when the message before
  // was the last. Each message holds some 32 KiB of records at most, the first one
  // of a filter or of words a single record; one that says complete ends the
  // stream.
  absl::StatusOr<bool> Next(std::string* message);

 private:
  RecordCursor(const RecordQuery& query, CursorTiming timing, std::unique_ptr<RecordReader> reader);

  PieceLimits NextLimits();
  bool IsComplete() const { return reader_->complete() || (limit_ > 0 && given_ >= limit_); }
  void AppendPosition(std::string* message) const;

  const CursorTiming timing_;
  const std::unique_ptr<RecordReader> reader_;
  const int64_t max_batch_;
  const int64_t limit_;  // 0: none
  const bool is_selective_;
  const absl::Duration heartbeat_interval_;
  absl::Duration pull_time_;
  absl::Time last_message_;
  int64_t given_ = 0;    // records of this stream
  int64_t scanned_ = 0;  // looked at in this stream
  bool ended_ = false;   // the message that says complete was given
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_RECORD_CURSOR_H_
