#include "tests/bench/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

namespace pledge::bench {
namespace {

constexpr int kPrecisionBits = 5;
constexpr int64_t kSteps = int64_t{1} << kPrecisionBits;  // buckets between two powers of two

// Values below kSteps have buckets of their own.
size_t BucketOf(int64_t value) {
  if (value < kSteps) return static_cast<size_t>(value);
  const int shift = std::bit_width(static_cast<uint64_t>(value)) - 1 - kPrecisionBits;
  return static_cast<size_t>((shift + 1) * kSteps + ((value >> shift) - kSteps));
}

// The highest value of a bucket.
int64_t TopOf(size_t bucket) {
  const auto index = static_cast<int64_t>(bucket);
  if (index < kSteps) return index;
  const int64_t shift = index / kSteps - 1;
  return ((kSteps + index % kSteps + 1) << shift) - 1;
}

}  // namespace

void Histogram::Record(absl::Duration latency) {
  const int64_t value = std::max<int64_t>(0, absl::ToInt64Nanoseconds(latency));
  const size_t bucket = BucketOf(value);
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
  ++count_;
  max_ = std::max(max_, value);
}

void Histogram::Add(const Histogram& other) {
  if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
  for (size_t i = 0; i < other.buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

absl::Duration Histogram::Percentile(double percent) const {
  const auto rank = static_cast<int64_t>(std::ceil(percent / 100 * static_cast<double>(count_)));
  int64_t seen = 0;
  for (size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen > 0 && seen >= rank) return absl::Nanoseconds(std::min(TopOf(i), max_));
  }
  return absl::ZeroDuration();
}

}  // namespace pledge::bench
