#include "service/server/observation.h"

#include <utility>

#include "google/protobuf/descriptor.h"
#include "grpc/health/v1/health.pb.h"
#include "pledge/v1/admin_service.pb.h"
#include "pledge/v1/document_service.pb.h"
#include "pledge/v1/ingest_service.pb.h"
#include "pledge/v1/job_service.pb.h"
#include "pledge/v1/query_service.pb.h"
#include "pledge/v1/watch_service.pb.h"
#include "prometheus/text_serializer.h"
#include "service/observe/trace_interceptor.h"

namespace pledge::server {
namespace {

using google::protobuf::FileDescriptor;
using google::protobuf::ServiceDescriptor;

std::vector<const ServiceDescriptor*> Services() {
  const FileDescriptor* const files[] = {
      v1::GetServerInfoRequest::descriptor()->file(),
      v1::GetDocumentRequest::descriptor()->file(),
      v1::StreamIngestRequest::descriptor()->file(),
      v1::GetJobRequest::descriptor()->file(),
      v1::StreamSectionsRequest::descriptor()->file(),
      v1::WatchChangesRequest::descriptor()->file(),
      grpc::health::v1::HealthCheckRequest::descriptor()->file()};
  std::vector<const ServiceDescriptor*> services;
  for (const FileDescriptor* file : files) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

// Moves what `source` collects to `families`; a family without values says nothing.
void Append(const prometheus::Collectable& source,
            std::vector<prometheus::MetricFamily>* families) {
  for (prometheus::MetricFamily& family : source.Collect()) {
    if (!family.metric.empty()) families->push_back(std::move(family));
  }
}

}  // namespace

Observation::Observation(observe::SpanExporterOptions traces)
    : calls_(registry_, Services()), work_(registry_) {
  if (!traces.endpoint.empty()) {
    spans_ = std::make_unique<observe::SpanExporter>(registry_, std::move(traces));
  }
  pipeline::ObserveStages(&work_);
}

Observation::~Observation() { pipeline::ObserveStages(nullptr); }

Observation::Interceptors Observation::NewInterceptors() {
  Interceptors interceptors;
  interceptors.push_back(calls_.NewFactory());
  interceptors.push_back(observe::NewTraceFactory(spans_.get()));
  return interceptors;
}

std::string Observation::Text(const ServerGauges& gauges) const {
  std::vector<prometheus::MetricFamily> families;
  Append(gauges, &families);
  Append(process_, &families);
  Append(registry_, &families);
  const prometheus::TextSerializer serializer;
  return static_cast<const prometheus::Serializer&>(serializer).Serialize(families);
}

}  // namespace pledge::server
