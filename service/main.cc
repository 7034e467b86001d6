// pledged: reads its flags, serves until a signal comes, stops in order.
#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "service/base/log.h"
#include "service/server/config_check.h"
#include "service/server/options.h"
#include "service/server/server.h"

namespace {

constexpr int kFailed = 1;

// Blocks the signals that mean something in this thread and all threads it starts later, so
// that only WaitForStop gets them.
sigset_t BlockSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return set;
}

// True when a stop signal has come, which stays for WaitForStop.
bool HasStopSignal() {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
}

// Reads files again at each SIGHUP. When it returns, a SIGINT ends the process at
// once.
void WaitForStop(const sigset_t& set, pledge::server::Server& server) {
  int received = 0;
  while (sigwait(&set, &received) == 0 && received == SIGHUP) server.ReloadFiles();
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
}

int CheckConfig(const pledge::server::Options& options) {
  const std::vector<std::string> faults = pledge::server::FindConfigFaults(options);
  for (const std::string& fault : faults) std::fprintf(stderr, "pledged: %s\n", fault.c_str());
  if (faults.empty()) std::puts("pledged: nothing is wrong");
  return faults.empty() ? 0 : kFailed;
}

}  // namespace

int main(int argc, char** argv) {
  std::optional<int> exit_code;
  const pledge::server::Options options = pledge::server::ParseOptions(argc, argv, &exit_code);
  if (exit_code.has_value()) return *exit_code;
  if (options.only_check) return CheckConfig(options);
  pledge::SetLogLevel(options.log_level);
  const sigset_t signals = BlockSignals();
  auto server = pledge::server::Server::Start(options, HasStopSignal);
  if (absl::IsCancelled(server.status())) return 0;
  if (!server.ok()) {
    std::fprintf(stderr, "pledged: %s\n", std::string(server.status().message()).c_str());
    return kFailed;
  }
  WaitForStop(signals, **server);
  (*server)->Stop((*server)->requested_grace().value_or(options.grace));
  return (*server)->has_lost_store() ? kFailed : 0;
}
