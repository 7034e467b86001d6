#include "service/query/record_cursor.h"

#include <algorithm>
#include <utility>

#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/mapping/stored_record.h"

namespace pledge::query {
namespace {

constexpr char kPurpose[] = "resume";

absl::Duration ToDuration(const google::protobuf::Duration& in) {
  return absl::Seconds(in.seconds()) + absl::Nanoseconds(in.nanos());
}

absl::Duration HeartbeatInterval(const v1::StreamOptions& options) {
  if (!options.has_heartbeat_interval()) return absl::Seconds(kDefaultHeartbeatSeconds);
  const absl::Duration interval = ToDuration(options.heartbeat_interval());
  if (interval == absl::ZeroDuration()) return absl::Seconds(kDefaultHeartbeatSeconds);
  return std::max(interval, absl::Seconds(kMinHeartbeatSeconds));
}

absl::Status CheckOptions(const v1::StreamOptions& options) {
  if (options.max_batch() < 0) return FieldError("options.max_batch", "must not be negative");
  if (options.limit() < 0) return FieldError("options.limit", "must not be negative");
  if (ToDuration(options.heartbeat_interval()) < absl::ZeroDuration()) {
    return FieldError("options.heartbeat_interval", "must not be negative");
  }
  return absl::OkStatus();
}

}  // namespace

RecordCursor::RecordCursor(const RecordQuery& query, CursorTiming timing,
                           std::unique_ptr<RecordReader> reader)
    : timing_(std::move(timing)),
      reader_(std::move(reader)),
      max_batch_(query.options.max_batch() == 0 ? static_cast<int64_t>(kMaxStreamBatchRecords)
                                                : query.options.max_batch()),
      limit_(query.options.limit()),
      is_selective_(!query.selector.filter().empty() || !query.selector.text_contains().empty()),
      heartbeat_interval_(HeartbeatInterval(query.options)),
      pull_time_(timing_.first_pull),
      last_message_(timing_.clock()) {}

absl::StatusOr<std::unique_ptr<RecordCursor>> RecordCursor::Create(storage::RecordStore& store,
                                                                   const RecordQuery& query,
                                                                   CursorTiming timing) {
  if (absl::Status checked = CheckOptions(query.options); !checked.ok()) return checked;
  auto reader = RecordReader::Create(store, {.kind = query.kind,
                                             .selector = query.selector,
                                             .fields = {},
                                             .order_by = query.options.order_by(),
                                             .read_point = query.read_point,
                                             .read_mask = query.read_mask,
                                             .offset_unit = query.offset_unit,
                                             .token = query.options.resume_token(),
                                             .token_field = "options.resume_token",
                                             .purpose = kPurpose});
  if (!reader.ok()) return reader.status();
  return std::unique_ptr<RecordCursor>(
      new RecordCursor(query, std::move(timing), *std::move(reader)));
}

PieceLimits RecordCursor::NextLimits() {
  PieceLimits limits;
  // What a filter finds is rare: the first of it goes at once, not with a batch.
  limits.bytes = is_selective_ && given_ == 0 ? 1 : kStreamBatchBytes;
  limits.records = max_batch_;
  if (limit_ > 0) limits.records = std::min(max_batch_, limit_ - given_);
  limits.time = pull_time_;
  pull_time_ = std::min(pull_time_ * 2, timing_.longest_pull);
  return limits;
}

void RecordCursor::AppendPosition(std::string* message) const {
  v1::StreamPosition position;
  position.set_resume_token(reader_->MakeToken());
  *position.mutable_read_info() = reader_->MakeInfo();
  position.set_scanned(scanned_);
  position.set_complete(IsComplete());
  mapping::AppendField(2, position.SerializeAsString(), message);
}

absl::StatusOr<bool> RecordCursor::Next(std::string* message) {
  message->clear();
  if (ended_) return false;
  auto piece = reader_->Pull(NextLimits(), message);
  if (!piece.ok()) return piece.status();
  scanned_ += piece->scanned;
  given_ += piece->records;
  const absl::Time now = timing_.clock();
  const bool is_due = now >= last_message_ + heartbeat_interval_;
  if (piece->records == 0 && !IsComplete() && !is_due) return true;
  last_message_ = now;
  ended_ = IsComplete();
  AppendPosition(message);
  return true;
}

}  // namespace pledge::query
