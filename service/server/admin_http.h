// The HTTP admin port, for those who speak no gRPC: /livez and /readyz for
// probes, /metrics for Prometheus. Thread-safe.
#ifndef PLEDGE_SERVICE_SERVER_ADMIN_HTTP_H_
#define PLEDGE_SERVICE_SERVER_ADMIN_HTTP_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace pledge::server {

// What a GET is answered.
struct HttpAnswer {
  bool ok = false;  // 200, else 503
  std::string text;
  std::string content_type = "text/plain; charset=utf-8";
};

struct HttpPage {
  std::string path;  // "/livez"
  // Runs on an HTTP thread; must be quick.
  std::function<HttpAnswer()> answer;
};

class AdminHttp {
 public:
  // Listens on `address` (HOST:PORT) until destroyed; other paths are answered
  // 404. UNAVAILABLE when the port cannot be had.
  static absl::StatusOr<std::unique_ptr<AdminHttp>> Start(const std::string& address,
                                                          std::vector<HttpPage> pages);

  virtual ~AdminHttp() = default;

  // The port, also when `address` left its choice to the system (port 0).
  virtual int port() const = 0;
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_ADMIN_HTTP_H_
