#include "service/server/tls_files.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/server/x509.h"

namespace pledge::server {
namespace {

constexpr size_t kMaxFileBytes = size_t{1} << 20;

absl::Status Wrong(const std::string& path, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": ", absl::string_view(what.data(), what.size())));
}

std::string Day(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

absl::Status CheckCertificate(const TlsPaths& paths, absl::Time now, TlsMaterial* material) {
  const std::vector<Certificate> chain = ParseCertificates(material->certificate);
  if (chain.empty()) return Wrong(paths.certificate, "holds no PEM certificate");
  const PrivateKey key = ParsePrivateKey(material->private_key);
  if (key == nullptr) {
    return Wrong(paths.private_key, "holds no PEM private key that is read without a passphrase");
  }
  const X509* leaf = chain.front().get();
  if (X509_check_private_key(leaf, key.get()) != 1) {
    return Wrong(paths.private_key,
                 absl::StrCat("does not belong to the certificate in ", paths.certificate));
  }
  material->subject = NameText(X509_get_subject_name(leaf));
  material->not_after = ToTime(X509_get0_notAfter(leaf));
  if (material->not_after <= now) {
    return Wrong(paths.certificate,
                 absl::StrCat("the certificate expired at ", Day(material->not_after)));
  }
  const absl::Time begin = ToTime(X509_get0_notBefore(leaf));
  if (begin > now) {
    return Wrong(paths.certificate,
                 absl::StrCat("the certificate is valid only from ", Day(begin)));
  }
  return absl::OkStatus();
}

// Whether one of the authorities signed the list.
bool IsSigned(X509_CRL* list, const std::vector<Certificate>& authorities) {
  for (const Certificate& authority : authorities) {
    if (X509_NAME_cmp(X509_get_subject_name(authority.get()), X509_CRL_get_issuer(list)) == 0 &&
        X509_CRL_verify(list, X509_get0_pubkey(authority.get())) == 1) {
      return true;
    }
  }
  return false;
}

absl::Status CheckClients(const TlsPaths& paths, const TlsMaterial& material) {
  if (paths.client_ca.empty()) return absl::OkStatus();
  const std::vector<Certificate> authorities = ParseCertificates(material.client_ca);
  if (authorities.empty()) return Wrong(paths.client_ca, "holds no PEM certificate");
  if (paths.revoked.empty()) return absl::OkStatus();
  const std::vector<RevocationList> lists = ParseRevocationLists(material.revoked);
  if (lists.empty()) return Wrong(paths.revoked, "holds no PEM revocation list");
  for (const RevocationList& list : lists) {
    if (IsSigned(list.get(), authorities)) continue;
    return Wrong(paths.revoked,
                 absl::StrCat("the list of ", NameText(X509_CRL_get_issuer(list.get())),
                              " is signed by no authority in ", paths.client_ca));
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> TlsPaths::files() const {
  std::vector<std::string> out;
  for (const std::string& path : {certificate, private_key, client_ca, revoked}) {
    if (!path.empty()) out.push_back(path);
  }
  return out;
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxFileBytes + 1, '\0');
  if (!file.is_open() ||
      (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && file.bad())) {
    return Wrong(path, absl::StrCat("cannot be read: ", std::strerror(errno)));
  }
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kMaxFileBytes) return Wrong(path, "has more than 1 MiB");
  return text;
}

absl::StatusOr<TlsMaterial> LoadTls(const TlsPaths& paths, absl::Time now) {
  TlsMaterial out;
  const std::pair<const std::string*, std::string*> files[] = {
      {&paths.certificate, &out.certificate},
      {&paths.private_key, &out.private_key},
      {&paths.client_ca, &out.client_ca},
      {&paths.revoked, &out.revoked}};
  for (const auto& [path, text] : files) {
    if (path->empty()) continue;
    auto read = ReadSmallFile(*path);
    if (!read.ok()) return read.status();
    *text = *std::move(read);
  }
  if (absl::Status checked = CheckCertificate(paths, now, &out); !checked.ok()) return checked;
  if (absl::Status checked = CheckClients(paths, out); !checked.ok()) return checked;
  return out;
}

}  // namespace pledge::server
