// The HTTP admin port: /livez and /readyz for probes that speak no gRPC.
// Thread-safe.
#ifndef PLEDGE_SERVICE_SERVER_ADMIN_HTTP_H_
#define PLEDGE_SERVICE_SERVER_ADMIN_HTTP_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace pledge::server {

// What a probe is told.
struct Probe {
  bool ok = false;
  std::string text;  // one line
};

class AdminHttp {
 public:
  using ProbeFunction = std::function<Probe()>;

  // Listens on `address` (HOST:PORT) until destroyed. The probes run on HTTP
  // threads and must be quick. UNAVAILABLE when the port cannot be had.
  static absl::StatusOr<std::unique_ptr<AdminHttp>> Start(const std::string& address,
                                                          ProbeFunction live, ProbeFunction ready);

  virtual ~AdminHttp() = default;
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_ADMIN_HTTP_H_
