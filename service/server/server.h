// The whole server: opens the store, serves the API, drains and closes.
#ifndef PLEDGE_SERVICE_SERVER_SERVER_H_
#define PLEDGE_SERVICE_SERVER_SERVER_H_

#include <functional>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "service/server/options.h"

namespace pledge::server {

class Server {
 public:
  // Opens the store and serves. Fails with a message for people when the store
  // cannot be opened or an address cannot be had. Blocks while the store
  // recovers, and while another replica serves a store in a database: then
  // `should_stop` is asked several times a second, and CANCELLED is returned when
  // it says so.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options,
                                                       std::function<bool()> should_stop);

  virtual ~Server() = default;

  // Turns health to not serving, still takes calls for the time of notice, tells
  // streams to come to an end, finishes what was accepted, cuts what is still open shortly before
  // `grace` is over, and closes the store. Blocks. Call once.
  virtual void Stop(absl::Duration grace) = 0;

  // Reads certificates again soon. Thread-safe, until Stop.
  virtual void ReloadFiles() = 0;

  // The grace that DrainServer asked for; nullopt when it did not. Thread-safe.
  virtual std::optional<absl::Duration> requested_grace() const = 0;

  // True when the store was lost to another replica, or to a database that was
  // away for too long; the process has sent itself a SIGTERM then. Thread-safe.
  virtual bool has_lost_store() const = 0;
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_SERVER_H_
