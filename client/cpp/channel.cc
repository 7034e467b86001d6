#include "client/cpp/channel.h"

#include <cstdint>
#include <cstdlib>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "grpc/grpc.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "service_config.h"

namespace pledge::client {
namespace {

// AnalyzeDocument answers with the text, all records and all repairs of a
// document of up to 4 MiB; gRPC's own limit is 4 MiB.
constexpr int kMaxReceiveBytes = 256 << 20;

// gRPC waits up to two minutes between attempts to connect; people do not.
constexpr int kFirstReconnectMs = 100;
constexpr int kLongestReconnectMs = 2000;

std::string NewRequestId() {
  absl::BitGen random;
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
}

std::shared_ptr<grpc::ChannelCredentials> Credentials(const TlsSettings& tls) {
  if (!tls.is_wanted) return grpc::InsecureChannelCredentials();
  return grpc::SslCredentials({tls.ca, tls.private_key, tls.certificate});
}

}  // namespace

std::shared_ptr<grpc::Channel> Connect(const std::string& address, const TlsSettings& tls) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  // StreamIngest and the record streams resume by themselves and are not named.
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestReconnectMs);
  // A proxy set for web pages seldom passes gRPC on; one set for gRPC is meant.
  if (std::getenv("grpc_proxy") == nullptr) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  if (tls.is_wanted && !tls.server_name.empty()) {
    arguments.SetSslTargetNameOverride(tls.server_name);
  }
  return grpc::CreateCustomChannel(address, Credentials(tls), arguments);
}

std::unique_ptr<grpc::ClientContext> MakeContext(std::optional<absl::Duration> timeout) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("x-request-id", NewRequestId());
  if (timeout.has_value()) {
    context->set_deadline(absl::ToChronoTime(absl::Now() + *timeout));
  }
  return context;
}

}  // namespace pledge::client
