#include "client/cpp/pledgectl/job_wait.h"

#include "absl/time/clock.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/render_job.h"
#include "client/cpp/status.h"
#include "pledge/v1/job_service.grpc.pb.h"

namespace pledge::cli {
namespace {

// Between a watch that broke and the next one.
constexpr absl::Duration kRetryDelay = absl::Seconds(1);

}  // namespace

absl::StatusOr<v1::Job> AwaitJob(const std::shared_ptr<grpc::Channel>& channel,
                                 const std::string& name, std::optional<absl::Duration> timeout,
                                 const std::function<void(const v1::Job&)>& seen) {
  const auto stub = v1::JobService::NewStub(channel);
  const absl::Time deadline = timeout ? absl::Now() + *timeout : absl::InfiniteFuture();
  v1::WatchJobRequest request;
  request.set_name(name);
  for (;;) {
    const auto context = client::MakeContext(
        timeout ? std::optional<absl::Duration>(deadline - absl::Now()) : std::nullopt);
    const auto stream = stub->WatchJob(context.get(), request);
    v1::WatchJobResponse response;
    std::optional<v1::Job> last;
    while (stream->Read(&response)) {
      last = std::move(*response.mutable_job());
      seen(*last);
    }
    const absl::Status status = client::FromGrpc(stream->Finish());
    if (last && HasEnded(*last)) return *std::move(last);
    if (!status.ok() && !absl::IsUnavailable(status)) return status;
    if (absl::Now() + kRetryDelay >= deadline) {
      return absl::DeadlineExceededError("the job has not ended yet");
    }
    absl::SleepFor(kRetryDelay);
  }
}

}  // namespace pledge::cli
