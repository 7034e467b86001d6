// Structured log lines: one JSON object a line on standard error. Never holds
// document text. Thread-safe; a line is written with one call.
#ifndef PLEDGE_SERVICE_BASE_LOG_H_
#define PLEDGE_SERVICE_BASE_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace pledge {

// The last is for lines about who did what, which no minimum drops.
enum class LogLevel { kDebug, kInfo, kWarning, kError, kAudit };

// Lines below `level` are dropped. Default: kInfo.
void SetLogLevel(LogLevel level);

struct LogField {
  LogField(std::string_view k, std::string_view v) : key(k), value(std::string(v)) {}
  LogField(std::string_view k, const char* v) : key(k), value(std::string(v)) {}
  LogField(std::string_view k, const std::string& v) : key(k), value(v) {}
  LogField(std::string_view k, int64_t v) : key(k), value(v) {}
  LogField(std::string_view k, int v) : key(k), value(int64_t{v}) {}
  LogField(std::string_view k, uint64_t v) : key(k), value(static_cast<int64_t>(v)) {}
  LogField(std::string_view k, double v) : key(k), value(v) {}

  std::string_view key;
  std::variant<std::string, int64_t, double> value;
};

// Writes {"time":…,"level":…,"event":event, fields…}.
void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

// `text` as the inside of a JSON string: quotes, control characters and bytes
// that are not UTF-8 escaped. Exposed for tests.
std::string JsonEscape(std::string_view text);

}  // namespace pledge

#endif  // PLEDGE_SERVICE_BASE_LOG_H_
