#include "service/server/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"

namespace pledge::server {
namespace {

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

absl::Duration WatchdogInterval() {
  int64_t microseconds = 0;
  const bool is_set = absl::SimpleAtoi(FromEnvironment("WATCHDOG_USEC"), &microseconds);
  return is_set && microseconds > 0 ? absl::Microseconds(microseconds) : absl::ZeroDuration();
}

}  // namespace

ServiceManager::ServiceManager()
    : socket_(FromEnvironment("NOTIFY_SOCKET")), watchdog_(WatchdogInterval()) {}

void ServiceManager::Beat() {
  if (watchdog_ == absl::ZeroDuration() || absl::Now() < beat_due_) return;
  Send("WATCHDOG=1");
  beat_due_ = absl::Now() + watchdog_ / 3;
}

void ServiceManager::Send(const std::string& state) const {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  // A path, or a name that begins with @ and stands in no folder.
  if (socket_.size() < 2 || socket_.size() >= sizeof(address.sun_path)) return;
  std::copy(socket_.begin(), socket_.end(), address.sun_path);
  if (socket_.front() == '@') address.sun_path[0] = '\0';
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  (void)::sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                 reinterpret_cast<const sockaddr*>(&address), size);
  ::close(descriptor);
}

}  // namespace pledge::server
