#include "service/server/admin_http.h"

#include <CivetServer.h>

#include <deque>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pledge::server {
namespace {

class PageHandler : public CivetHandler {
 public:
  explicit PageHandler(HttpPage page) : page_(std::move(page)) {}

  bool handleGet(CivetServer*, mg_connection* connection) override {
    const HttpAnswer answer = page_.answer();
    mg_printf(connection,
              "HTTP/1.1 %s\r\nContent-Type: %s\r\n"
              "Content-Length: %zu\r\nCache-Control: no-store\r\n"
              "Connection: close\r\n\r\n",
              answer.ok ? "200 OK" : "503 Service Unavailable", answer.content_type.c_str(),
              answer.text.size());
    mg_write(connection, answer.text.data(), answer.text.size());
    return true;
  }

  const std::string& path() const { return page_.path; }

 private:
  const HttpPage page_;
};

class CivetAdmin : public AdminHttp {
 public:
  CivetAdmin(const std::vector<std::string>& options, std::vector<HttpPage> pages)
      : server_(options) {
    for (HttpPage& page : pages) {
      PageHandler& handler = handlers_.emplace_back(std::move(page));
      // "$" ends the path: what stands below a page is no page.
      server_.addHandler(handler.path() + "$", handler);
    }
  }
  ~CivetAdmin() override { server_.close(); }  // before the handlers go

  int port() const override {
    const std::vector<int> ports = const_cast<CivetServer&>(server_).getListeningPorts();
    return ports.empty() ? 0 : ports.front();
  }

 private:
  std::deque<PageHandler> handlers_;  // does not move its elements
  CivetServer server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<AdminHttp>> AdminHttp::Start(const std::string& address,
                                                            std::vector<HttpPage> pages) {
  const std::vector<std::string> options = {"listening_ports",    address, "num_threads", "2",
                                            "request_timeout_ms", "5000"};
  // The library reports a busy port by an exception.
  try {
    return std::make_unique<CivetAdmin>(options, std::move(pages));
  } catch (const CivetException&) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", address, " for the admin port"));
  }
}

}  // namespace pledge::server
