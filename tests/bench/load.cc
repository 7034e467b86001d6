#include "tests/bench/load.h"

#include <atomic>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"

namespace pledge::bench {
namespace {

// What the operations of one slot gave; padded, for neighbours run on other threads.
struct alignas(64) Tally {
  int64_t units = 0;
  int64_t bytes = 0;
  int64_t failed = 0;
  Histogram latency;

  void Take(const Ended& ended, absl::Duration took) {
    if (!ended.ok) {
      ++failed;
      return;
    }
    units += ended.units;
    bytes += ended.bytes;
    latency.Record(took);
  }
};

LoadResult Sum(const std::vector<Tally>& tallies, absl::Duration took) {
  LoadResult result;
  for (const Tally& tally : tallies) {
    result.units += tally.units;
    result.bytes += tally.bytes;
    result.failed += tally.failed;
    result.latency.Add(tally.latency);
  }
  result.seconds = absl::ToDoubleSeconds(took);
  return result;
}

class ClosedLoop {
 public:
  ClosedLoop(int at_a_time, absl::Duration duration, const Start& start)
      : start_(start), tallies_(at_a_time), running_(at_a_time), end_(absl::Now() + duration) {}

  LoadResult Run() {
    const absl::Time begin = absl::Now();
    for (size_t slot = 0; slot < tallies_.size(); ++slot) Next(static_cast<int>(slot));
    running_.Wait();
    return Sum(tallies_, absl::Now() - begin);
  }

 private:
  void Next(int slot) {
    const absl::Time begin = absl::Now();
    start_(slot, next_.fetch_add(1, std::memory_order_relaxed), [this, slot, begin](Ended ended) {
      const absl::Time now = absl::Now();
      tallies_[slot].Take(ended, now - begin);
      if (now < end_) {
        Next(slot);
      } else {
        running_.DecrementCount();
      }
    });
  }

  const Start& start_;
  std::vector<Tally> tallies_;
  std::atomic<int64_t> next_{0};
  absl::BlockingCounter running_;
  const absl::Time end_;
};

class OpenLoop {
 public:
  OpenLoop(double rate, int most_at_a_time, const Start& start)
      : interval_(absl::Seconds(1) / rate), start_(start), tallies_(most_at_a_time) {
    for (int slot = 0; slot < most_at_a_time; ++slot) free_.push_back(slot);
  }

  LoadResult Run(absl::Duration duration) {
    const absl::Time begin = absl::Now();
    int64_t number = 0;
    for (absl::Time intended = begin; intended < begin + duration; intended += interval_) {
      absl::SleepFor(intended - absl::Now());
      Begin(TakeSlot(), number++, intended);
    }
    absl::MutexLock lock(&mutex_);
    const auto is_idle = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return free_.size() == tallies_.size();
    };
    mutex_.Await(absl::Condition(&is_idle));
    return Sum(tallies_, absl::Now() - begin);
  }

 private:
  int TakeSlot() {
    absl::MutexLock lock(&mutex_);
    const auto has_free = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !free_.empty(); };
    mutex_.Await(absl::Condition(&has_free));
    const int slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void Begin(int slot, int64_t number, absl::Time intended) {
    start_(slot, number, [this, slot, intended](Ended ended) {
      tallies_[slot].Take(ended, absl::Now() - intended);
      absl::MutexLock lock(&mutex_);
      free_.push_back(slot);
    });
  }

  const absl::Duration interval_;
  const Start& start_;
  std::vector<Tally> tallies_;  // each guarded by having its slot
  absl::Mutex mutex_;
  std::vector<int> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

LoadResult RunClosed(int at_a_time, absl::Duration duration, const Start& start) {
  return ClosedLoop(at_a_time, duration, start).Run();
}

LoadResult RunOpen(double rate, int most_at_a_time, absl::Duration duration, const Start& start) {
  return OpenLoop(rate, most_at_a_time, start).Run(duration);
}

}  // namespace pledge::bench
