// Tells systemd how the process stands: one datagram each to the socket that it
// names in the environment (sd_notify(3)). Does nothing where there is none.
// Thread-safe but for Beat, which one thread calls.
#ifndef PLEDGE_SERVICE_SERVER_SERVICE_MANAGER_H_
#define PLEDGE_SERVICE_SERVER_SERVICE_MANAGER_H_

#include <string>

#include "absl/time/time.h"

namespace pledge::server {

class ServiceManager {
 public:
  // Reads NOTIFY_SOCKET and WATCHDOG_USEC.
  ServiceManager();

  void SayReady() const { Send("READY=1\nSTATUS=serving"); }
  void SayStopping() const { Send("STOPPING=1\nSTATUS=draining"); }
  // Says that the process is alive, as often as the manager wants to hear it; to be
  // called several times a second.
  void Beat();

 private:
  // A manager that does not listen is no trouble of ours.
  void Send(const std::string& state) const;

  const std::string socket_;       // empty: none
  const absl::Duration watchdog_;  // zero: nobody waits for a beat
  absl::Time beat_due_ = absl::InfinitePast();
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_SERVICE_MANAGER_H_
