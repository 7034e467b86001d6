// The credentials of all TLS listeners, with files that are read again while
// connections stay: a new handshake takes the newest files that were proved.
// Thread-safe but for Reload, which one thread calls at a time.
#ifndef PLEDGE_SERVICE_SERVER_TLS_CREDENTIALS_H_
#define PLEDGE_SERVICE_SERVER_TLS_CREDENTIALS_H_

#include <atomic>
#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/security/server_credentials.h"
#include "service/server/pem_slot.h"
#include "service/server/revocation.h"
#include "service/server/tls_files.h"

namespace pledge::server {

class TlsCredentials {
 public:
  // INVALID_ARGUMENT names the file and what is wrong with it.
  static absl::StatusOr<std::unique_ptr<TlsCredentials>> Create(const TlsPaths& paths);

  // Reads the files again and takes them into use within two seconds. On an error,
  // which is as for Create, everything stays as it was.
  absl::Status Reload();

  // For any number of listeners of any number of servers. The object must
  // outlive them.
  std::shared_ptr<grpc::ServerCredentials> credentials() const { return credentials_; }

  // When the certificate in use expires.
  absl::Time not_after() const { return absl::FromUnixSeconds(not_after_s_.load()); }

  const TlsPaths& paths() const { return paths_; }

 private:
  explicit TlsCredentials(const TlsPaths& paths) : paths_(paths) {}

  const TlsPaths paths_;
  // Certificate and key are one text: they are never read from two states.
  PemSlot identity_;
  PemSlot client_ca_;
  const std::shared_ptr<Revocation> revocation_ = std::make_shared<Revocation>();
  std::atomic<int64_t> not_after_s_{0};
  std::shared_ptr<grpc::ServerCredentials> credentials_;
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_TLS_CREDENTIALS_H_
