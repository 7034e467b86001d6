// An address to serve on, and how: in clear text or over TLS. Value type.
#ifndef PLEDGE_SERVICE_SERVER_LISTENER_H_
#define PLEDGE_SERVICE_SERVER_LISTENER_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace pledge::server {

struct Listener {
  std::string address;  // HOST:PORT or unix:PATH, as gRPC takes it
  bool is_tls = false;
};

// Reads HOST:PORT, tls:HOST:PORT, plain:HOST:PORT or unix:PATH. HOST:PORT means
// TLS when the server has a certificate (`has_tls`), so that nobody serves in
// clear text who did not say so; unix: is always clear text. INVALID_ARGUMENT
// says what is wrong, also for tls: without a certificate.
absl::StatusOr<Listener> ParseListener(std::string_view text, bool has_tls);

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_LISTENER_H_
