// The files of a TLS listener, read and proved before anything uses them: a
// certificate that has expired, or a key of another, is found here and not in
// a handshake. Thread-safe: pure functions over files.
#ifndef PLEDGE_SERVICE_SERVER_TLS_FILES_H_
#define PLEDGE_SERVICE_SERVER_TLS_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace pledge::server {

// Where the files lie; all PEM.
struct TlsPaths {
  std::string certificate;  // of the server and those above it; empty: no TLS
  std::string private_key;  // of the certificate, without a passphrase
  std::string client_ca;    // authorities of client certificates; empty: none is asked for
  std::string revoked;      // revocation lists of those authorities; empty: none
  bool requires_client = false;

  bool empty() const { return certificate.empty(); }
  // Those that are named.
  std::vector<std::string> files() const;
};

// What the files hold, proved.
struct TlsMaterial {
  std::string certificate;
  std::string private_key;
  std::string client_ca;
  std::string revoked;
  std::string subject;  // of the certificate, for people
  absl::Time not_after;
};

// Reads all files and proves that the certificate is valid at `now` and belongs to
// the key, that there is an authority in `client_ca`, and that each revocation
// list is signed by one of them. INVALID_ARGUMENT names the file and what is wrong.
absl::StatusOr<TlsMaterial> LoadTls(const TlsPaths& paths, absl::Time now);

// A whole small file. INVALID_ARGUMENT names it when it cannot be read or has
// more than 1 MiB.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path);

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_TLS_FILES_H_
