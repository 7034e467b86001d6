#include "tests/integration/test_authority.h"

#include <cstdio>
#include <fstream>
#include <sstream>

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "tests/integration/server_process.h"

namespace pledge::testing {
namespace {

constexpr char kKey[] = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

}  // namespace

std::string ReadText(const std::string& path) {
  std::ifstream file(path);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

void ReplaceText(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  std::ofstream(beside) << text;
  std::rename(beside.c_str(), path.c_str());
}

TestAuthority::TestAuthority(const std::string& dir, const std::string& name) : dir_(dir) {
  Run(std::string("req -x509 ") + kKey + " -keyout " + Path("ca.key") + " -out " + certificate() +
      " -subj /CN=" + name + " -days 3");
  std::ofstream(Path("index.txt"));
  std::ofstream(Path("serial")) << "01\n";
  std::ofstream(Path("crlnumber")) << "01\n";
  std::ofstream(Path("ca.conf")) << "[ca]\ndefault_ca = one\n[one]\ndatabase = "
                                 << Path("index.txt") << "\nserial = " << Path("serial")
                                 << "\ncrlnumber = " << Path("crlnumber")
                                 << "\nnew_certs_dir = " << dir_
                                 << "\ndefault_md = sha256\ndefault_crl_days = 2\npolicy = any\n"
                                    "unique_subject = no\n[any]\ncommonName = supplied\n";
  Revoke("");
}

bool TestAuthority::Run(const std::string& words) const {
  return RunCommand("openssl " + words).exit_code == 0;
}

bool TestAuthority::Issue(const std::string& name, const std::string& alternative, int days) {
  const std::string extensions = Path(name + ".ext");
  std::ofstream(extensions) << "subjectAltName = " << alternative << "\n";
  const std::string dates =
      days >= 0 ? " -days " + std::to_string(days)
                : std::string(" -startdate 20200101000000Z -enddate 20200102000000Z");
  return Run(std::string("req ") + kKey + " -keyout " + Path(name + ".key") + " -out " +
             Path(name + ".csr") + " -subj /CN=" + name) &&
         Run("ca -batch -notext -config " + Path("ca.conf") + " -cert " + certificate() +
             " -keyfile " + Path("ca.key") + " -in " + Path(name + ".csr") + " -out " +
             Path(name + ".pem") + " -extfile " + extensions + dates);
}

bool TestAuthority::Revoke(const std::string& name) {
  const std::string authority =
      "ca -config " + Path("ca.conf") + " -cert " + certificate() + " -keyfile " + Path("ca.key");
  if (!name.empty() && !Run(authority + " -revoke " + Path(name + ".pem"))) return false;
  const std::string beside = Path("crl.new");
  if (!Run(authority + " -gencrl -out " + beside)) return false;
  return std::rename(beside.c_str(), revocation_list().c_str()) == 0;
}

std::shared_ptr<grpc::Channel> TestAuthority::NewChannel(const std::string& address,
                                                         const std::string& name) const {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ReadText(certificate());
  if (!name.empty()) {
    options.pem_cert_chain = ReadText(Path(name + ".pem"));
    options.pem_private_key = ReadText(Path(name + ".key"));
  }
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetSslTargetNameOverride("localhost");
  return grpc::CreateCustomChannel(address, grpc::SslCredentials(options), arguments);
}

}  // namespace pledge::testing
