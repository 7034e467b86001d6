#include "service/server/admin_http.h"

#include <CivetServer.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace pledge::server {
namespace {

class ProbeHandler : public CivetHandler {
 public:
  explicit ProbeHandler(AdminHttp::ProbeFunction probe) : probe_(std::move(probe)) {}

  bool handleGet(CivetServer*, mg_connection* connection) override {
    const Probe probe = probe_();
    mg_printf(connection,
              "HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\n"
              "Content-Length: %zu\r\nCache-Control: no-store\r\n"
              "Connection: close\r\n\r\n%s\n",
              probe.ok ? "200 OK" : "503 Service Unavailable", probe.text.size() + 1,
              probe.text.c_str());
    return true;
  }

 private:
  const AdminHttp::ProbeFunction probe_;
};

class CivetAdmin : public AdminHttp {
 public:
  CivetAdmin(const std::vector<std::string>& options, ProbeFunction live, ProbeFunction ready)
      : live_(std::move(live)), ready_(std::move(ready)), server_(options) {
    server_.addHandler("/livez", live_);
    server_.addHandler("/readyz", ready_);
  }

 private:
  // The server stops before its handlers go: reverse order.
  ProbeHandler live_;
  ProbeHandler ready_;
  CivetServer server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<AdminHttp>> AdminHttp::Start(const std::string& address,
                                                            ProbeFunction live,
                                                            ProbeFunction ready) {
  const std::vector<std::string> options = {"listening_ports",    address, "num_threads", "2",
                                            "request_timeout_ms", "5000"};
  // The library reports a busy port by an exception.
  try {
    return std::make_unique<CivetAdmin>(options, std::move(live), std::move(ready));
  } catch (const CivetException&) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", address, " for the admin port"));
  }
}

}  // namespace pledge::server
