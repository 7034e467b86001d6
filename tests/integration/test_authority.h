// A certificate authority of its own for a test, made with the openssl program:
// gives out certificates and revokes them. Not thread-safe.
#ifndef PLEDGE_TESTS_INTEGRATION_TEST_AUTHORITY_H_
#define PLEDGE_TESTS_INTEGRATION_TEST_AUTHORITY_H_

#include <memory>
#include <string>

#include "grpcpp/channel.h"

namespace pledge::testing {

class TestAuthority {
 public:
  // Keeps its files in `dir`, which exists; `name` is that of the authority.
  TestAuthority(const std::string& dir, const std::string& name);

  // Makes NAME.pem and NAME.key in the folder. `alternative` is a subjectAltName
  // such as "URI:spiffe://a/b"; `days` may be below zero: then it has expired.
  // False when openssl fails.
  bool Issue(const std::string& name, const std::string& alternative, int days = 2);
  // Writes the revocation list, with NAME on it unless it is empty.
  bool Revoke(const std::string& name);

  std::string Path(const std::string& file) const { return dir_ + "/" + file; }
  std::string certificate() const { return Path("ca.pem"); }
  std::string revocation_list() const { return Path("crl.pem"); }

  // A channel that believes this authority and shows the certificate `name`, or
  // none when it is empty.
  std::shared_ptr<grpc::Channel> NewChannel(const std::string& address,
                                            const std::string& name) const;

 private:
  bool Run(const std::string& words) const;

  const std::string dir_;
};

// The file's text; empty when there is none.
std::string ReadText(const std::string& path);
// Writes beside and renames, so that a reader sees the old or the new.
void ReplaceText(const std::string& path, const std::string& text);

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_TEST_AUTHORITY_H_
