// W3C trace context: which trace a call belongs to, as the header `traceparent`
// says. Value types and pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_BASE_TRACE_CONTEXT_H_
#define PLEDGE_SERVICE_BASE_TRACE_CONTEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pledge {

// Key of the header in the metadata of a call.
inline constexpr char kTraceparent[] = "traceparent";

struct TraceContext {
  std::string trace_id;  // 32 hexadecimal digits, lower case, not all 0
  std::string span_id;   // 16 of the same: of the caller's span, or of our own
  bool is_sampled = false;
};

// nullopt for anything that is not as W3C says; a version to come is read as
// version 00.
std::optional<TraceContext> ParseTraceparent(std::string_view header);

// In version 00.
std::string FormatTraceparent(const TraceContext& context);

// Random, not all 0.
std::string NewTraceId();
std::string NewSpanId();

}  // namespace pledge

#endif  // PLEDGE_SERVICE_BASE_TRACE_CONTEXT_H_
