#include "tests/bench/bench_options.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace pledge::bench {

void AddOptions(CLI::App* app, BenchOptions* options) {
  app->add_option("--rounds", options->rounds, "interleaved rounds that count")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  app->add_option("--seconds", options->seconds, "length of one run")
      ->capture_default_str()
      ->check(CLI::Range(0.05, 3600.0));
  app->add_option("--dir", options->folder, "where the stores are made; on a real disk")
      ->capture_default_str()
      ->check(CLI::ExistingDirectory);
  app->add_option("--json", options->json_file, "write the figures into this file as well");
  app->add_option("--only", options->only, "one comparison, by the beginning of its name");
}

bool IsWanted(const BenchOptions& options, const std::string& name) {
  return absl::StartsWith(name, options.only);
}

Sample Measure(const ChildProcess& server, const std::function<LoadResult()>& load) {
  const double server_before = server.CpuSeconds();
  const double own_before = OwnCpuSeconds();
  LoadResult result = load();
  if (result.failed > 0) Die(absl::StrCat(result.failed, " operations failed"));
  return {static_cast<double>(result.units),
          static_cast<double>(result.bytes),
          result.seconds,
          server.CpuSeconds() - server_before,
          OwnCpuSeconds() - own_before,
          std::move(result.latency)};
}

}  // namespace pledge::bench
