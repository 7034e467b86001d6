// Reads the trace context of calls, passes it on in their trailers with a span of
// our own, and hands sampled spans to whoever takes them. Thread-safe.
#ifndef PLEDGE_SERVICE_OBSERVE_TRACE_INTERCEPTOR_H_
#define PLEDGE_SERVICE_OBSERVE_TRACE_INTERCEPTOR_H_

#include <memory>

#include "grpcpp/support/server_interceptor.h"
#include "service/observe/span.h"

namespace pledge::observe {

// For ServerBuilder. `sink` may be null: then only calls that come with a context
// are touched. It outlives the server.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> NewTraceFactory(
    SpanSink* sink);

}  // namespace pledge::observe

#endif  // PLEDGE_SERVICE_OBSERVE_TRACE_INTERCEPTOR_H_
