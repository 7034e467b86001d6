// Counts every call of every service under the names that gRPC servers in other
// languages use, so that dashboards made for those work here. Thread-safe.
#ifndef PLEDGE_SERVICE_OBSERVE_CALL_METRICS_H_
#define PLEDGE_SERVICE_OBSERVE_CALL_METRICS_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "grpcpp/support/server_interceptor.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace pledge::observe {

// The figures of one method.
class MethodMetrics;

class CallMetrics {
 public:
  // For the methods of these services and no others: that bounds the labels.
  // `registry` must outlive it, and it the servers that it counts for.
  CallMetrics(prometheus::Registry& registry,
              const std::vector<const google::protobuf::ServiceDescriptor*>& services);
  ~CallMetrics();

  // For ServerBuilder, one for each server.
  std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> NewFactory();

  // `path`: "/package.Service/Method". Null for a method that is not counted.
  MethodMetrics* Find(std::string_view path) const;

 private:
  std::unordered_map<std::string_view, std::unique_ptr<MethodMetrics>> methods_;
};

}  // namespace pledge::observe

#endif  // PLEDGE_SERVICE_OBSERVE_CALL_METRICS_H_
