// What all benchmarks with a server can be told, and how they measure it.
#ifndef PLEDGE_TESTS_BENCH_BENCH_OPTIONS_H_
#define PLEDGE_TESTS_BENCH_BENCH_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "tests/bench/child_process.h"
#include "tests/bench/comparison.h"
#include "tests/bench/load.h"

namespace pledge::bench {

struct BenchOptions {
  int rounds = 5;
  double seconds = 1.5;             // of one run
  std::string folder = "/var/tmp";  // on a real disk; the stores go below it
  std::string json_file;
  std::string only;  // one comparison; empty: all
};

void AddOptions(CLI::App* app, BenchOptions* options);

// Whether the comparison is one of those that were asked for.
bool IsWanted(const BenchOptions& options, const std::string& name);

// Runs the load and adds what it cost: `server` in its process, the client in ours.
// Dies when an operation failed.
Sample Measure(const ChildProcess& server, const std::function<LoadResult()>& load);

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_BENCH_OPTIONS_H_
