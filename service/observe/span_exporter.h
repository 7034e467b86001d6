// Sends spans to a collector by OTLP over gRPC: from a bounded queue, in batches,
// on a thread of its own. What does not fit or cannot be sent is lost and
// counted; calls never wait for it. Thread-safe.
#ifndef PLEDGE_SERVICE_OBSERVE_SPAN_EXPORTER_H_
#define PLEDGE_SERVICE_OBSERVE_SPAN_EXPORTER_H_

#include <atomic>
#include <deque>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "prometheus/counter.h"
#include "prometheus/registry.h"
#include "service/observe/span.h"

namespace pledge::observe {

struct SpanExporterOptions {
  std::string endpoint;  // HOST:PORT or unix:PATH, in clear text: a collector beside the server
  double sample_ratio = 0.01;  // of the traces that begin here; callers decide for theirs
  std::string version;         // of the server
};

class SpanExporter final : public SpanSink {
 public:
  // `registry` must outlive it.
  SpanExporter(prometheus::Registry& registry, SpanExporterOptions options);
  // Sends what is waiting, at most for the time of one batch.
  ~SpanExporter() override;

  bool Samples() override;
  void Take(Span span) override;

 private:
  void Run();
  // Waits for a full batch or the end of the interval. False when stopping and
  // nothing is left.
  bool TakeBatch(std::vector<Span>* batch);

  const SpanExporterOptions options_;
  prometheus::Counter& sent_;
  prometheus::Counter& lost_;
  absl::Mutex mutex_;
  std::deque<Span> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace pledge::observe

#endif  // PLEDGE_SERVICE_OBSERVE_SPAN_EXPORTER_H_
