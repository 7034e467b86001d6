#include "service/server/x509.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <ctime>

namespace pledge::server {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

Bio Reader(std::string_view pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// A key with a passphrase would be asked for at the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

}  // namespace

std::vector<Certificate> ParseCertificates(std::string_view pem) {
  const Bio reader = Reader(pem);
  std::vector<Certificate> out;
  while (X509* certificate = PEM_read_bio_X509(reader.get(), nullptr, NoPassphrase, nullptr)) {
    out.emplace_back(certificate);
  }
  ERR_clear_error();  // the end of the text is one
  return out;
}

std::vector<RevocationList> ParseRevocationLists(std::string_view pem) {
  const Bio reader = Reader(pem);
  std::vector<RevocationList> out;
  while (X509_CRL* list = PEM_read_bio_X509_CRL(reader.get(), nullptr, NoPassphrase, nullptr)) {
    out.emplace_back(list);
  }
  ERR_clear_error();
  return out;
}

PrivateKey ParsePrivateKey(std::string_view pem) {
  PrivateKey key(PEM_read_bio_PrivateKey(Reader(pem).get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  return key;
}

std::string NameText(const X509_NAME* name) {
  const Bio out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

absl::Time ToTime(const ASN1_TIME* time) {
  std::tm parts = {};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfinitePast();
  return absl::FromTM(parts, absl::UTCTimeZone());
}

}  // namespace pledge::server
