#include "client/cpp/job_stream.h"

#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "client/cpp/backoff.h"
#include "client/cpp/channel.h"
#include "client/cpp/status.h"

namespace pledge::client {
namespace {

constexpr absl::Duration kFirstDelay = absl::Milliseconds(100);
constexpr absl::Duration kLongestDelay = absl::Seconds(5);

}  // namespace

JobStream::JobStream(const std::shared_ptr<grpc::Channel>& channel, std::string name,
                     absl::Duration give_up_after)
    : stub_(v1::JobService::NewStub(channel)),
      name_(std::move(name)),
      give_up_after_(give_up_after) {}

void JobStream::Stop() {
  absl::MutexLock lock(&mutex_);
  is_stopping_ = true;
  if (context_ != nullptr) context_->TryCancel();
}

bool JobStream::ReadOne(const OnJob& on_job, absl::Status* status, bool* got_message) {
  const auto context = MakeContext(std::nullopt);
  {
    absl::MutexLock lock(&mutex_);
    if (is_stopping_) return true;
    context_ = context.get();
  }
  v1::WatchJobRequest request;
  request.set_name(name_);
  const auto stream = stub_->WatchJob(context.get(), request);
  v1::WatchJobResponse message;
  while (stream->Read(&message)) {
    *got_message = true;
    on_job(message.job());
  }
  *status = FromGrpc(stream->Finish());
  absl::MutexLock lock(&mutex_);
  context_ = nullptr;
  if (is_stopping_) *status = absl::OkStatus();
  return is_stopping_ || status->ok();
}

absl::Status JobStream::Run(const OnJob& on_job) {
  Backoff backoff(kFirstDelay, kLongestDelay);
  absl::Time last_message = absl::Now();
  for (;;) {
    absl::Status status;
    bool got_message = false;
    if (ReadOne(on_job, &status, &got_message)) return status;
    if (got_message) {
      last_message = absl::Now();
      backoff.Reset();
    }
    const bool passes = status.code() == absl::StatusCode::kUnavailable;
    if (!passes || absl::Now() - last_message > give_up_after_) return status;
    const absl::Time again = absl::Now() + backoff.Next(DetailsOf(status).retry_delay);
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithDeadline(absl::Condition(&is_stopping_), again);
  }
}

}  // namespace pledge::client
