// Times several works against each other: each once a round, so that a busy
// neighbour on the machine meets all of them alike. Processor time of the
// calling thread. Not thread-safe.
#ifndef PLEDGE_TESTS_BENCH_INTERLEAVED_H_
#define PLEDGE_TESTS_BENCH_INTERLEAVED_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace pledge::bench {

struct Work {
  std::string name;
  size_t bytes = 0;  // that one run handles
  std::function<void()> run;
  int times_a_round = 1;  // more for works that are too quick for the clock
};

struct Timing {
  std::string name;
  size_t bytes = 0;
  double median_s = 0;  // of one run
  double min_s = 0;
  double max_s = 0;

  // 10^6 bytes a second.
  double MegabytesASecond() const { return static_cast<double>(bytes) / median_s / 1e6; }
  double NanosecondsAByte() const { return median_s / static_cast<double>(bytes) * 1e9; }
};

// Seconds of processor time that this thread has used.
double ThreadSeconds();

// One round to warm up, then `rounds` (at least 1) that count. In the order of `works`.
std::vector<Timing> TimeInterleaved(const std::vector<Work>& works, int rounds);

// {"benchmark": NAME, "rounds": N, "rows": [...]}; false when FILE cannot be written.
bool WriteJson(const std::string& file, const std::string& benchmark, int rounds,
               const std::vector<Timing>& timings);

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_INTERLEAVED_H_
