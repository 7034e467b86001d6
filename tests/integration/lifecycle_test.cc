// The process itself: flags, health, reflection, orderly end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <set>
#include <string>
#include <thread>

#include "grpc/health/v1/health.grpc.pb.h"
#include "pledge/v1/watch_service.grpc.pb.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;
using testing::Letter;

HealthCheckResponse::ServingStatus Health(testing::ServerProcess& server,
                                          const std::string& service) {
  auto stub = grpc::health::v1::Health::NewStub(server.NewChannel());
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  HealthCheckResponse response;
  grpc::ClientContext context;
  testing::SetDeadline(&context);
  return stub->Check(&context, request, &response).ok() ? response.status()
                                                        : HealthCheckResponse::UNKNOWN;
}

TEST(Lifecycle, HealthServesEachService) {
  testing::TempDir dir;
  testing::ServerProcess server(dir.path());
  ASSERT_TRUE(server.Start()) << server.Log();

  for (const char* service :
       {"", "pledge.v1.DocumentService", "pledge.v1.IngestService", "pledge.v1.QueryService"}) {
    EXPECT_EQ(Health(server, service), HealthCheckResponse::SERVING) << service;
  }
}

TEST(Lifecycle, TerminateFinishesWhatWasAcceptedAndExitsZero) {
  testing::TempDir dir;
  testing::ServerProcess server(dir.path(), {"--grace", "10"});
  ASSERT_TRUE(server.Start()) << server.Log();
  auto stub = v1::IngestService::NewStub(server.NewChannel());
  v1::CreateIngestSessionRequest create;
  create.set_parent("collections/c");
  create.set_ingest_session_id("s");
  v1::CreateIngestSessionResponse created;
  ASSERT_TRUE(
      testing::CallUnary(*stub, &v1::IngestService::Stub::CreateIngestSession, create, &created)
          .ok());
  grpc::ClientContext context;
  testing::SetDeadline(&context);
  auto stream = stub->StreamIngest(&context);
  v1::StreamIngestRequest request;
  request.mutable_open()->set_ingest_session("collections/c/ingestSessions/s");
  stream->Write(request);
  v1::StreamIngestResponse response;
  ASSERT_TRUE(stream->Read(&response));
  for (int i = 1; i <= 100; ++i) {
    request.Clear();
    request.mutable_item()->set_sequence(i);
    request.mutable_item()->mutable_content()->set_data(Letter(i));
    stream->Write(request);
  }

  server.Signal(SIGTERM);
  bool draining = false;
  int64_t durable = 0;
  while (stream->Read(&response)) {
    draining |= response.has_draining();
    if (response.has_ack()) durable = response.ack().durable_sequence();
  }
  const grpc::Status status = stream->Finish();

  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(draining);
  EXPECT_EQ(server.Wait(), 0) << server.Log();
  ASSERT_TRUE(server.Start());
  auto after = v1::IngestService::NewStub(server.NewChannel());
  v1::GetIngestSessionRequest get;
  get.set_name("collections/c/ingestSessions/s");
  v1::GetIngestSessionResponse session;
  ASSERT_TRUE(
      testing::CallUnary(*after, &v1::IngestService::Stub::GetIngestSession, get, &session).ok());
  EXPECT_EQ(session.session().durable_sequence(), durable);
}

TEST(Lifecycle, TerminateWithAReaderThatNeverReadsEndsWithinTheGrace) {
  testing::TempDir dir;
  testing::ServerProcess server(dir.path(), {"--grace", "4"});
  ASSERT_TRUE(server.Start()) << server.Log();
  auto documents = v1::DocumentService::NewStub(server.NewChannel());
  for (int i = 1; i <= 20; ++i) {
    v1::CreateDocumentResponse created;
    ASSERT_TRUE(testing::CallUnary(*documents, &v1::DocumentService::Stub::CreateDocument,
                                   testing::CreateRequest("c", "d" + std::to_string(i), Letter(i)),
                                   &created)
                    .ok());
  }
  auto queries = v1::QueryService::NewStub(server.NewChannel());
  grpc::ClientContext context;
  v1::StreamCommitmentsRequest request;
  request.mutable_selector()->add_parents("collections/c");
  request.mutable_options()->set_max_batch(1);
  auto reader = queries->StreamCommitments(&context, request);

  const int exit_code = server.Terminate();

  EXPECT_EQ(exit_code, 0);
  context.TryCancel();
  reader->Finish();
}

TEST(Lifecycle, HealthTurnsFirstAndCallsAreTakenDuringTheNotice) {
  testing::TempDir dir;
  testing::ServerProcess server(dir.path(), {"--grace", "12", "--drain-notice", "4"});
  ASSERT_TRUE(server.Start()) << server.Log();
  const auto channel = server.NewChannel();
  auto health = grpc::health::v1::Health::NewStub(channel);
  grpc::ClientContext watching;
  testing::SetDeadline(&watching);
  grpc::health::v1::HealthCheckRequest request;
  request.set_service("readiness");
  auto watch = health->Watch(&watching, request);
  HealthCheckResponse state;
  ASSERT_TRUE(watch->Read(&state));
  ASSERT_EQ(state.status(), HealthCheckResponse::SERVING);

  server.Signal(SIGTERM);
  ASSERT_TRUE(watch->Read(&state));

  EXPECT_EQ(state.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Health(server, "liveness"), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health(server, ""), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Health(server, "pledge.v1.QueryService"), HealthCheckResponse::NOT_SERVING);
  v1::CreateDocumentResponse created;
  EXPECT_TRUE(testing::CallUnary(*v1::DocumentService::NewStub(channel),
                                 &v1::DocumentService::Stub::CreateDocument,
                                 testing::CreateRequest("c", "d", Letter(1)), &created)
                  .ok());
  watching.TryCancel();
  watch->Finish();
  EXPECT_EQ(server.Wait(), 0) << server.Log();
}

TEST(Lifecycle, ReadinessAndIngestTurnWhenNothingCanBeWritten) {
  testing::TempDir dir;
  testing::ServerProcess server(dir.path(), {"--disk-reserve-mib", "1000000000"});
  ASSERT_TRUE(server.Start()) << server.Log();

  EXPECT_EQ(Health(server, "readiness"), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Health(server, "pledge.v1.IngestService"), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Health(server, "liveness"), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health(server, ""), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health(server, "pledge.v1.QueryService"), HealthCheckResponse::SERVING);
}

// Peers, by address and port, of all calls that the log tells of.
std::set<std::string> PeersIn(const std::string& log) {
  std::set<std::string> out;
  const std::string key = "\"peer\":\"ipv4:";
  for (size_t at = log.find(key); at != std::string::npos; at = log.find(key, at + 1)) {
    out.insert(log.substr(at + key.size(), log.find('"', at + key.size()) - at - key.size()));
  }
  return out;
}

TEST(Lifecycle, ConnectionsEndByAgeAndNoCallIsLost) {
  testing::TempDir dir;
  testing::ServerProcess server(dir.path(),
                                {"--listen", "127.0.0.1:0", "--max-connection-age", "1"});
  ASSERT_TRUE(server.Start()) << server.Log();
  const auto channel = grpc::CreateChannel("127.0.0.1:" + server.ListeningPort("127.0.0.1:0"),
                                           grpc::InsecureChannelCredentials());
  auto watches = v1::WatchService::NewStub(channel);
  v1::WatchChangesRequest request;
  request.set_target(v1::WATCH_TARGET_DOCUMENTS);
  request.mutable_selector()->add_parents("collections/c");
  grpc::ClientContext context;
  testing::SetDeadline(&context, 120);
  auto watch = watches->WatchChanges(&context, request);
  v1::WatchChangesResponse message;
  ASSERT_TRUE(watch->Read(&message));

  auto documents = v1::DocumentService::NewStub(channel);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  int calls = 0;
  while (PeersIn(server.Log()).size() < 3 && std::chrono::steady_clock::now() < end) {
    v1::ListCollectionsResponse listed;
    const grpc::Status status =
        testing::CallUnary(*documents, &v1::DocumentService::Stub::ListCollections,
                           v1::ListCollectionsRequest(), &listed);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ++calls;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  v1::CreateDocumentResponse created;
  ASSERT_TRUE(testing::CallUnary(*documents, &v1::DocumentService::Stub::CreateDocument,
                                 testing::CreateRequest("c", "d", Letter(1)), &created)
                  .ok());

  EXPECT_GE(PeersIn(server.Log()).size(), 3u) << calls;
  bool has_seen = false;
  while (!has_seen && watch->Read(&message)) has_seen = message.changes_size() > 0;
  EXPECT_TRUE(has_seen);
  context.TryCancel();
  watch->Finish();
}

TEST(Lifecycle, ServiceManagerHearsReadyBeatsAndStopping) {
  testing::TempDir dir;
  const std::string path = dir.path() + "/notify";
  const int listener = ::socket(AF_UNIX, SOCK_DGRAM, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  const timeval patience = {30, 0};
  ::setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  const auto hear = [listener] {
    char text[256];
    const ssize_t size = ::recv(listener, text, sizeof(text), 0);
    return std::string(text, size > 0 ? static_cast<size_t>(size) : 0);
  };
  ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  ::setenv("WATCHDOG_USEC", "900000", 1);
  testing::ServerProcess server(dir.path());
  ASSERT_TRUE(server.Start()) << server.Log();
  ::unsetenv("NOTIFY_SOCKET");
  ::unsetenv("WATCHDOG_USEC");

  std::string heard;
  int beats = 0;
  while (beats < 3 || heard.find("READY=1") == std::string::npos) {
    const std::string text = hear();
    ASSERT_FALSE(text.empty());
    beats += text == "WATCHDOG=1" ? 1 : 0;
    heard += text;
  }
  server.Signal(SIGTERM);
  std::string text = hear();
  for (; text == "WATCHDOG=1"; text = hear()) {
  }
  EXPECT_THAT(text, HasSubstr("STOPPING=1"));

  EXPECT_EQ(server.Wait(), 0);
  ::close(listener);
}

TEST(Lifecycle, SecondServerOnOneStoreIsRefused) {
  testing::TempDir dir;
  testing::ServerProcess server(dir.path());
  ASSERT_TRUE(server.Start()) << server.Log();

  const auto second =
      testing::RunCommand(testing::ProgramPath("pledged") + " --listen unix:" + dir.path() +
                          "/other.sock --store rocksdb:" + server.store_dir());

  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.output, HasSubstr("cannot open the store"));
}

TEST(Lifecycle, HelpNamesEveryFlagAndWrongUseExitsTwo) {
  const std::string pledged = testing::ProgramPath("pledged");

  const auto help = testing::RunCommand(pledged + " --help");
  const auto no_store = testing::RunCommand(pledged);
  const auto bad_store = testing::RunCommand(pledged + " --store sqlite:x");
  const auto bad_flag = testing::RunCommand(pledged + " --stroe rocksdb:x");

  EXPECT_EQ(help.exit_code, 0);
  for (const char* flag : {"--listen", "--store", "--admin-listen", "--workers", "--grace",
                           "--log-level", "--version"}) {
    EXPECT_THAT(help.output, HasSubstr(flag));
  }
  EXPECT_EQ(no_store.exit_code, 2);
  EXPECT_THAT(no_store.output, HasSubstr("--store"));
  EXPECT_EQ(bad_store.exit_code, 2);
  EXPECT_EQ(bad_flag.exit_code, 2);
}

TEST(Lifecycle, LogIsJsonLinesWithoutDocumentText) {
  testing::TempDir dir;
  testing::ServerProcess server(dir.path());
  ASSERT_TRUE(server.Start()) << server.Log();
  auto documents = v1::DocumentService::NewStub(server.NewChannel());
  v1::CreateDocumentResponse created;
  ASSERT_TRUE(testing::CallUnary(*documents, &v1::DocumentService::Stub::CreateDocument,
                                 testing::CreateRequest("c", "d", Letter(1)), &created)
                  .ok());
  ASSERT_EQ(server.Terminate(), 0);

  const std::string log = server.Log();

  EXPECT_THAT(log, HasSubstr("\"event\":\"ready\""));
  EXPECT_THAT(log, HasSubstr("\"method\":\"CreateDocument\""));
  EXPECT_THAT(log, HasSubstr("\"event\":\"stopped\""));
  EXPECT_THAT(log, ::testing::Not(HasSubstr("水务")));
}

}  // namespace
}  // namespace pledge
