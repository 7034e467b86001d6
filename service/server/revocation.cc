#include "service/server/revocation.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace pledge::server {

void Revocation::Replace(std::string_view authorities_pem, std::string_view lists_pem) {
  Store store;
  if (!lists_pem.empty()) {
    store = Store(X509_STORE_new(), X509_STORE_free);
    for (const Certificate& authority : ParseCertificates(authorities_pem)) {
      X509_STORE_add_cert(store.get(), authority.get());
    }
    for (const RevocationList& list : ParseRevocationLists(lists_pem)) {
      X509_STORE_add_crl(store.get(), list.get());
    }
    X509_STORE_set_flags(store.get(), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    ERR_clear_error();  // the same one twice is one
  }
  absl::MutexLock lock(&mutex_);
  store_ = std::move(store);
}

absl::Status Revocation::Check(std::string_view certificate_pem, std::string_view chain_pem) const {
  Store store;
  {
    absl::MutexLock lock(&mutex_);
    store = store_;
  }
  if (store == nullptr) return absl::OkStatus();
  const std::vector<Certificate> leaf = ParseCertificates(certificate_pem);
  if (leaf.empty()) return absl::UnauthenticatedError("the client certificate cannot be read");
  const std::vector<Certificate> chain = ParseCertificates(chain_pem);
  const std::unique_ptr<STACK_OF(X509), FreeX509> untrusted(sk_X509_new_null());
  for (const Certificate& certificate : chain) sk_X509_push(untrusted.get(), certificate.get());
  const std::unique_ptr<X509_STORE_CTX, FreeX509> context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), leaf.front().get(), untrusted.get());
  const bool is_good = X509_verify_cert(context.get()) == 1;
  const int error = X509_STORE_CTX_get_error(context.get());
  ERR_clear_error();
  if (is_good) return absl::OkStatus();
  return absl::UnauthenticatedError(
      absl::StrCat("client certificate: ", X509_verify_cert_error_string(error)));
}

}  // namespace pledge::server
