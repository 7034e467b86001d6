// Starts gRPC servers with the settings that all of them share: limits,
// keepalive, age of connections, TLS. Not thread-safe.
#ifndef PLEDGE_SERVICE_SERVER_GRPC_FRONT_H_
#define PLEDGE_SERVICE_SERVER_GRPC_FRONT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "service/server/observation.h"
#include "service/server/options.h"
#include "service/server/tls_credentials.h"

namespace pledge::server {

class GrpcFront {
 public:
  // `tls` is null when there is no certificate. All outlive the servers, whose
  // calls are counted in `observation`.
  GrpcFront(const Options& options, const TlsCredentials* tls, Observation& observation)
      : options_(options), tls_(tls), observation_(observation) {}

  // Serves `services` on `addresses`, as ParseListener takes them, and logs each.
  // `what_for` is of the log and of errors. UNAVAILABLE when an address cannot be
  // had. The services outlive the server.
  absl::StatusOr<std::unique_ptr<grpc::Server>> Start(const std::vector<std::string>& addresses,
                                                      const std::vector<grpc::Service*>& services,
                                                      const std::string& what_for) const;

 private:
  void SetLimits(grpc::ServerBuilder* builder) const;

  const Options& options_;
  const TlsCredentials* const tls_;
  Observation& observation_;
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_GRPC_FRONT_H_
