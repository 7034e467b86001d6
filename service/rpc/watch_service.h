// WatchService: check, call, convert. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_WATCH_SERVICE_H_
#define PLEDGE_SERVICE_RPC_WATCH_SERVICE_H_

#include "pledge/v1/watch_service.grpc.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/watch_registry.h"
#include "service/rpc/watch_waker.h"

namespace pledge::rpc {

class WatchService final : public v1::WatchService::CallbackService {
 public:
  explicit WatchService(Runtime runtime) : runtime_(runtime), waker_(runtime.store) {}

  // Lets go of the store. No call may be open any more.
  void Stop() { waker_.Stop(); }

  const WatchRegistry& open_watches() const { return open_watches_; }

  grpc::ServerWriteReactor<v1::WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context, const v1::WatchChangesRequest* request) override;
  grpc::ServerUnaryReactor* GetWatermarks(grpc::CallbackServerContext* context,
                                          const v1::GetWatermarksRequest* request,
                                          v1::GetWatermarksResponse* response) override;

 private:
  const Runtime runtime_;
  WatchWaker waker_;
  WatchRegistry open_watches_;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_WATCH_SERVICE_H_
