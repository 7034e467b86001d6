#include "service/query/change_cursor.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/mutant.h"
#include "service/query/read_point.h"

namespace pledge::query {
namespace {

// Changes that are taken out of the log at a time.
constexpr size_t kLogPull = 256;
// Commits whose documents are read before a worker is given back.
constexpr int kCommitsPerStep = 32;

// The state of a consistency token. TOKEN_MALFORMED, HISTORY_TRIMMED.
absl::StatusOr<storage::CommitPoint> PointOfToken(storage::RecordStore& store,
                                                  const std::string& token) {
  v1::ReadPoint point;
  point.set_exactly(token);
  auto found = ResolveReadPoint(store, point);
  if (ReasonOf(found.status()) != ErrorReason::kTokenMalformed) return found;
  return MakeError(ErrorReason::kTokenMalformed, "resume_token: not a token of a watch or a state",
                   {{"field", "resume_token"}});
}

}  // namespace

ChangeCursor::ChangeCursor(storage::RecordStore& store, ChangeSelector selector)
    : store_(store), selector_(std::move(selector)), reader_(store, selector_) {}

absl::StatusOr<std::unique_ptr<ChangeCursor>> ChangeCursor::Create(
    storage::RecordStore& store, const v1::WatchChangesRequest& request) {
  auto selector = ChangeSelector::Create(request);
  if (!selector.ok()) return selector.status();
  std::unique_ptr<ChangeCursor> cursor(new ChangeCursor(store, *std::move(selector)));
  if (absl::Status status = cursor->Begin(request); !status.ok()) return status;
  return cursor;
}

absl::Status ChangeCursor::Begin(const v1::WatchChangesRequest& request) {
  const std::string& token = request.resume_token();
  // Either a state that was seen whole, or a place in the initial state.
  const auto seen = token.empty() ? absl::StatusOr<storage::CommitPoint>(store_.Head())
                                  : PointOfToken(store_, token);
  const bool is_state = token.empty() ? !request.send_initial() : seen.ok();
  if (is_state) {
    through_ = seen->number;
    const bool resumes = !token.empty() && through_ < store_.Head().number;
    if (IsMutant("p6-resume-late") && resumes) ++through_;
    return absl::OkStatus();
  }
  const bool is_trimmed = ReasonOf(seen.status()) == ErrorReason::kHistoryTrimmed;
  if (is_trimmed) return Trimmed(seen.status());
  if (!request.send_initial()) return seen.status();
  auto initial = NewInitialState(store_, selector_, request);
  if (!initial.ok()) return Trimmed(initial.status());
  initial_ = *std::move(initial);
  through_ = initial_->at();
  return absl::OkStatus();
}

absl::StatusOr<ChangeCursor::Outcome> ChangeCursor::Next(v1::WatchChangesResponse* message) {
  message->Clear();
  auto outcome = initial_ != nullptr ? NextInitial(message) : NextChanges(message);
  if (!outcome.ok()) return Trimmed(outcome.status());
  return outcome;
}

absl::StatusOr<ChangeCursor::Outcome> ChangeCursor::NextInitial(v1::WatchChangesResponse* message) {
  const auto complete = initial_->Pull(message);
  if (!complete.ok()) return complete.status();
  if (*complete) {
    initial_.reset();
    message->set_initial_complete(true);
  } else if (message->changes().empty()) {
    return Outcome::kNothing;
  }
  if (absl::Status status = SetPosition(message); !status.ok()) return status;
  return Outcome::kMessage;
}

absl::StatusOr<bool> ChangeCursor::FillLog() {
  if (!logged_.empty()) return true;
  through_ = std::max(through_, logged_through_);
  if (store_.Head().number == through_) return false;
  auto pull = store_.PullChanges(through_, kLogPull);
  if (!pull.ok()) return pull.status();
  logged_.assign(std::make_move_iterator(pull->changes.begin()),
                 std::make_move_iterator(pull->changes.end()));
  logged_through_ = pull->through;
  return true;
}

void ChangeCursor::TakeRest(v1::WatchChangesResponse* message, size_t* bytes) {
  while (!rest_.empty() && *bytes < kStreamBatchBytes) {
    *bytes += rest_.front().ByteSizeLong();
    *message->add_changes() = std::move(rest_.front());
    rest_.pop_front();
  }
  if (rest_.empty()) through_ = rest_commit_;
}

absl::StatusOr<ChangeCursor::Outcome> ChangeCursor::NextChanges(v1::WatchChangesResponse* message) {
  size_t bytes = 0;
  bool caught_up = false;
  if (!rest_.empty()) TakeRest(message, &bytes);
  for (int commits = 0; commits < kCommitsPerStep && rest_.empty() && bytes < kStreamBatchBytes;
       ++commits) {
    const auto more = FillLog();
    if (!more.ok()) return more.status();
    if (!*more) {
      caught_up = true;
      break;
    }
    if (logged_.empty()) continue;  // commits that changed no document
    auto changes = reader_.Read(logged_.front());
    if (!changes.ok()) return changes.status();
    rest_commit_ = logged_.front().commit;
    size_t size = 0;
    for (const v1::Change& change : *changes) size += change.ByteSizeLong();
    // A large commit begins a message of its own, so that as few as possible are
    // cut.
    if (bytes > 0 && bytes + size > 2 * kStreamBatchBytes) break;
    logged_.pop_front();
    rest_.assign(std::make_move_iterator(changes->begin()),
                 std::make_move_iterator(changes->end()));
    TakeRest(message, &bytes);
  }
  // Old revisions may have been trimmed while they were read.
  if (through_ < store_.Oldest().number) {
    return MakeError(ErrorReason::kHistoryTrimmed, "the watch is behind the oldest kept state");
  }
  if (message->changes().empty()) return caught_up ? Outcome::kCaughtUp : Outcome::kNothing;
  if (absl::Status status = SetPosition(message); !status.ok()) return status;
  return Outcome::kMessage;
}

absl::Status ChangeCursor::SetPosition(v1::WatchChangesResponse* message) {
  const storage::CommitNumber head = store_.Head().number;
  message->set_backlog(static_cast<int64_t>(head - std::min(head, through_)));
  if (initial_ != nullptr) {
    message->set_resume_token(initial_->MakeToken());
    return absl::OkStatus();
  }
  message->set_continues(in_commit());
  if (in_commit()) return absl::OkStatus();
  const auto point = store_.PointOf(through_);
  if (!point.ok()) return point.status();
  *message->mutable_through() = MakeReadInfo(store_, *point);
  message->set_resume_token(message->through().consistency_token());
  return absl::OkStatus();
}

absl::StatusOr<v1::WatchChangesResponse> ChangeCursor::Checkpoint() {
  v1::WatchChangesResponse message;
  if (absl::Status status = SetPosition(&message); !status.ok()) return Trimmed(status);
  return message;
}

// The client may go on from the oldest state, after reading it anew.
absl::Status ChangeCursor::Trimmed(const absl::Status& status) const {
  return NameOldest(store_, status);
}

}  // namespace pledge::query
