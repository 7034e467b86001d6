#include "client/cpp/pledgectl/interrupt.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

#include "client/cpp/pledgectl/exit_code.h"

namespace pledge::cli {
namespace {

sigset_t Signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void BlockSignals() {
  const sigset_t set = Signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

Interrupt::Interrupt(std::function<void()> on_first) {
  const sigset_t set = Signals();
  signal_descriptor_ = signalfd(-1, &set, SFD_CLOEXEC);
  end_descriptor_ = eventfd(0, EFD_CLOEXEC);
  thread_ = std::thread([this, on_first = std::move(on_first)] { Watch(on_first); });
}

Interrupt::~Interrupt() {
  const uint64_t one = 1;
  const ssize_t written = write(end_descriptor_, &one, sizeof(one));
  // An eventfd that was never read takes a 1 for certain.
  (void)written;
  thread_.join();
  close(signal_descriptor_);
  close(end_descriptor_);
}

void Interrupt::Watch(const std::function<void()>& on_first) const {
  pollfd descriptors[] = {{signal_descriptor_, POLLIN, 0}, {end_descriptor_, POLLIN, 0}};
  for (bool first = true;;) {
    if (poll(descriptors, 2, -1) < 0) continue;
    if (descriptors[1].revents != 0) return;
    signalfd_siginfo info;
    if (read(signal_descriptor_, &info, sizeof(info)) != sizeof(info)) continue;
    if (!first) _exit(kExitInterrupted);
    first = false;
    on_first();
  }
}

}  // namespace pledge::cli
