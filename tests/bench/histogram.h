// Latencies in buckets that are 1/32 of their value wide, from a nanosecond to
// an hour. A value type; not thread-safe.
#ifndef PLEDGE_TESTS_BENCH_HISTOGRAM_H_
#define PLEDGE_TESTS_BENCH_HISTOGRAM_H_

#include <cstdint>
#include <vector>

#include "absl/time/time.h"

namespace pledge::bench {

class Histogram {
 public:
  // Negative durations count as zero.
  void Record(absl::Duration latency);
  void Add(const Histogram& other);

  int64_t count() const { return count_; }
  // The latency that `percent` (0 to 100) of all do not exceed, at most 1/32 too
  // high; zero when there are none.
  absl::Duration Percentile(double percent) const;
  absl::Duration Max() const { return absl::Nanoseconds(max_); }

 private:
  std::vector<int64_t> buckets_;  // by index, as long as needed
  int64_t count_ = 0;
  int64_t max_ = 0;  // nanoseconds
};

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_HISTOGRAM_H_
