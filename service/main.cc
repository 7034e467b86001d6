// pledged: reads its flags, serves until a signal comes, stops in order.
#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <optional>
#include <string>

#include "service/base/log.h"
#include "service/server/options.h"
#include "service/server/server.h"

namespace {

constexpr int kFailed = 1;

// Blocks the stop signals in this thread and all threads it starts later, so
// that only WaitForStop gets them.
sigset_t BlockStopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return set;
}

// From now on a SIGINT ends the process at once.
void WaitForStop(const sigset_t& set) {
  int received = 0;
  sigwait(&set, &received);
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  std::optional<int> exit_code;
  const pledge::server::Options options = pledge::server::ParseOptions(argc, argv, &exit_code);
  if (exit_code.has_value()) return *exit_code;
  pledge::SetLogLevel(options.log_level);
  const sigset_t stop_signals = BlockStopSignals();
  auto server = pledge::server::Server::Start(options);
  if (!server.ok()) {
    std::fprintf(stderr, "pledged: %s\n", std::string(server.status().message()).c_str());
    return kFailed;
  }
  WaitForStop(stop_signals);
  (*server)->Stop((*server)->requested_grace().value_or(options.grace));
  return 0;
}
