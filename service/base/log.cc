#include "service/base/log.h"

#include <unistd.h>

#include <atomic>
#include <cmath>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace pledge {
namespace {

std::atomic<LogLevel> minimum_level{LogLevel::kInfo};

const char* Name(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
    case LogLevel::kAudit:
      return "audit";
  }
  return "error";
}

// Length of the valid UTF-8 sequence at `at`, or 0.
size_t SequenceSize(std::string_view text, size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  const size_t size = byte < 0x80   ? 1
                      : byte < 0xC2 ? 0
                      : byte < 0xE0 ? 2
                      : byte < 0xF0 ? 3
                      : byte < 0xF5 ? 4
                                    : 0;
  if (size == 0 || at + size > text.size()) return 0;
  for (size_t i = 1; i < size; ++i) {
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) return 0;
  }
  return size;
}

struct ValueWriter {
  std::string* out;
  void operator()(const std::string& text) const {
    absl::StrAppend(out, "\"", JsonEscape(text), "\"");
  }
  void operator()(int64_t number) const { absl::StrAppend(out, number); }
  void operator()(double number) const {
    absl::StrAppend(out, std::isfinite(number) ? number : 0.0);
  }
};

}  // namespace

void SetLogLevel(LogLevel level) { minimum_level.store(level); }

std::string JsonEscape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const size_t size = SequenceSize(text, at);
    if (size == 0) {
      out += "\\ufffd";
    } else if (byte == '"' || byte == '\\') {
      out += '\\';
      out += text[at];
    } else if (byte < 0x20 || byte == 0x7f) {
      absl::StrAppendFormat(&out, "\\u%04x", byte);
    } else {
      out.append(text.substr(at, size));
    }
    at += size == 0 ? 1 : size;
  }
  return out;
}

void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < minimum_level.load(std::memory_order_relaxed)) return;
  std::string line = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone()),
      "\",\"level\":\"", Name(level), "\",\"event\":\"", JsonEscape(event), "\"");
  for (const LogField& field : fields) {
    absl::StrAppend(&line, ",\"", JsonEscape(field.key), "\":");
    std::visit(ValueWriter{&line}, field.value);
  }
  line += "}\n";
  // A log that cannot be written must not stop the service.
  (void)!::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace pledge
