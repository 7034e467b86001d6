// Connections to a Pledge server and contexts for calls on them. Thread-safe:
// pure functions; channels and stubs are thread-safe themselves.
#ifndef PLEDGE_CLIENT_CPP_CHANNEL_H_
#define PLEDGE_CLIENT_CPP_CHANNEL_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace pledge::client {

// Where a server listens unless it is told otherwise.
inline constexpr char kDefaultServer[] = "127.0.0.1:7420";

// Longest wait of a unary call unless the caller says otherwise.
inline constexpr absl::Duration kDefaultTimeout = absl::Seconds(30);

// How a connection is protected.
struct TlsSettings {
  bool is_wanted = false;   // false: clear text, and nothing below counts
  std::string ca;           // PEM of the authorities that are believed; empty: the system's
  std::string certificate;  // PEM of the client's own; empty: none is shown
  std::string private_key;  // PEM of its key
  std::string server_name;  // that the server's certificate must hold; empty: the address's
};

// `address` is HOST:PORT, unix:PATH or any other target that gRPC knows. The
// connection is made with the first call and remade when it breaks. Reads, and
// writes that may be repeated, are tried up to three times while the server is
// UNAVAILABLE. Settings that cannot be used show as UNAVAILABLE too.
std::shared_ptr<grpc::Channel> Connect(const std::string& address, const TlsSettings& tls = {});

// A context with a request id of its own, which the server repeats in its log
// and in the details of an error. Without `timeout` the call may last for good.
std::unique_ptr<grpc::ClientContext> MakeContext(std::optional<absl::Duration> timeout);

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_CHANNEL_H_
