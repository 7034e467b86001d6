#include "service/rpc/watch_service.h"

#include "service/query/read_point.h"
#include "service/rpc/unary.h"
#include "service/rpc/watch_reactor.h"

namespace pledge::rpc {

grpc::ServerWriteReactor<v1::WatchChangesResponse>* WatchService::WatchChanges(
    grpc::CallbackServerContext* context, const v1::WatchChangesRequest* request) {
  return WatchReactor::Start(runtime_, waker_, open_watches_, *context, *request);
}

grpc::ServerUnaryReactor* WatchService::GetWatermarks(grpc::CallbackServerContext* context,
                                                      const v1::GetWatermarksRequest* request,
                                                      v1::GetWatermarksResponse* response) {
  return RunUnary(runtime_, context, "GetWatermarks", *request, [this, response](const Call&) {
    const storage::RecordStore& store = runtime_.store;
    *response->mutable_head() = query::MakeReadInfo(store, store.Head());
    *response->mutable_oldest() = query::MakeReadInfo(store, store.Oldest());
    return absl::OkStatus();
  });
}

}  // namespace pledge::rpc
