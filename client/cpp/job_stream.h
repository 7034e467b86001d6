// Follows one job of the server to its end, through cuts and restarts.
#ifndef PLEDGE_CLIENT_CPP_JOB_STREAM_H_
#define PLEDGE_CLIENT_CPP_JOB_STREAM_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "pledge/v1/job_service.grpc.pb.h"

namespace pledge::client {

class JobStream {
 public:
  // `name` is jobs/{job}. Run gives up when no answer came for `give_up_after`.
  JobStream(const std::shared_ptr<grpc::Channel>& channel, std::string name,
            absl::Duration give_up_after = absl::Minutes(2));

  // Called for each state of the job, the same thread.
  using OnJob = std::function<void(const v1::Job&)>;
  // Blocks until the job has ended or Stop. Connects again after UNAVAILABLE. OK
  // for both; otherwise how the last attempt failed. Call once.
  absl::Status Run(const OnJob& on_job);
  // Makes Run return soon. From any thread.
  void Stop();

 private:
  // One call. True when Run has to return `status`.
  bool ReadOne(const OnJob& on_job, absl::Status* status, bool* got_message);

  const std::unique_ptr<v1::JobService::Stub> stub_;
  const std::string name_;
  const absl::Duration give_up_after_;
  absl::Mutex mutex_;
  bool is_stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;  // of the call that runs
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_JOB_STREAM_H_
