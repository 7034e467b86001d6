// Tells whether a client certificate was revoked, by the newest lists that were
// given. Thread-safe.
#ifndef PLEDGE_SERVICE_SERVER_REVOCATION_H_
#define PLEDGE_SERVICE_SERVER_REVOCATION_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "service/server/x509.h"

namespace pledge::server {

class Revocation {
 public:
  // Takes PEM authorities and PEM lists instead of those before. Without lists
  // nothing is revoked.
  void Replace(std::string_view authorities_pem, std::string_view lists_pem);

  // `certificate_pem` as the client sent it, `chain_pem` what it sent with it.
  // UNAUTHENTICATED when it was revoked, and also when that cannot be told: no
  // list of its issuer, or one past its next update.
  absl::Status Check(std::string_view certificate_pem, std::string_view chain_pem) const;

 private:
  // Shared with checks that run while the lists are replaced.
  using Store = std::shared_ptr<X509_STORE>;

  mutable absl::Mutex mutex_;
  Store store_ ABSL_GUARDED_BY(mutex_);  // null: nothing is revoked
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_REVOCATION_H_
