// Following a job to its end. Functions; they block.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_JOB_WAIT_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_JOB_WAIT_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "pledge/v1/job_service.pb.h"

namespace pledge::cli {

// Follows the job with this name until it has ended and gives it back; `seen` gets
// each state on the way. A watch that breaks while the server is away is taken up
// again, for as long as `timeout` allows; without one, for good.
absl::StatusOr<v1::Job> AwaitJob(const std::shared_ptr<grpc::Channel>& channel,
                                 const std::string& name, std::optional<absl::Duration> timeout,
                                 const std::function<void(const v1::Job&)>& seen);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_JOB_WAIT_H_
