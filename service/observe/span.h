// One call as a span of a trace, and who takes spans that are over.
#ifndef PLEDGE_SERVICE_OBSERVE_SPAN_H_
#define PLEDGE_SERVICE_OBSERVE_SPAN_H_

#include <string>

#include "absl/time/time.h"
#include "service/base/trace_context.h"

namespace pledge::observe {

struct Span {
  TraceContext context;   // the span's own id
  std::string parent_id;  // 16 hexadecimal digits; empty: the trace begins here
  std::string method;     // "package.Service/Method"
  absl::Time begin;
  absl::Time end;
  int code = 0;  // of gRPC
};

// Thread-safe.
class SpanSink {
 public:
  virtual ~SpanSink() = default;
  // Whether a trace that begins here is to be kept.
  virtual bool Samples() = 0;
  // Never blocks; a span that cannot be taken is lost, and counted.
  virtual void Take(Span span) = 0;
};

}  // namespace pledge::observe

#endif  // PLEDGE_SERVICE_OBSERVE_SPAN_H_
