// What a policy means beyond the matrix: several names in one request, a policy that
// is replaced, quotas, audit, and where the name of a caller comes from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>

#include "pledge/v1/watch_service.grpc.pb.h"
#include "tests/integration/access_fixture.h"

namespace pledge {
namespace {

using testing::Access;
using ::testing::HasSubstr;
using testing::kPolicy;
using testing::Letter;
using ::testing::Not;

TEST_F(Access, SeveralCollectionsAreAllowedTogetherOrNotAtAll) {
  ASSERT_TRUE(Start(kPolicy)) << server_->Log();
  for (const char* collection : {"a", "b"}) {
    ASSERT_TRUE(Create("operator", collection, "d").ok());
  }
  const auto channel = server_->NewChannel();
  v1::BatchGetDocumentsRequest batch;
  batch.set_parent("collections/-");
  batch.add_names("collections/a/documents/d");
  v1::BatchGetDocumentsResponse got;
  auto documents = v1::DocumentService::NewStub(channel);
  EXPECT_TRUE(documents->BatchGetDocuments(As("reader-of-a").get(), batch, &got).ok());
  batch.add_names("collections/b/documents/d");
  EXPECT_EQ(documents->BatchGetDocuments(As("reader-of-a").get(), batch, &got).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(documents->BatchGetDocuments(As("reader-of-all").get(), batch, &got).ok());

  v1::AggregateCommitmentsRequest count;
  count.mutable_selector()->add_parents("collections/a/documents/d");
  v1::AggregateCommitmentsResponse counted;
  auto queries = v1::QueryService::NewStub(channel);
  EXPECT_TRUE(queries->AggregateCommitments(As("reader-of-a").get(), count, &counted).ok());
  count.mutable_selector()->add_parents("collections/b");
  EXPECT_EQ(queries->AggregateCommitments(As("reader-of-a").get(), count, &counted).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(Access, PolicyIsReplacedUnderAStreamThatGoesOn) {
  ASSERT_TRUE(Start(kPolicy)) << server_->Log();
  ASSERT_TRUE(Create("operator", "a", "d").ok());
  auto watches = v1::WatchService::NewStub(server_->NewChannel());
  const auto context = As("reader-of-a");
  v1::WatchChangesRequest request;
  request.set_target(v1::WATCH_TARGET_DOCUMENTS);
  request.mutable_selector()->add_parents("collections/a");
  request.mutable_checkpoint_interval()->set_nanos(200'000'000);
  auto watch = watches->WatchChanges(context.get(), request);
  v1::WatchChangesResponse message;
  ASSERT_TRUE(watch->Read(&message));
  ASSERT_EQ(Get("nobody", "a").error_code(), grpc::StatusCode::PERMISSION_DENIED);

  testing::ReplaceText(policy_file_, R"({"rules": [{"principals": ["nobody"], "methods": ["read"],
      "collections": ["a"]}, {"principals": ["operator"], "methods": ["*"],
      "collections": ["*"]}]})");
  ASSERT_TRUE(SoonLogs("\"event\":\"reloaded\",\"what\":\"policy\""));

  EXPECT_TRUE(Get("nobody", "a").ok());
  EXPECT_EQ(Get("reader-of-a", "a").error_code(), grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(Create("operator", "a", "e").ok());
  bool has_seen = false;
  while (!has_seen && watch->Read(&message)) has_seen = message.changes_size() > 0;
  EXPECT_TRUE(has_seen);
  context->TryCancel();
  watch->Finish();
}

TEST_F(Access, WrongPolicyKeepsTheOneInForceAndStopsAStart) {
  ASSERT_TRUE(Start(kPolicy)) << server_->Log();
  ASSERT_TRUE(Create("writer-of-a", "a", "d").ok());

  testing::ReplaceText(policy_file_, R"({"rules": [{"principals": ["*"], "methodz": ["*"]}]})");
  server_->Signal(SIGHUP);
  ASSERT_TRUE(SoonLogs("\"event\":\"reload_failed\",\"what\":\"policy\""));

  EXPECT_TRUE(Get("writer-of-a", "a").ok());
  EXPECT_EQ(Get("nobody", "a").error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(server_->Terminate(), 0);
  EXPECT_FALSE(server_->Start());
  EXPECT_THAT(server_->Log(), HasSubstr("methodz"));
}

TEST_F(Access, TooManyStreamsOfOneCallerAreHisOwnTrouble) {
  ASSERT_TRUE(Start(R"({"rules": [{"principals": ["*"], "methods": ["*"], "collections": ["*"]}],
      "quotas": [{"principals": ["small"], "maxStreams": 1}]})"))
      << server_->Log();
  ASSERT_TRUE(Create("large", "a", "d").ok());
  auto watches = v1::WatchService::NewStub(server_->NewChannel());
  v1::WatchChangesRequest request;
  request.set_target(v1::WATCH_TARGET_DOCUMENTS);
  request.mutable_selector()->add_parents("collections/a");
  v1::WatchChangesResponse message;
  const auto first_context = As("small");
  auto first = watches->WatchChanges(first_context.get(), request);
  ASSERT_TRUE(first->Read(&message));

  const auto second_context = As("small");
  auto second = watches->WatchChanges(second_context.get(), request);
  EXPECT_FALSE(second->Read(&message));
  const grpc::Status refused = second->Finish();
  const auto other_context = As("large");
  auto other = watches->WatchChanges(other_context.get(), request);
  EXPECT_TRUE(other->Read(&message));

  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(testing::InfoOf(refused).reason(), "QUOTA_EXCEEDED");
  EXPECT_EQ(testing::InfoOf(refused).metadata().at("quota"), "max_streams");
  first_context->TryCancel();
  first->Finish();
  other_context->TryCancel();
  other->Finish();
  // The place is free again as soon as the server has seen the end.
  bool is_free = false;
  for (int i = 0; i < 100 && !is_free; ++i) {
    const auto again_context = As("small");
    auto again = watches->WatchChanges(again_context.get(), request);
    is_free = again->Read(&message);
    again_context->TryCancel();
    again->Finish();
  }
  EXPECT_TRUE(is_free);
}

TEST_F(Access, BytesASecondAreGivenBackAsRetryAndChangeWhileTheStreamRuns) {
  ASSERT_TRUE(Start(R"({"rules": [{"principals": ["*"], "methods": ["*"], "collections": ["*"]}],
      "quotas": [{"principals": ["slow"], "ingestBytesPerSecond": 1}]})"))
      << server_->Log();
  auto stub = v1::IngestService::NewStub(server_->NewChannel());
  v1::CreateIngestSessionRequest create;
  create.set_parent("collections/a");
  create.set_ingest_session_id("s");
  v1::CreateIngestSessionResponse created;
  ASSERT_TRUE(stub->CreateIngestSession(As("slow").get(), create, &created).ok());
  const auto context = As("slow");
  auto stream = stub->StreamIngest(context.get());
  v1::StreamIngestRequest request;
  request.mutable_open()->set_ingest_session("collections/a/ingestSessions/s");
  stream->Write(request);
  v1::StreamIngestResponse response;
  ASSERT_TRUE(stream->Read(&response));
  const auto send = [&](int sequence) {
    request.Clear();
    request.mutable_item()->set_sequence(sequence);
    request.mutable_item()->mutable_content()->set_data(Letter(sequence));
    stream->Write(request);
    while (stream->Read(&response)) {
      if (response.has_ack() && response.ack().results_size() > 0) break;
    }
    return response.ack().results(0);
  };

  const v1::IngestResult first = send(1);
  const v1::IngestResult second = send(2);
  testing::ReplaceText(policy_file_, R"({"rules": [{"principals": ["*"], "methods": ["*"],
      "collections": ["*"]}]})");
  ASSERT_TRUE(SoonLogs("\"event\":\"reloaded\",\"what\":\"policy\""));
  const v1::IngestResult again = send(2);
  stream->WritesDone();
  const grpc::Status status = stream->Finish();

  EXPECT_EQ(first.outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(second.outcome(), v1::INGEST_OUTCOME_RETRY);
  EXPECT_EQ(again.outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(Access, AuditHasALineForWritesAndDenialsAndNoneForReads) {
  ASSERT_TRUE(Start(kPolicy, {"--log-level", "error"})) << server_->Log();
  ASSERT_TRUE(Create("writer-of-a", "a", "d").ok());
  ASSERT_TRUE(Get("reader-of-a", "a").ok());
  ASSERT_FALSE(Get("reader-of-a", "secret").ok());
  ASSERT_EQ(server_->Terminate(), 0);

  const std::string log = server_->Log();

  EXPECT_THAT(log, HasSubstr("\"event\":\"audit\",\"principal\":\"writer-of-a\",\"method\":"
                             "\"CreateDocument\",\"collections\":\"a\",\"request_id\":\""));
  EXPECT_THAT(log, HasSubstr("\"principal\":\"reader-of-a\",\"method\":\"GetDocument\","
                             "\"collections\":\"secret\""));
  EXPECT_THAT(log, HasSubstr("\"reason\":\"NOT_ALLOWED\""));
  EXPECT_THAT(log, Not(HasSubstr("\"principal\":\"reader-of-a\",\"method\":\"GetDocument\","
                                 "\"collections\":\"a\"")));
}

TEST(AccessPrincipal, ComesFromTheCertificateAndFromAProxyThatIsTrusted) {
  testing::TempDir dir;
  testing::TempDir files;
  testing::TestAuthority authority(files.path(), "authority");
  ASSERT_TRUE(authority.Issue("server", "DNS:localhost,IP:127.0.0.1"));
  ASSERT_TRUE(authority.Issue("reader", "URI:spiffe://test/reader"));
  ASSERT_TRUE(authority.Issue("plainname", "DNS:some.host"));
  ASSERT_TRUE(authority.Issue("proxy", "URI:spiffe://test/proxy"));
  const std::string policy = files.path() + "/policy.json";
  testing::ReplaceText(policy, R"({"rules": [
    {"principals": ["spiffe://test/reader", "cn:plainname"], "methods": ["read"],
     "collections": ["a"]}]})");
  testing::ServerProcess server(
      dir.path(), {"--listen", "127.0.0.1:0", "--tls-cert", authority.Path("server.pem"),
                   "--tls-key", authority.Path("server.key"), "--tls-client-ca",
                   authority.certificate(), "--policy", policy, "--principal-header",
                   "x-forwarded-client-cert", "--principal-proxy", "spiffe://test/proxy"});
  ASSERT_TRUE(server.Start()) << server.Log();
  const std::string address = "127.0.0.1:" + server.ListeningPort("127.0.0.1:0");
  const auto get = [](const std::shared_ptr<grpc::Channel>& channel, const std::string& header) {
    grpc::ClientContext context;
    testing::SetDeadline(&context);
    if (!header.empty()) context.AddMetadata("x-forwarded-client-cert", header);
    v1::GetDocumentRequest request;
    request.set_name("collections/a/documents/d");
    v1::GetDocumentResponse got;
    return v1::DocumentService::NewStub(channel)->GetDocument(&context, request, &got).error_code();
  };
  const std::string said =
      "By=spiffe://test/pledge;Hash=00;Subject=\"CN=x,O=y;URI=spiffe://forged\";"
      "URI=spiffe://test/reader";

  EXPECT_EQ(get(authority.NewChannel(address, "reader"), ""), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(get(authority.NewChannel(address, "plainname"), ""), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(get(authority.NewChannel(address, ""), ""), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(get(authority.NewChannel(address, "proxy"), ""), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(get(authority.NewChannel(address, "proxy"), said), grpc::StatusCode::NOT_FOUND);
  // Who is no proxy says nothing about who he is.
  EXPECT_EQ(get(authority.NewChannel(address, ""), said), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(get(server.NewChannel(), said), grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace pledge
