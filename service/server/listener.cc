#include "service/server/listener.h"

#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace pledge::server {
namespace {

absl::Status Wrong(absl::string_view text, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(text, ": ", absl::string_view(what.data(), what.size())));
}

bool IsHostAndPort(absl::string_view address) {
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  return colon != absl::string_view::npos && colon > 0 &&
         absl::SimpleAtoi(address.substr(colon + 1), &port) && port <= 65535;
}

}  // namespace

absl::StatusOr<Listener> ParseListener(std::string_view text, bool has_tls) {
  absl::string_view address(text.data(), text.size());
  const absl::string_view whole = address;
  if (absl::StartsWith(address, "unix:")) {
    if (address.size() == 5) return Wrong(whole, "unix: needs a path");
    return Listener{std::string(address), false};
  }
  const bool says_tls = absl::ConsumePrefix(&address, "tls:");
  const bool says_plain = !says_tls && absl::ConsumePrefix(&address, "plain:");
  if (!IsHostAndPort(address)) {
    return Wrong(whole, "must be HOST:PORT, tls:HOST:PORT, plain:HOST:PORT or unix:PATH");
  }
  if (says_tls && !has_tls) return Wrong(whole, "tls: needs --tls-cert and --tls-key");
  return Listener{std::string(address), says_tls || (has_tls && !says_plain)};
}

}  // namespace pledge::server
