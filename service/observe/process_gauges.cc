#include "service/observe/process_gauges.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "service/observe/gauge_list.h"

namespace pledge::observe {
namespace {

std::string ReadFile(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The value of a line such as "RssAnon:    1234 kB".
std::optional<double> StatusBytes(const std::string& status, absl::string_view key) {
  for (const absl::string_view line : absl::StrSplit(status, '\n')) {
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t:"), absl::SkipEmpty());
    int64_t kibibytes = 0;
    if (words.size() < 2 || words[0] != key || !absl::SimpleAtoi(words[1], &kibibytes)) continue;
    return static_cast<double>(kibibytes) * 1024;
  }
  return std::nullopt;
}

void AddMemory(GaugeList* out) {
  const std::string status = ReadFile("/proc/self/status");
  if (const auto bytes = StatusBytes(status, "VmRSS")) {
    out->Gauge("process_resident_memory_bytes", "Resident memory of the process.", *bytes);
  }
  if (const auto bytes = StatusBytes(status, "RssAnon")) {
    out->Gauge("pledge_process_anonymous_memory_bytes",
               "Resident memory that stands for no file: what the process itself holds.", *bytes);
  }
}

void AddProcessorTime(GaugeList* out) {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  out->Counter("process_cpu_seconds_total", "Processor time in user and system mode.",
               seconds(usage.ru_utime) + seconds(usage.ru_stime));
}

void AddFiles(GaugeList* out) {
  std::error_code error;
  double open_count = 0;
  for (std::filesystem::directory_iterator it("/proc/self/fd", error), end; !error && it != end;
       it.increment(error)) {
    ++open_count;
  }
  if (!error) out->Gauge("process_open_fds", "Open file descriptors.", open_count);
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    out->Gauge("process_max_fds", "File descriptors that the process may open.",
               static_cast<double>(limit.rlim_cur));
  }
}

// Field 22 of /proc/self/stat counts ticks since the machine started.
std::optional<double> StartTime() {
  const std::string stat = ReadFile("/proc/self/stat");
  const size_t name_end = stat.rfind(") ");
  if (name_end == std::string::npos) return std::nullopt;
  const std::vector<std::string> fields = absl::StrSplit(stat.substr(name_end + 2), ' ');
  double ticks = 0;
  if (fields.size() < 20 || !absl::SimpleAtod(fields[19], &ticks)) return std::nullopt;
  for (const absl::string_view line : absl::StrSplit(ReadFile("/proc/stat"), '\n')) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
    double boot = 0;
    if (words.size() == 2 && words[0] == "btime" && absl::SimpleAtod(words[1], &boot)) {
      return boot + ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<prometheus::MetricFamily> ProcessGauges::Collect() const {
  GaugeList out;
  AddMemory(&out);
  AddProcessorTime(&out);
  AddFiles(&out);
  if (const auto time = StartTime()) {
    out.Gauge("process_start_time_seconds", "When the process started, since the epoch.", *time);
  }
  return out.Take();
}

}  // namespace pledge::observe
