// Everything that is counted about one server, and the text in which Prometheus
// reads it. Made before the server, and outlives it. Thread-safe.
#ifndef PLEDGE_SERVICE_SERVER_OBSERVATION_H_
#define PLEDGE_SERVICE_SERVER_OBSERVATION_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/support/server_interceptor.h"
#include "prometheus/registry.h"
#include "service/observe/call_metrics.h"
#include "service/observe/process_gauges.h"
#include "service/observe/span_exporter.h"
#include "service/observe/work_metrics.h"
#include "service/server/server_gauges.h"

namespace pledge::server {

class Observation {
 public:
  using Interceptors =
      std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>;

  // Watches the analyses of this process from now on: one at a time. Sends spans
  // where `traces` says, unless its endpoint is empty.
  explicit Observation(observe::SpanExporterOptions traces);
  ~Observation();

  observe::WorkMetrics& work() { return work_; }
  // For the builder of one server.
  Interceptors NewInterceptors();
  // Text exposition format 0.0.4 of all figures, and those of `gauges`.
  std::string Text(const ServerGauges& gauges) const;

 private:
  prometheus::Registry registry_;  // first: the others stand in it
  observe::CallMetrics calls_;
  observe::WorkMetrics work_;
  observe::ProcessGauges process_;
  std::unique_ptr<observe::SpanExporter> spans_;  // null: none are sent
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_OBSERVATION_H_
