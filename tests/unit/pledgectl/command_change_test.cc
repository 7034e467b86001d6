// Writes of pledgectl: each has a request id and is sent again when its answer was
// lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "client/cpp/pledgectl/command.h"
#include "client/cpp/uuid.h"
#include "pledge/v1/document_service.grpc.pb.h"
#include "tests/unit/pledgectl/captured_console.h"
#include "tests/unit/pledgectl/fake_ingest_service.h"
#include "tests/unit/pledgectl/server_at.h"

namespace pledge::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::MatchesRegex;

constexpr char kUuid[] = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

// Keeps the request ids that it gets, and fails the first calls.
class FlakyDocumentService final : public v1::DocumentService::Service {
 public:
  grpc::Status DeleteDocument(grpc::ServerContext*, const v1::DeleteDocumentRequest* request,
                              v1::DeleteDocumentResponse* response) override {
    response->mutable_document()->set_latest_revision("collections/water/documents/a/revisions/2");
    return Answer(request->request_id());
  }
  grpc::Status UndeleteDocument(grpc::ServerContext*, const v1::UndeleteDocumentRequest* request,
                                v1::UndeleteDocumentResponse*) override {
    return Answer(request->request_id());
  }
  grpc::Status UpdateDocument(grpc::ServerContext*, const v1::UpdateDocumentRequest* request,
                              v1::UpdateDocumentResponse*) override {
    return Answer(request->request_id());
  }
  grpc::Status PurgeDocument(grpc::ServerContext*, const v1::PurgeDocumentRequest* request,
                             v1::PurgeDocumentResponse*) override {
    return Answer(request->request_id());
  }
  grpc::Status RollbackDocument(grpc::ServerContext*, const v1::RollbackDocumentRequest* request,
                                v1::RollbackDocumentResponse*) override {
    return Answer(request->request_id());
  }

  int failures = 0;
  grpc::StatusCode code = grpc::StatusCode::UNAVAILABLE;
  std::vector<std::string> request_ids;

 private:
  grpc::Status Answer(const std::string& request_id) {
    request_ids.push_back(request_id);
    return failures-- > 0 ? grpc::Status(code, "not now") : grpc::Status::OK;
  }
};

class ChangeCommandTest : public ::testing::Test {
 protected:
  ExitCode Run(std::vector<std::string> words) {
    const ParsedArguments parsed = ParseArguments(words, ServerAt(server_.address()));
    EXPECT_TRUE(parsed.arguments.has_value()) << parsed.text;
    testing::CapturedConsole captured(parsed.arguments->common);
    return RunCommand(*parsed.arguments, captured.console());
  }

  FlakyDocumentService service_;
  testing::FakeServer server_{{&service_}};
};

TEST_F(ChangeCommandTest, EachWriteHasAnIdOfItsOwn) {
  EXPECT_EQ(Run({"delete", "water/a"}), kExitDone);
  EXPECT_EQ(Run({"undelete", "water/a"}), kExitDone);
  EXPECT_EQ(Run({"update", "water/a", "--source-uri", "x:y"}), kExitDone);
  EXPECT_EQ(Run({"purge", "water/a", "--etag", "\"1\""}), kExitDone);
  EXPECT_EQ(Run({"rollback", "water/a@1"}), kExitDone);

  ASSERT_EQ(service_.request_ids.size(), 5u);
  for (const std::string& id : service_.request_ids) EXPECT_THAT(id, MatchesRegex(kUuid));
  EXPECT_EQ(std::set<std::string>(service_.request_ids.begin(), service_.request_ids.end()).size(),
            5u);
}

TEST_F(ChangeCommandTest, ALostAnswerIsAskedForAgainUnderTheSameId) {
  service_.failures = 2;

  EXPECT_EQ(Run({"delete", "water/a"}), kExitDone);

  ASSERT_EQ(service_.request_ids.size(), 3u);
  EXPECT_EQ(service_.request_ids[1], service_.request_ids[0]);
  EXPECT_EQ(service_.request_ids[2], service_.request_ids[0]);
}

TEST_F(ChangeCommandTest, GivesUpAfterThreeTimesAndAtOnceForOtherFailures) {
  service_.failures = 9;
  EXPECT_EQ(Run({"delete", "water/a"}), kExitPassing);
  EXPECT_EQ(service_.request_ids.size(), 3u);

  service_.code = grpc::StatusCode::ABORTED;
  EXPECT_EQ(Run({"delete", "water/a"}), kExitConflict);
  EXPECT_EQ(service_.request_ids.size(), 4u);
}

TEST_F(ChangeCommandTest, TheCallerMayGiveTheId) {
  const std::string id = client::NewUuid();

  EXPECT_EQ(Run({"delete", "water/a", "--request-id", id}), kExitDone);

  EXPECT_THAT(service_.request_ids, ElementsAre(id));
}

}  // namespace
}  // namespace pledge::cli
