#include "service/observe/span_exporter.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/escaping.h"
#include "grpcpp/grpcpp.h"
#include "otlp/trace.grpc.pb.h"
#include "service/base/log.h"

namespace pledge::observe {
namespace {

namespace otlp = ::opentelemetry::proto::collector::trace::v1;

// A span takes some 300 bytes here.
constexpr size_t kMaxQueuedSpans = 4096;
constexpr size_t kMaxBatch = 512;
constexpr absl::Duration kInterval = absl::Seconds(1);
constexpr auto kTimeout = std::chrono::seconds(5);
constexpr int kServerKind = 2;
constexpr int kErrorStatus = 2;

prometheus::Counter& SpanCounter(prometheus::Registry& registry, const char* outcome) {
  return prometheus::BuildCounter()
      .Name("pledge_trace_spans_total")
      .Help("Spans that were sent to the collector, or lost.")
      .Register(registry)
      .Add({{"outcome", outcome}});
}

void AddText(std::string_view key, std::string_view value,
             google::protobuf::RepeatedPtrField<otlp::KeyValue>* out) {
  otlp::KeyValue* pair = out->Add();
  pair->set_key(std::string(key));
  pair->mutable_value()->set_string_value(std::string(value));
}

void AddNumber(std::string_view key, int64_t value,
               google::protobuf::RepeatedPtrField<otlp::KeyValue>* out) {
  otlp::KeyValue* pair = out->Add();
  pair->set_key(std::string(key));
  pair->mutable_value()->set_int_value(value);
}

void Convert(const Span& span, otlp::Span* out) {
  out->set_trace_id(absl::HexStringToBytes(span.context.trace_id));
  out->set_span_id(absl::HexStringToBytes(span.context.span_id));
  out->set_parent_span_id(absl::HexStringToBytes(span.parent_id));
  out->set_name(span.method);
  out->set_kind(kServerKind);
  out->set_start_time_unix_nano(static_cast<uint64_t>(absl::ToUnixNanos(span.begin)));
  out->set_end_time_unix_nano(static_cast<uint64_t>(absl::ToUnixNanos(span.end)));
  const size_t slash = span.method.find('/');
  AddText("rpc.system", "grpc", out->mutable_attributes());
  AddText("rpc.service", std::string_view(span.method).substr(0, slash), out->mutable_attributes());
  if (slash != std::string::npos) {
    AddText("rpc.method", std::string_view(span.method).substr(slash + 1),
            out->mutable_attributes());
  }
  AddNumber("rpc.grpc.status_code", span.code, out->mutable_attributes());
  if (span.code != 0) out->mutable_status()->set_code(kErrorStatus);
}

otlp::ExportTraceServiceRequest MakeRequest(const std::vector<Span>& batch,
                                            const std::string& version) {
  otlp::ExportTraceServiceRequest request;
  otlp::ResourceSpans* resource = request.add_resource_spans();
  AddText("service.name", "pledged", resource->mutable_resource()->mutable_attributes());
  AddText("service.version", version, resource->mutable_resource()->mutable_attributes());
  otlp::ScopeSpans* scope = resource->add_scope_spans();
  scope->mutable_scope()->set_name("pledge");
  for (const Span& span : batch) Convert(span, scope->add_spans());
  return request;
}

}  // namespace

SpanExporter::SpanExporter(prometheus::Registry& registry, SpanExporterOptions options)
    : options_(std::move(options)),
      sent_(SpanCounter(registry, "sent")),
      lost_(SpanCounter(registry, "lost")),
      thread_([this] { Run(); }) {}

SpanExporter::~SpanExporter() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

bool SpanExporter::Samples() {
  thread_local absl::InsecureBitGen random;
  return absl::Bernoulli(random, options_.sample_ratio);
}

void SpanExporter::Take(Span span) {
  absl::MutexLock lock(&mutex_);
  if (queue_.size() >= kMaxQueuedSpans) {
    lost_.Increment();
    return;
  }
  queue_.push_back(std::move(span));
}

bool SpanExporter::TakeBatch(std::vector<Span>* batch) {
  const auto is_full = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || queue_.size() >= kMaxBatch;
  };
  batch->clear();
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&is_full), kInterval);
  while (!queue_.empty() && batch->size() < kMaxBatch) {
    batch->push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return !stopping_ || !batch->empty();
}

void SpanExporter::Run() {
  const auto stub = otlp::TraceService::NewStub(
      grpc::CreateChannel(options_.endpoint, grpc::InsecureChannelCredentials()));
  bool has_failed = false;
  std::vector<Span> batch;
  while (TakeBatch(&batch)) {
    if (batch.empty()) continue;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kTimeout);
    otlp::ExportTraceServiceResponse response;
    const grpc::Status status =
        stub->Export(&context, MakeRequest(batch, options_.version), &response);
    const auto rejected = static_cast<double>(response.partial_success().rejected_spans());
    const auto count = static_cast<double>(batch.size());
    sent_.Increment(status.ok() ? count - rejected : 0);
    lost_.Increment(status.ok() ? rejected : count);
    // Once for each time that it begins to fail.
    if (!status.ok() && !has_failed) {
      Log(LogLevel::kWarning, "trace_export_failed",
          {{"endpoint", options_.endpoint}, {"error", status.error_message()}});
    }
    has_failed = !status.ok();
    absl::MutexLock lock(&mutex_);
    if (stopping_ && has_failed) {
      lost_.Increment(static_cast<double>(queue_.size()));
      return;
    }
  }
}

}  // namespace pledge::observe
