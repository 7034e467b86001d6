// Certificates and revocation lists of OpenSSL as owned objects. Thread-safe:
// pure functions.
#ifndef PLEDGE_SERVICE_SERVER_X509_H_
#define PLEDGE_SERVICE_SERVER_X509_H_

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace pledge::server {

struct FreeX509 {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_CRL* list) const { X509_CRL_free(list); }
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
  void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};
using Certificate = std::unique_ptr<X509, FreeX509>;
using RevocationList = std::unique_ptr<X509_CRL, FreeX509>;
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeX509>;

// All of that kind in a PEM text, in order; what is of another kind is passed
// over.
std::vector<Certificate> ParseCertificates(std::string_view pem);
std::vector<RevocationList> ParseRevocationLists(std::string_view pem);
// Null when there is none, or when it asks for a passphrase.
PrivateKey ParsePrivateKey(std::string_view pem);

// As "CN = example,O = org".
std::string NameText(const X509_NAME* name);
// InfinitePast for a time that cannot be read.
absl::Time ToTime(const ASN1_TIME* time);

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_X509_H_
