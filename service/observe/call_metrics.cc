#include "service/observe/call_metrics.h"

#include <array>
#include <atomic>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pledge::observe {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerInterceptorFactoryInterface;
using grpc::experimental::ServerRpcInfo;
using prometheus::Counter;
using prometheus::Histogram;
using prometheus::Labels;
using Clock = std::chrono::steady_clock;

constexpr const char* kCodes[] = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};
constexpr size_t kCodeCount = std::size(kCodes);
constexpr size_t kUnknownCode = 2;

// Unary calls take a millisecond or so; a stream lasts as long as it is read.
const Histogram::BucketBoundaries kSeconds = {5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2,
                                              0.1,  0.25, 0.5,    1,    2.5,  10,     60};

const char* TypeName(const MethodDescriptor& method) {
  if (method.client_streaming()) {
    return method.server_streaming() ? "bidi_stream" : "client_stream";
  }
  return method.server_streaming() ? "server_stream" : "unary";
}

struct Families {
  prometheus::Family<Counter>& started;
  prometheus::Family<Counter>& handled;
  prometheus::Family<Counter>& received;
  prometheus::Family<Counter>& sent;
  prometheus::Family<Histogram>& seconds;
};

Families MakeFamilies(prometheus::Registry& registry) {
  const auto counter = [&](const char* name, const char* help) -> prometheus::Family<Counter>& {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  };
  return {counter("grpc_server_started_total", "Calls begun."),
          counter("grpc_server_handled_total", "Calls ended, by status code."),
          counter("grpc_server_msg_received_total", "Messages received."),
          counter("grpc_server_msg_sent_total", "Messages sent."),
          prometheus::BuildHistogram()
              .Name("grpc_server_handling_seconds")
              .Help("From the begin of a call until its status was sent.")
              .Register(registry)};
}

}  // namespace

class MethodMetrics {
 public:
  MethodMetrics(const Families& families, const MethodDescriptor& method)
      : path_(absl::StrCat("/", method.service()->full_name(), "/", method.name())),
        labels_{{"grpc_service", method.service()->full_name()},
                {"grpc_method", method.name()},
                {"grpc_type", TypeName(method)}},
        started_(families.started.Add(labels_)),
        received_(families.received.Add(labels_)),
        sent_(families.sent.Add(labels_)),
        seconds_(families.seconds.Add(labels_, kSeconds)),
        handled_(families.handled) {
    CountOf(0);  // so that a rate of errors has something to stand over
  }

  const std::string& path() const { return path_; }
  void Begin() { started_.Increment(); }
  void Receive() { received_.Increment(); }
  void Send() { sent_.Increment(); }
  void End(int code, Clock::duration took) {
    const bool is_known = code >= 0 && static_cast<size_t>(code) < kCodeCount;
    CountOf(is_known ? static_cast<size_t>(code) : kUnknownCode).Increment();
    seconds_.Observe(std::chrono::duration<double>(took).count());
  }

 private:
  // The family gives one counter for equal labels, whoever asks first.
  Counter& CountOf(size_t code) {
    Counter* counter = codes_[code].load(std::memory_order_acquire);
    if (counter == nullptr) {
      Labels labels = labels_;
      labels["grpc_code"] = kCodes[code];
      counter = &handled_.Add(labels);
      codes_[code].store(counter, std::memory_order_release);
    }
    return *counter;
  }

  const std::string path_;
  const Labels labels_;
  Counter& started_;
  Counter& received_;
  Counter& sent_;
  Histogram& seconds_;
  prometheus::Family<Counter>& handled_;
  std::array<std::atomic<Counter*>, kCodeCount> codes_{};
};

namespace {

// One call. gRPC owns it.
class CallInterceptor final : public grpc::experimental::Interceptor {
 public:
  explicit CallInterceptor(MethodMetrics& method) : method_(method), begin_(Clock::now()) {
    method_.Begin();
  }

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_MESSAGE) &&
        methods->GetRecvMessage() != nullptr) {  // null at the end of a stream
      method_.Receive();
    }
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_MESSAGE)) {
      method_.Send();
    }
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      method_.End(methods->GetSendStatus().error_code(), Clock::now() - begin_);
    }
    methods->Proceed();
  }

 private:
  MethodMetrics& method_;
  const Clock::time_point begin_;
};

class Factory final : public ServerInterceptorFactoryInterface {
 public:
  explicit Factory(const CallMetrics& calls) : calls_(calls) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(ServerRpcInfo* info) override {
    MethodMetrics* const method = calls_.Find(info->method());
    return method == nullptr ? nullptr : new CallInterceptor(*method);
  }

 private:
  const CallMetrics& calls_;
};

}  // namespace

CallMetrics::CallMetrics(prometheus::Registry& registry,
                         const std::vector<const ServiceDescriptor*>& services) {
  const Families families = MakeFamilies(registry);
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      auto method = std::make_unique<MethodMetrics>(families, *service->method(i));
      const std::string_view path = method->path();
      methods_.emplace(path, std::move(method));
    }
  }
}

CallMetrics::~CallMetrics() = default;

std::unique_ptr<ServerInterceptorFactoryInterface> CallMetrics::NewFactory() {
  return std::make_unique<Factory>(*this);
}

MethodMetrics* CallMetrics::Find(std::string_view path) const {
  const auto found = methods_.find(path);
  return found == methods_.end() ? nullptr : found->second.get();
}

}  // namespace pledge::observe
