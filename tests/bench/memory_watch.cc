#include "tests/bench/memory_watch.h"

#include <algorithm>

namespace pledge::bench {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(250);

double MedianOf(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

MemoryWatch::MemoryWatch(const ChildProcess& process)
    : process_(process), thread_([this] { Run(); }) {}

MemoryWatch::~MemoryWatch() { Stop(""); }

void MemoryWatch::Run() {
  while (!stopped_.load()) {
    points_.emplace_back(absl::ToDoubleSeconds(absl::Now() - start_),
                         static_cast<double>(process_.AnonymousBytes()) / (1 << 20));
    absl::SleepFor(kInterval);
  }
}

Curve MemoryWatch::Stop(const std::string& name) {
  stopped_.store(true);
  if (thread_.joinable()) thread_.join();
  return {name, "s", "MiB", points_};
}

Growth GrowthOf(const Curve& curve) {
  Growth growth;
  std::vector<double> early;
  std::vector<double> late;
  for (size_t i = 0; i < curve.points.size(); ++i) {
    const double value = curve.points[i].second;
    growth.peak = std::max(growth.peak, value);
    const size_t quarter = i * 4 / curve.points.size();
    if (quarter == 1) early.push_back(value);
    if (quarter == 3) late.push_back(value);
  }
  growth.early = MedianOf(std::move(early));
  growth.late = MedianOf(std::move(late));
  return growth;
}

}  // namespace pledge::bench
