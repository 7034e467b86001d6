// The memory of a process over time, looked at by a thread of its own.
#ifndef PLEDGE_TESTS_BENCH_MEMORY_WATCH_H_
#define PLEDGE_TESTS_BENCH_MEMORY_WATCH_H_

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/bench/child_process.h"
#include "tests/bench/comparison.h"

namespace pledge::bench {

class MemoryWatch {
 public:
  // `process` must outlive the watch.
  explicit MemoryWatch(const ChildProcess& process);
  // Ends the watch.
  ~MemoryWatch();

  // Ends the watch. Seconds and MiB of memory that belongs to no file.
  Curve Stop(const std::string& name);

 private:
  void Run();

  const ChildProcess& process_;
  const absl::Time start_ = absl::Now();
  std::atomic<bool> stopped_{false};
  std::vector<std::pair<double, double>> points_;  // the thread's until it has ended
  std::thread thread_;
};

// The highest point, and the medians of the second and of the last quarter: how
// much it grows once it is warm.
struct Growth {
  double peak = 0;
  double early = 0;
  double late = 0;
};
Growth GrowthOf(const Curve& curve);

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_MEMORY_WATCH_H_
