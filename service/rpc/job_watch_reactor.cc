#include "service/rpc/job_watch_reactor.h"

#include <utility>

#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/query/read_point.h"
#include "service/rpc/job_message.h"

namespace pledge::rpc {
namespace {

absl::Status Cancelled() { return MakeError(ErrorReason::kCancelled, "the caller went away"); }

absl::Status Draining() { return MakeError(ErrorReason::kDraining, "the server is stopping"); }

}  // namespace

JobWatchReactor* JobWatchReactor::Start(const Runtime& runtime, WatchWaker& waker,
                                        std::atomic<int>& open_watches,
                                        const grpc::CallbackServerContext& context,
                                        const v1::WatchJobRequest& request) {
  auto* reactor = new JobWatchReactor(runtime, waker, open_watches, context, request);
  const absl::Status entered = reactor->Enter();
  if (entered.ok()) {
    reactor->Schedule();
  } else {
    reactor->End(entered);
  }
  return reactor;
}

JobWatchReactor::JobWatchReactor(const Runtime& runtime, WatchWaker& waker,
                                 std::atomic<int>& open_watches,
                                 const grpc::CallbackServerContext& context,
                                 const v1::WatchJobRequest& request)
    : runtime_(runtime),
      waker_(waker),
      open_watches_(open_watches),
      id_(waker.NewId()),
      request_(request),
      drain_(std::make_shared<DrainWake>(waker, id_)),
      call_(runtime, "WatchJob", context) {}

absl::Status JobWatchReactor::Enter() {
  if (absl::Status allowed = call_.Authorize(request_); !allowed.ok()) return allowed;
  if (open_watches_.fetch_add(1) >= kMaxOpenJobWatches) {
    open_watches_.fetch_sub(1);
    return MakeError(ErrorReason::kTooManyStreams, "as many watches are open as the server serves");
  }
  const absl::Status entered = entry_.Enter(runtime_, call_.principal());
  if (entered.ok()) {
    runtime_.streams.Listen(drain_);
  } else {
    open_watches_.fetch_sub(1);
  }
  return entered;
}

bool JobWatchReactor::MustEnd() const {
  return cancelled_.load(std::memory_order_relaxed) || drain_->time_left().has_value();
}

void JobWatchReactor::Schedule() {
  if (runtime_.executor.Post([this] { Step(); })) return;
  End(Draining());
}

void JobWatchReactor::Step() {
  if (cancelled_.load(std::memory_order_relaxed)) return End(Cancelled());
  if (has_ended_) return End(absl::OkStatus());
  if (drain_->time_left()) return End(Draining());
  const auto name = ParseJobName("name", request_.name());
  if (!name.ok()) return End(name.status());
  // Before the job is read: what comes later wakes.
  const uint64_t seen = runtime_.jobs.change_count();
  const storage::CommitPoint head = runtime_.store.Head();
  const auto job = runtime_.store.Jobs().GetJob(name->job);
  if (!job.ok()) return End(job.status());
  if (job->commit.number != sent_commit_ || absl::Now() >= heartbeat_due_) {
    return Write(*job, head);
  }
  waker_.Sleep(id_, this, seen, heartbeat_due_);
}

void JobWatchReactor::Write(const storage::StoredJob& job, const storage::CommitPoint& point) {
  auto message = ToApi(job);
  if (!message.ok()) return End(message.status());
  *message_.mutable_job() = *std::move(message);
  *message_.mutable_read_info() = query::MakeReadInfo(runtime_.store, point);
  sent_commit_ = job.commit.number;
  has_ended_ = HasEnded(job.state);
  heartbeat_due_ = absl::Now() + absl::Seconds(kJobHeartbeatSeconds);
  call_.CountMessage(message_.ByteSizeLong());
  StartWrite(&message_);
}

void JobWatchReactor::OnWriteDone(bool ok) {
  if (!ok) return End(Cancelled());
  Schedule();
}

void JobWatchReactor::OnCancel() {
  cancelled_.store(true, std::memory_order_relaxed);
  waker_.Wake(id_);
}

void JobWatchReactor::OnDone() {
  if (entry_.is_in()) open_watches_.fetch_sub(1);
  delete this;
}

void JobWatchReactor::End(const absl::Status& status) { Finish(call_.Finish(status)); }

}  // namespace pledge::rpc
