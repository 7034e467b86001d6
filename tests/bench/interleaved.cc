#include "tests/bench/interleaved.h"

#include <time.h>

#include <algorithm>
#include <fstream>

#include "absl/strings/str_format.h"

namespace pledge::bench {

double ThreadSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::vector<Timing> TimeInterleaved(const std::vector<Work>& works, int rounds) {
  std::vector<std::vector<double>> seconds(works.size());
  for (int round = -1; round < rounds; ++round) {
    for (size_t i = 0; i < works.size(); ++i) {
      const double start = ThreadSeconds();
      for (int time = 0; time < works[i].times_a_round; ++time) works[i].run();
      const double used = (ThreadSeconds() - start) / works[i].times_a_round;
      if (round >= 0) seconds[i].push_back(used);
    }
  }
  std::vector<Timing> timings;
  for (size_t i = 0; i < works.size(); ++i) {
    std::sort(seconds[i].begin(), seconds[i].end());
    const size_t middle = seconds[i].size() / 2;
    timings.push_back(
        {works[i].name, works[i].bytes, seconds[i][middle], seconds[i].front(), seconds[i].back()});
  }
  return timings;
}

bool WriteJson(const std::string& file, const std::string& benchmark, int rounds,
               const std::vector<Timing>& timings) {
  std::ofstream out(file);
  out << absl::StrFormat("{\"benchmark\": \"%s\", \"rounds\": %d, \"rows\": [", benchmark, rounds);
  const char* separator = "\n";
  for (const Timing& one : timings) {
    out << separator
        << absl::StrFormat(
               "  {\"name\": \"%s\", \"bytes\": %d, \"median_s\": %.9f, \"min_s\": %.9f, "
               "\"max_s\": %.9f, \"mb_per_s\": %.3f, \"ns_per_byte\": %.3f}",
               one.name, one.bytes, one.median_s, one.min_s, one.max_s, one.MegabytesASecond(),
               one.NanosecondsAByte());
    separator = ",\n";
  }
  out << "\n]}\n";
  out.close();
  return !out.fail();
}

}  // namespace pledge::bench
