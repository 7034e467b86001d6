#include "service/server/grpc_front.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "grpcpp/security/server_credentials.h"
#include "service/base/limits.h"
#include "service/base/log.h"
#include "service/server/listener.h"

namespace pledge::server {
namespace {

// A peer that is gone without a word is noticed within 80 s.
constexpr int kKeepaliveTimeMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
// Clients and meshes ping idle connections more often than gRPC's five minutes
// allow; they would be told to calm down and lose their streams.
constexpr int kLeastPingIntervalMs = 10'000;

}  // namespace

void GrpcFront::SetLimits(grpc::ServerBuilder* builder) const {
  builder->SetMaxReceiveMessageSize(static_cast<int>(kMaxMessageBytes));
  builder->SetMaxSendMessageSize(-1);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(kMaxMetadataBytes));
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreamsPerConnection);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                              kLeastPingIntervalMs);
  if (options_.connection_age > absl::ZeroDuration()) {
    builder->AddChannelArgument(
        GRPC_ARG_MAX_CONNECTION_AGE_MS,
        static_cast<int>(absl::ToInt64Milliseconds(options_.connection_age)));
  }
  if (options_.connection_age_grace > absl::ZeroDuration()) {
    builder->AddChannelArgument(
        GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
        static_cast<int>(absl::ToInt64Milliseconds(options_.connection_age_grace)));
  }
  // Two servers on one port would share its calls unseen.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

absl::StatusOr<std::unique_ptr<grpc::Server>> GrpcFront::Start(
    const std::vector<std::string>& addresses, const std::vector<grpc::Service*>& services,
    const std::string& what_for) const {
  grpc::ServerBuilder builder;
  SetLimits(&builder);
  builder.experimental().SetInterceptorCreators(observation_.NewInterceptors());
  std::vector<int> ports(addresses.size(), 0);
  std::vector<Listener> listeners;
  for (size_t i = 0; i < addresses.size(); ++i) {
    auto listener = ParseListener(addresses[i], tls_ != nullptr);
    if (!listener.ok()) return listener.status();
    builder.AddListeningPort(
        listener->address,
        listener->is_tls ? tls_->credentials() : grpc::InsecureServerCredentials(), &ports[i]);
    listeners.push_back(*std::move(listener));
  }
  for (grpc::Service* service : services) builder.RegisterService(service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", absl::StrJoin(addresses, ", "),
                                               " for ", what_for,
                                               ": in use, or not an address of this machine"));
  }
  for (size_t i = 0; i < ports.size(); ++i) {
    Log(LogLevel::kInfo, "listening",
        {{"address", listeners[i].address},
         {"port", ports[i]},
         {"tls", listeners[i].is_tls ? "yes" : "no"},
         {"for", what_for}});
  }
  return server;
}

}  // namespace pledge::server
