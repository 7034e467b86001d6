// JobService: check, call, convert. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_JOB_SERVICE_H_
#define PLEDGE_SERVICE_RPC_JOB_SERVICE_H_

#include <atomic>

#include "pledge/v1/job_service.grpc.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/watch_waker.h"

namespace pledge::rpc {

class JobService final : public v1::JobService::CallbackService {
 public:
  explicit JobService(Runtime runtime);

  // Lets go of the runner. No call may be open any more.
  void Stop() { waker_.Stop(); }

  grpc::ServerUnaryReactor* GetJob(grpc::CallbackServerContext* context,
                                   const v1::GetJobRequest* request,
                                   v1::GetJobResponse* response) override;
  grpc::ServerUnaryReactor* ListJobs(grpc::CallbackServerContext* context,
                                     const v1::ListJobsRequest* request,
                                     v1::ListJobsResponse* response) override;
  grpc::ServerUnaryReactor* CancelJob(grpc::CallbackServerContext* context,
                                      const v1::CancelJobRequest* request,
                                      v1::CancelJobResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchJobResponse>* WatchJob(
      grpc::CallbackServerContext* context, const v1::WatchJobRequest* request) override;

 private:
  const Runtime runtime_;
  WatchWaker waker_;
  std::atomic<int> open_watches_{0};
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_JOB_SERVICE_H_
