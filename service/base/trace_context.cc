#include "service/base/trace_context.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace pledge {
namespace {

// VERSION-TRACE-SPAN-FLAGS
constexpr size_t kTraceAt = 3;
constexpr size_t kTraceSize = 32;
constexpr size_t kSpanAt = kTraceAt + kTraceSize + 1;
constexpr size_t kSpanSize = 16;
constexpr size_t kFlagsAt = kSpanAt + kSpanSize + 1;
constexpr size_t kSize = kFlagsAt + 2;

int HexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return HexValue(c) >= 0; });
}

bool IsZero(std::string_view text) { return text.find_first_not_of('0') == text.npos; }

bool IsId(std::string_view text) { return IsHex(text) && !IsZero(text); }

uint64_t NonZero() {
  thread_local absl::BitGen random;
  return absl::Uniform<uint64_t>(absl::IntervalClosed, random, 1, UINT64_MAX);
}

}  // namespace

std::optional<TraceContext> ParseTraceparent(std::string_view header) {
  if (header.size() < kSize) return std::nullopt;
  const std::string_view version = header.substr(0, 2);
  const std::string_view trace = header.substr(kTraceAt, kTraceSize);
  const std::string_view span = header.substr(kSpanAt, kSpanSize);
  const std::string_view flags = header.substr(kFlagsAt, 2);
  if (header[kTraceAt - 1] != '-' || header[kSpanAt - 1] != '-' || header[kFlagsAt - 1] != '-') {
    return std::nullopt;
  }
  if (!IsHex(version) || version == "ff" || !IsId(trace) || !IsId(span) || !IsHex(flags)) {
    return std::nullopt;
  }
  // A version to come may say more, behind another dash.
  const bool has_more = header.size() > kSize;
  if (has_more && (version == "00" || header[kSize] != '-')) return std::nullopt;
  return TraceContext{std::string(trace), std::string(span), (HexValue(flags[1]) & 1) != 0};
}

std::string FormatTraceparent(const TraceContext& context) {
  return absl::StrCat("00-", context.trace_id, "-", context.span_id,
                      context.is_sampled ? "-01" : "-00");
}

std::string NewTraceId() { return absl::StrFormat("%016x%016x", NonZero(), NonZero()); }

std::string NewSpanId() { return absl::StrFormat("%016x", NonZero()); }

}  // namespace pledge
