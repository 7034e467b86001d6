// Runs a unary call on the executor, so that no gRPC thread blocks: check,
// call, convert happen there; Finish comes from whichever thread is last.
#ifndef PLEDGE_SERVICE_RPC_UNARY_H_
#define PLEDGE_SERVICE_RPC_UNARY_H_

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "service/base/error.h"
#include "service/query/read_point.h"
#include "service/rpc/call.h"

namespace pledge::rpc {

// Ends the call. Once, from any thread; request and response live until then.
using UnaryDone = std::function<void(absl::Status)>;

// `work(call, done)` runs on a worker when the caller is allowed what `request`
// asks for. NOT_ALLOWED; SERVER_BUSY when the queue is full.
template <typename Request, typename Work>
grpc::ServerUnaryReactor* RunAsync(const Runtime& runtime, grpc::CallbackServerContext* context,
                                   std::string_view method, const Request& request, Work work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto call = std::make_shared<Call>(runtime, method, *context);
  const UnaryDone done = [reactor, call, &store = runtime.store](absl::Status status) {
    reactor->Finish(call->Finish(query::NameOldest(store, status)));
  };
  const bool posted = runtime.executor.TryPost([call, done, &request, work = std::move(work)] {
    if (absl::Status allowed = call->Authorize(request); !allowed.ok()) return done(allowed);
    work(*call, done);
  });
  if (!posted) {
    done(MakeError(ErrorReason::kServerBusy, "as many calls are waiting as the server takes"));
  }
  return reactor;
}

// `work(call)` runs on a worker, as above, and gives the status of the call.
template <typename Request, typename Work>
grpc::ServerUnaryReactor* RunUnary(const Runtime& runtime, grpc::CallbackServerContext* context,
                                   std::string_view method, const Request& request, Work work) {
  return RunAsync(
      runtime, context, method, request,
      [work = std::move(work)](const Call& call, const UnaryDone& done) { done(work(call)); });
}

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_UNARY_H_
