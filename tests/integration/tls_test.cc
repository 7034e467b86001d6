// TLS of the real process: who is let in, and files that are replaced while
// streams run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

#include "grpc/health/v1/health.grpc.pb.h"
#include "pledge/v1/admin_service.grpc.pb.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"
#include "tests/integration/test_authority.h"

namespace pledge {
namespace {

using ::testing::HasSubstr;
using testing::Letter;
using testing::ReadText;
using testing::ReplaceText;

constexpr char kServerNames[] = "DNS:localhost,IP:127.0.0.1";
// Longest that a replaced file may take to be in force.
constexpr auto kPatience = std::chrono::seconds(30);

grpc::Status Ask(const std::shared_ptr<grpc::Channel>& channel) {
  v1::GetServerInfoResponse info;
  return testing::CallUnary(*v1::AdminService::NewStub(channel),
                            &v1::AdminService::Stub::GetServerInfo, v1::GetServerInfoRequest(),
                            &info);
}

bool SoonTrue(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

class Tls : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(authority_.Issue("server", kServerNames));
    ASSERT_TRUE(authority_.Issue("reader", "URI:spiffe://test/reader"));
  }

  // Serves TLS on a free port and clear text on a socket.
  bool Start(std::vector<std::string> flags) {
    const std::vector<std::string> serving = {"--listen",   "tls:127.0.0.1:0",
                                              "--tls-cert", authority_.Path("server.pem"),
                                              "--tls-key",  authority_.Path("server.key")};
    flags.insert(flags.begin(), serving.begin(), serving.end());
    server_ = std::make_unique<testing::ServerProcess>(dir_.path(), flags);
    if (!server_->Start()) return false;
    address_ = "127.0.0.1:" + server_->ListeningPort("127.0.0.1:0");
    return true;
  }

  std::shared_ptr<grpc::Channel> Channel(const std::string& name) {
    return authority_.NewChannel(address_, name);
  }

  testing::TempDir dir_;
  testing::TempDir files_;
  testing::TestAuthority authority_{files_.path(), "authority"};
  std::unique_ptr<testing::ServerProcess> server_;
  std::string address_;
};

TEST_F(Tls, ServesTlsBesideClearTextAndNotTheOtherWayRound) {
  ASSERT_TRUE(Start({}));

  EXPECT_TRUE(Ask(Channel("")).ok());
  EXPECT_TRUE(Ask(server_->NewChannel()).ok());
  EXPECT_EQ(Ask(grpc::CreateChannel(address_, grpc::InsecureChannelCredentials())).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Tls, HostAndPortMeanTlsOnceThereIsACertificate) {
  testing::ServerProcess server(
      dir_.path(), {"--listen", "127.0.0.1:0", "--tls-cert", authority_.Path("server.pem"),
                    "--tls-key", authority_.Path("server.key")});
  ASSERT_TRUE(server.Start()) << server.Log();
  const std::string address = "127.0.0.1:" + server.ListeningPort("127.0.0.1:0");

  EXPECT_TRUE(Ask(authority_.NewChannel(address, "")).ok());
  EXPECT_FALSE(Ask(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())).ok());
}

TEST_F(Tls, RefusesClientsWithoutOrWithAWrongCertificateWhenOneIsRequired) {
  testing::TempDir elsewhere;
  testing::TestAuthority other(elsewhere.path(), "other");
  ASSERT_TRUE(other.Issue("reader", "URI:spiffe://test/reader"));
  ASSERT_TRUE(authority_.Issue("late", "URI:spiffe://test/late", -1));
  std::filesystem::copy(other.Path("reader.pem"), authority_.Path("stranger.pem"));
  std::filesystem::copy(other.Path("reader.key"), authority_.Path("stranger.key"));

  ASSERT_TRUE(Start({"--tls-client-ca", authority_.certificate(), "--tls-require-client-cert"}));

  EXPECT_TRUE(Ask(Channel("reader")).ok());
  EXPECT_EQ(Ask(Channel("")).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Ask(Channel("stranger")).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Ask(Channel("late")).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Tls, CertificateIsOptionalUnlessRequiredAndNeverMayBeWrong) {
  testing::TempDir elsewhere;
  testing::TestAuthority other(elsewhere.path(), "other");
  ASSERT_TRUE(other.Issue("stranger", "URI:spiffe://test/reader"));
  std::filesystem::copy(other.Path("stranger.pem"), authority_.Path("stranger.pem"));
  std::filesystem::copy(other.Path("stranger.key"), authority_.Path("stranger.key"));

  ASSERT_TRUE(Start({"--tls-client-ca", authority_.certificate()}));

  EXPECT_TRUE(Ask(Channel("")).ok());
  EXPECT_TRUE(Ask(Channel("reader")).ok());
  EXPECT_FALSE(Ask(Channel("stranger")).ok());
}

TEST_F(Tls, RevokedCertificateIsRefusedAsSoonAsTheListIsReplaced) {
  ASSERT_TRUE(authority_.Issue("other", "URI:spiffe://test/other"));
  ASSERT_TRUE(Start({"--tls-client-ca", authority_.certificate(), "--tls-require-client-cert",
                     "--tls-crl", authority_.revocation_list()}));
  ASSERT_TRUE(Ask(Channel("reader")).ok());

  ASSERT_TRUE(authority_.Revoke("reader"));

  EXPECT_TRUE(SoonTrue([&] { return !Ask(Channel("reader")).ok(); })) << server_->Log();
  EXPECT_TRUE(Ask(Channel("other")).ok());
  EXPECT_THAT(server_->Log(), HasSubstr("certificate revoked"));
}

TEST_F(Tls, CertificatesAreReplacedUnderARunningStream) {
  ASSERT_TRUE(Start({"--tls-client-ca", authority_.certificate(), "--tls-require-client-cert"}));
  auto stub = v1::IngestService::NewStub(Channel("reader"));
  v1::CreateIngestSessionRequest create;
  create.set_parent("collections/c");
  create.set_ingest_session_id("s");
  v1::CreateIngestSessionResponse created;
  ASSERT_TRUE(
      testing::CallUnary(*stub, &v1::IngestService::Stub::CreateIngestSession, create, &created)
          .ok());
  grpc::ClientContext context;
  testing::SetDeadline(&context, 120);
  auto stream = stub->StreamIngest(&context);
  v1::StreamIngestRequest request;
  request.mutable_open()->set_ingest_session("collections/c/ingestSessions/s");
  ASSERT_TRUE(stream->Write(request));
  int next = 0;
  const auto send_one = [&] {
    v1::StreamIngestRequest one;
    one.mutable_item()->set_sequence(++next);
    one.mutable_item()->mutable_content()->set_data(Letter(next));
    return stream->Write(one);
  };
  ASSERT_TRUE(send_one());

  // Another authority altogether gives out the new ones, as after a key ceremony.
  testing::TempDir elsewhere;
  testing::TestAuthority second(elsewhere.path(), "second");
  ASSERT_TRUE(second.Issue("server", kServerNames));
  ASSERT_TRUE(second.Issue("reader", "URI:spiffe://test/reader"));
  const std::string old_authority = ReadText(authority_.certificate());
  ReplaceText(authority_.certificate(), ReadText(second.certificate()));
  // Key and certificate come one after the other: between the two they do not fit.
  ReplaceText(authority_.Path("server.key"), ReadText(second.Path("server.key")));
  ASSERT_TRUE(SoonTrue([&] {
    return server_->Log().find("does not belong to the certificate") != std::string::npos;
  })) << server_->Log();
  ASSERT_TRUE(send_one());
  ReplaceText(authority_.Path("server.pem"), ReadText(second.Path("server.pem")));

  ASSERT_TRUE(SoonTrue([&] { return Ask(second.NewChannel(address_, "reader")).ok(); }))
      << server_->Log();
  ReplaceText(files_.path() + "/old.pem", old_authority);
  EXPECT_FALSE(Ask(authority_.NewChannel(address_, "reader")).ok());
  ASSERT_TRUE(send_one());
  stream->WritesDone();
  v1::StreamIngestResponse response;
  int64_t durable = 0;
  while (stream->Read(&response)) {
    if (response.has_ack()) durable = response.ack().durable_sequence();
  }
  const grpc::Status status = stream->Finish();

  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(durable, 3);
}

TEST_F(Tls, WrongFilesStopTheStartWithAWordAboutEach) {
  ASSERT_TRUE(authority_.Issue("late", kServerNames, -1));
  const std::string pledged = testing::ProgramPath("pledged") +
                              " --store memory: --listen unix:" + dir_.path() +
                              "/x.sock --check-config --tls-cert ";
  const auto file = [this](const char* name) { return authority_.Path(name); };

  const auto gone = testing::RunCommand(pledged + file("no.pem") + " --tls-key " + file("no.key"));
  const auto late =
      testing::RunCommand(pledged + file("late.pem") + " --tls-key " + file("late.key"));
  const auto wrong =
      testing::RunCommand(pledged + file("server.pem") + " --tls-key " + file("reader.key"));
  const auto right =
      testing::RunCommand(pledged + file("server.pem") + " --tls-key " + file("server.key"));

  EXPECT_EQ(gone.exit_code, 1);
  EXPECT_THAT(gone.output, HasSubstr("No such file"));
  EXPECT_EQ(late.exit_code, 1);
  EXPECT_THAT(late.output, HasSubstr("expired at 2020-01-02"));
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.output, HasSubstr("does not belong to the certificate"));
  EXPECT_EQ(right.exit_code, 0) << right.output;
}

TEST_F(Tls, HealthPortAnswersInClearTextAndServesNothingElse) {
  ASSERT_TRUE(Start({"--health-listen", "127.0.0.1:0", "--tls-client-ca", authority_.certificate(),
                     "--tls-require-client-cert"}));
  const auto channel =
      grpc::CreateChannel("127.0.0.1:" + server_->ListeningPort("127.0.0.1:0", "health"),
                          grpc::InsecureChannelCredentials());
  auto stub = grpc::health::v1::Health::NewStub(channel);

  for (const char* service : {"", "liveness", "readiness", "pledge.v1.IngestService"}) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    EXPECT_TRUE(
        testing::CallUnary(*stub, &grpc::health::v1::Health::Stub::Check, request, &response).ok());
    EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING) << service;
  }
  EXPECT_EQ(Ask(channel).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(Tls, PledgectlSpeaksTls) {
  ASSERT_TRUE(Start({"--tls-client-ca", authority_.certificate(), "--tls-require-client-cert"}));
  const std::string pledgectl = testing::ProgramPath("pledgectl") + " info --server " + address_;
  const std::string ca = " --ca " + authority_.certificate();
  const std::string mine =
      " --cert " + authority_.Path("reader.pem") + " --key " + authority_.Path("reader.key");

  EXPECT_EQ(testing::RunCommand(pledgectl + ca + mine).exit_code, 0);
  EXPECT_EQ(
      testing::RunCommand("env PLEDGE_CA=" + authority_.certificate() +
                          " PLEDGE_CLIENT_CERT=" + authority_.Path("reader.pem") +
                          " PLEDGE_CLIENT_KEY=" + authority_.Path("reader.key") + " " + pledgectl)
          .exit_code,
      0);
  EXPECT_NE(testing::RunCommand(pledgectl + ca + " --timeout 5s").exit_code, 0);
  EXPECT_NE(testing::RunCommand(pledgectl + ca + mine + " --server-name elsewhere --timeout 5s")
                .exit_code,
            0);
  EXPECT_EQ(
      testing::RunCommand(pledgectl + ca + " --cert " + authority_.Path("reader.pem")).exit_code,
      2);
}

}  // namespace
}  // namespace pledge
