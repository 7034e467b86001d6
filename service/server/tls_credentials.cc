#include "service/server/tls_credentials.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "service/base/log.h"

namespace pledge::server {
namespace {

namespace tls = grpc::experimental;

// How often gRPC looks whether the texts were replaced.
constexpr unsigned int kRefreshSeconds = 1;

std::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

// After the chain was proved by TLS itself: whether it was revoked.
class RevocationVerifier : public tls::ExternalCertificateVerifier {
 public:
  explicit RevocationVerifier(std::shared_ptr<const Revocation> revocation)
      : revocation_(std::move(revocation)) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    const std::string_view certificate = View(request->peer_cert());
    if (certificate.empty()) return true;  // TLS itself refuses that where one is required
    const absl::Status checked =
        revocation_->Check(certificate, View(request->peer_cert_full_chain()));
    if (!checked.ok()) {
      Log(LogLevel::kWarning, "client_certificate_refused",
          {{"subject", std::string(View(request->common_name()))},
           {"error", std::string(checked.message())}});
      *sync_status =
          grpc::Status(grpc::StatusCode::UNAUTHENTICATED, std::string(checked.message()));
    }
    return true;
  }

  void Cancel(tls::TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::shared_ptr<const Revocation> revocation_;
};

grpc_ssl_client_certificate_request_type ClientRequest(const TlsPaths& paths) {
  if (paths.client_ca.empty()) return GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE;
  return paths.requires_client ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                               : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TlsCredentials>> TlsCredentials::Create(const TlsPaths& paths) {
  std::unique_ptr<TlsCredentials> out(new TlsCredentials(paths));
  if (absl::Status loaded = out->Reload(); !loaded.ok()) return loaded;
  const bool has_ca = !paths.client_ca.empty();
  tls::TlsServerCredentialsOptions options(std::make_shared<tls::FileWatcherCertificateProvider>(
      out->identity_.path(), out->identity_.path(), has_ca ? out->client_ca_.path() : "",
      kRefreshSeconds));
  options.watch_identity_key_cert_pairs();
  if (has_ca) options.watch_root_certs();
  options.set_cert_request_type(ClientRequest(paths));
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<RevocationVerifier>(out->revocation_));
  out->credentials_ = tls::TlsServerCredentials(options);
  return out;
}

absl::Status TlsCredentials::Reload() {
  const auto material = LoadTls(paths_, absl::Now());
  if (!material.ok()) return material.status();
  absl::Status placed =
      identity_.Replace(absl::StrCat(material->certificate, "\n", material->private_key));
  if (placed.ok() && !paths_.client_ca.empty()) placed = client_ca_.Replace(material->client_ca);
  if (!placed.ok()) return placed;
  revocation_->Replace(material->client_ca, material->revoked);
  const int64_t not_after_s = absl::ToUnixSeconds(material->not_after);
  if (not_after_s_.exchange(not_after_s) == not_after_s) return absl::OkStatus();
  Log(LogLevel::kInfo, "certificate",
      {{"subject", material->subject},
       {"not_after",
        absl::FormatTime(absl::RFC3339_sec, material->not_after, absl::UTCTimeZone())}});
  return absl::OkStatus();
}

}  // namespace pledge::server
