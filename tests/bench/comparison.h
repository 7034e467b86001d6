// Works that run against each other, such as a call of Pledge and the bare echo
// that is its ceiling: each once a round, so that a busy neighbour on the machine
// meets all of them alike, and a ratio for each round. Not thread-safe.
#ifndef PLEDGE_TESTS_BENCH_COMPARISON_H_
#define PLEDGE_TESTS_BENCH_COMPARISON_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/bench/histogram.h"

namespace pledge::bench {

// One run of one side.
struct Sample {
  double operations = 0;
  double bytes = 0;
  double seconds = 0;
  double server_cpu_seconds = 0;
  double client_cpu_seconds = 0;  // 0 where both are one process
  Histogram latency;              // may be empty
};

struct Side {
  std::string name;
  std::function<Sample()> run;
  double at_least =
      0;  // what Pledge's rate must be as a multiple of this side's; 0: no such number
};

enum class Rate { kOperations, kBytes };

struct Comparison {
  std::string name;
  std::string operation;  // what is counted, one word: "call", "letter"
  Rate rate = Rate::kOperations;
  std::vector<Side> sides;  // the first is Pledge's
};

struct Spread {
  double median = 0;
  double min = 0;
  double max = 0;
};

struct SideResult {
  std::string name;
  double at_least = 0;
  Spread rate;           // operations, or 10^6 bytes, a second
  Spread ratio;          // Pledge's rate to this one, round by round
  Spread server_cpu_us;  // an operation
  Spread client_cpu_us;
  double p50_us = 0;  // of all rounds together
  double p99_us = 0;
};

struct ComparisonResult {
  std::string name;
  std::string operation;
  Rate rate = Rate::kOperations;
  std::vector<SideResult> sides;
};

// One round to warm up, then `rounds` (at least 1) that count.
ComparisonResult Compare(const Comparison& comparison, int rounds);

void Print(const ComparisonResult& result);

// A figure that stands for itself.
struct Figure {
  std::string name;
  std::string unit;
  double value = 0;
};
// A curve: points (x, y) with the names of the axes.
struct Curve {
  std::string name;
  std::string x_name;
  std::string y_name;
  std::vector<std::pair<double, double>> points;
};

struct Report {
  std::string benchmark;
  int rounds = 0;
  std::vector<ComparisonResult> comparisons;
  std::vector<Figure> figures;
  std::vector<Curve> curves;
};

// Writes the report as JSON; dies when it cannot. Nothing for an empty name.
void WriteReport(const std::string& file, const Report& report);

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_COMPARISON_H_
