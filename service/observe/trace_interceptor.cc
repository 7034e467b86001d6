#include "service/observe/trace_interceptor.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "grpcpp/server_context.h"

namespace pledge::observe {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

std::optional<TraceContext> CallerContext(const grpc::ServerContextBase& context) {
  const auto found = context.client_metadata().find(kTraceparent);
  if (found == context.client_metadata().end()) return std::nullopt;
  return ParseTraceparent({found->second.data(), found->second.size()});
}

// One call. gRPC owns it.
class TraceInterceptor final : public grpc::experimental::Interceptor {
 public:
  TraceInterceptor(SpanSink* sink, Span span) : sink_(sink), span_(std::move(span)) {}

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      if (auto* trailers = methods->GetSendTrailingMetadata(); trailers != nullptr) {
        trailers->emplace(kTraceparent, FormatTraceparent(span_.context));
      }
      if (sink_ != nullptr && span_.context.is_sampled) {
        span_.end = absl::Now();
        span_.code = methods->GetSendStatus().error_code();
        sink_->Take(std::move(span_));
      }
    }
    methods->Proceed();
  }

 private:
  SpanSink* const sink_;
  Span span_;
};

class TraceFactory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit TraceFactory(SpanSink* sink) : sink_(sink) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(ServerRpcInfo* info) override {
    std::optional<TraceContext> caller = CallerContext(*info->server_context());
    Span span;
    if (caller) {
      span.parent_id = std::move(caller->span_id);
      span.context = *std::move(caller);
    } else {
      if (sink_ == nullptr || !sink_->Samples()) return nullptr;
      span.context.trace_id = NewTraceId();
      span.context.is_sampled = true;
    }
    span.context.span_id = NewSpanId();
    std::string_view method = info->method();
    if (!method.empty() && method.front() == '/') method.remove_prefix(1);
    span.method = std::string(method);
    span.begin = absl::Now();
    return new TraceInterceptor(sink_, std::move(span));
  }

 private:
  SpanSink* const sink_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> NewTraceFactory(
    SpanSink* sink) {
  return std::make_unique<TraceFactory>(sink);
}

}  // namespace pledge::observe
