// Who calls. Thread-safe: pure functions over constants.
#ifndef PLEDGE_SERVICE_RPC_PRINCIPAL_H_
#define PLEDGE_SERVICE_RPC_PRINCIPAL_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grpcpp/server_context.h"

namespace pledge::rpc {

inline constexpr char kAnonymous[] = "anonymous";

// Whose word about a caller is believed beside a certificate of his own.
struct PrincipalSource {
  // Header that a mesh sets, in lower case; empty: none.
  std::string header;
  // Who may set it, as principals of client certificates. Empty: whoever comes in
  // clear text, which must then be the mesh's sidecar alone.
  std::vector<std::string> proxies;
};

// "spiffe://…" or "cn:NAME" of the client certificate; what the header says when
// its sender is believed; "unix" on a unix socket; else "anonymous".
std::string PrincipalOf(const PrincipalSource& source, const grpc::CallbackServerContext& context);

// What one value of the header says: of x-forwarded-client-cert the URI of its
// last element, of any other the whole value. Nullopt when it says nothing that
// can be used. Exposed for tests.
std::optional<std::string> ReadPrincipalHeader(std::string_view header, std::string_view value);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_PRINCIPAL_H_
