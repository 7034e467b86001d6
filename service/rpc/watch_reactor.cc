#include "service/rpc/watch_reactor.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::rpc {
namespace {

absl::Status Cancelled() { return MakeError(ErrorReason::kCancelled, "the caller went away"); }

absl::Status Draining() { return MakeError(ErrorReason::kDraining, "the server is stopping"); }

absl::StatusOr<absl::Duration> CheckpointInterval(const v1::WatchChangesRequest& request) {
  const auto& given = request.checkpoint_interval();
  const absl::Duration interval = absl::Seconds(given.seconds()) + absl::Nanoseconds(given.nanos());
  if (interval == absl::ZeroDuration()) return absl::Milliseconds(kDefaultCheckpointMs);
  if (interval < absl::Milliseconds(kMinCheckpointMs) ||
      interval > absl::Milliseconds(kMaxCheckpointMs)) {
    return FieldError("checkpoint_interval",
                      absl::StrCat(kMinCheckpointMs, " to ", kMaxCheckpointMs, " ms"));
  }
  return interval;
}

}  // namespace

WatchReactor* WatchReactor::Start(const Runtime& runtime, WatchWaker& waker,
                                  WatchRegistry& open_watches,
                                  const grpc::CallbackServerContext& context,
                                  const v1::WatchChangesRequest& request) {
  auto* reactor = new WatchReactor(runtime, waker, open_watches, context, request);
  const absl::Status entered = reactor->Enter();
  if (entered.ok()) {
    reactor->Schedule();
  } else {
    reactor->End(entered);
  }
  return reactor;
}

WatchReactor::WatchReactor(const Runtime& runtime, WatchWaker& waker, WatchRegistry& open_watches,
                           const grpc::CallbackServerContext& context,
                           const v1::WatchChangesRequest& request)
    : runtime_(runtime),
      store_(runtime.store),
      executor_(runtime.executor),
      waker_(waker),
      open_watches_(open_watches),
      id_(waker.NewId()),
      request_(request),
      drain_(std::make_shared<DrainWake>(waker, id_)),
      call_(runtime, "WatchChanges", context) {}

absl::Status WatchReactor::Enter() {
  if (absl::Status allowed = call_.Authorize(request_); !allowed.ok()) return allowed;
  if (absl::Status status = open_watches_.Enter(id_); !status.ok()) return status;
  const absl::Status entered = entry_.Enter(runtime_, call_.principal());
  if (entered.ok()) {
    runtime_.streams.Listen(drain_);
  } else {
    open_watches_.Leave(id_);
  }
  return entered;
}

bool WatchReactor::MustEnd() const {
  return cancelled_.load(std::memory_order_relaxed) || drain_->time_left().has_value();
}

void WatchReactor::Schedule() {
  if (executor_.Post([this] { Step(); })) return;
  End(Draining());
}

bool WatchReactor::Begin() {
  const auto interval = CheckpointInterval(request_);
  if (!interval.ok()) {
    End(interval.status());
    return false;
  }
  checkpoint_interval_ = *interval;
  auto cursor = query::ChangeCursor::Create(store_, request_);
  if (!cursor.ok()) {
    End(cursor.status());
    return false;
  }
  cursor_ = *std::move(cursor);
  return true;
}

void WatchReactor::Step() {
  if (cancelled_.load(std::memory_order_relaxed)) return End(Cancelled());
  if (cursor_ == nullptr && !Begin()) return;
  if (drain_->time_left() && !cursor_->in_commit()) return Close();
  const auto outcome = cursor_->Next(&message_);
  if (!outcome.ok()) return End(outcome.status());
  open_watches_.Advance(id_, cursor_->through());
  if (*outcome == query::ChangeCursor::Outcome::kMessage) return Write();
  if (absl::Now() >= checkpoint_due_) return SendCheckpoint();
  if (*outcome == query::ChangeCursor::Outcome::kNothing) return Schedule();
  waker_.Sleep(id_, this, cursor_->through(), checkpoint_due_);
}

void WatchReactor::SendCheckpoint() {
  auto checkpoint = cursor_->Checkpoint();
  if (!checkpoint.ok()) return End(checkpoint.status());
  message_ = *std::move(checkpoint);
  Write();
}

void WatchReactor::Close() {
  auto checkpoint = cursor_->Checkpoint();
  if (!checkpoint.ok()) return End(checkpoint.status());
  message_ = *std::move(checkpoint);
  const absl::Duration left = *drain_->time_left();
  message_.mutable_closing_in()->set_seconds(absl::ToInt64Seconds(left));
  is_closing_ = true;
  Write();
}

void WatchReactor::Write() {
  call_.CountMessage(message_.ByteSizeLong());
  checkpoint_due_ = absl::Now() + checkpoint_interval_;
  StartWrite(&message_);
}

void WatchReactor::OnWriteDone(bool ok) {
  if (!ok) return End(Cancelled());
  if (is_closing_) return End(Draining());
  Schedule();
}

void WatchReactor::OnCancel() {
  cancelled_.store(true, std::memory_order_relaxed);
  waker_.Wake(id_);
}

void WatchReactor::OnDone() {
  if (entry_.is_in()) open_watches_.Leave(id_);
  delete this;
}

void WatchReactor::End(const absl::Status& status) { Finish(call_.Finish(status)); }

}  // namespace pledge::rpc
