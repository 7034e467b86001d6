// Load on something that answers asynchronously. Closed: so many operations at a
// time, each begun when one has ended. Open: operations begin at a fixed rate,
// and a latency counts from the moment at which the operation was meant to
// begin, so that a server that stalls cannot hide it by making the load wait.
#ifndef PLEDGE_TESTS_BENCH_LOAD_H_
#define PLEDGE_TESTS_BENCH_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <functional>

#include "absl/time/time.h"
#include "tests/bench/histogram.h"

namespace pledge::bench {

// An operation has ended: what it gave, in bytes and in units (messages,
// documents). Called once, from any thread.
struct Ended {
  bool ok = false;
  int64_t units = 1;
  int64_t bytes = 0;
};
using Done = std::function<void(Ended)>;
// Begins operation `number` (0 …); does not block. `slot` is below the number of
// operations at a time, and no other operation has it meanwhile.
using Start = std::function<void(int slot, int64_t number, Done done)>;

struct LoadResult {
  int64_t units = 0;
  int64_t bytes = 0;
  int64_t failed = 0;  // operations; they count in nothing else
  double seconds = 0;
  Histogram latency;
};

LoadResult RunClosed(int at_a_time, absl::Duration duration, const Start& start);

// `rate` is operations a second. Beyond `most_at_a_time` an operation begins late,
// and its latency says so.
LoadResult RunOpen(double rate, int most_at_a_time, absl::Duration duration, const Start& start);

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_LOAD_H_
