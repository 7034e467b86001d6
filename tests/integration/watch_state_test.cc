// What a watch says of the records that are there already, and what the store's
// status says of the watches.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "pledge/v1/admin_service.grpc.pb.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"
#include "tests/integration/watch_client.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::Letter;
using ::testing::SizeIs;
using testing::WatchClient;
using testing::WatchRequest;

class WatchStateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    channel_ = server_.NewChannel();
    documents_ = v1::DocumentService::NewStub(channel_);
    admin_ = v1::AdminService::NewStub(channel_);
  }

  void Create(const std::string& id, int number) {
    v1::CreateDocumentResponse response;
    const auto status = CallUnary(*documents_, &v1::DocumentService::Stub::CreateDocument,
                                  testing::CreateRequest("water", id, Letter(number)), &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  // The commit of a change of labels.
  int64_t Relabel(const std::string& id) {
    v1::UpdateDocumentRequest request;
    request.mutable_document()->set_name("collections/water/documents/" + id);
    (*request.mutable_document()->mutable_labels())["batch"] = "second";
    request.mutable_update_mask()->add_paths("labels");
    v1::UpdateDocumentResponse response;
    const auto status =
        CallUnary(*documents_, &v1::DocumentService::Stub::UpdateDocument, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.read_info().commit_number();
  }
  v1::GetStoreStatusResponse Status() {
    v1::GetStoreStatusResponse response;
    const auto status = CallUnary(*admin_, &v1::AdminService::Stub::GetStoreStatus,
                                  v1::GetStoreStatusRequest(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // Asks until `is_there` holds; the last answer.
  template <typename Condition>
  v1::GetStoreStatusResponse StatusWhen(const Condition& is_there) {
    const absl::Time deadline = absl::Now() + absl::Seconds(20);
    v1::GetStoreStatusResponse status = Status();
    while (!is_there(status) && absl::Now() < deadline) status = Status();
    return status;
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
};

TEST_F(WatchStateTest, ExistingRecordsNameTheLastChangeOfTheirDocument) {
  Create("a", 1);
  Create("b", 2);
  const int64_t relabelled = Relabel("a");
  for (const auto target : {v1::WATCH_TARGET_DOCUMENTS, v1::WATCH_TARGET_COMMITMENTS}) {
    auto request = WatchRequest(target, "collections/water");
    request.set_send_initial(true);
    WatchClient watch(channel_, request);

    std::vector<v1::Change> existing;
    for (const auto& message :
         watch.ReadUntil([](const auto& last) { return last.initial_complete(); })) {
      existing.insert(existing.end(), message.changes().begin(), message.changes().end());
    }

    ASSERT_THAT(existing, SizeIs(target == v1::WATCH_TARGET_DOCUMENTS ? 2 : 4));
    for (const v1::Change& change : existing) {
      EXPECT_EQ(change.kind(), v1::CHANGE_KIND_EXISTS);
      const bool of_a = change.name().find("documents/a") != std::string::npos;
      EXPECT_EQ(change.commit_number(), of_a ? relabelled : 2) << change.name();
      EXPECT_EQ(change.cause(),
                of_a ? v1::REVISION_CAUSE_METADATA_UPDATED : v1::REVISION_CAUSE_CREATED);
    }
  }
}

TEST_F(WatchStateTest, StatusCountsWatchesAndTellsHowFarTheLastOneIs) {
  EXPECT_EQ(Status().watch_count(), 0);
  EXPECT_EQ(Status().watch_max_backlog(), 0);
  const auto request = WatchRequest(v1::WATCH_TARGET_COMMITMENTS, "collections/water");
  WatchClient reads(channel_, request);
  v1::WatchChangesResponse message;
  ASSERT_TRUE(reads.Read(&message));
  WatchClient stops(server_.NewSmallChannel(), request);
  ASSERT_TRUE(stops.Read(&message));
  EXPECT_EQ(Status().watch_count(), 2);

  // More than the channel of the second one takes.
  int letters = 0;
  for (v1::GetStoreStatusResponse status; letters < 2000 && status.watch_max_backlog() < 5;
       status = Status()) {
    for (int i = 0; i < 20; ++i, ++letters) Create(absl::StrCat("d", letters), letters);
  }

  const auto behind = Status();
  EXPECT_GE(behind.watch_max_backlog(), 5);
  EXPECT_LT(behind.watch_max_backlog(), behind.head().commit_number());
  EXPECT_FALSE(stops.ReadThrough(behind.head().commit_number()).empty());
  EXPECT_EQ(StatusWhen([](const auto& status) {
              return status.watch_max_backlog() == 0;
            }).watch_max_backlog(),
            0);
  stops.Cut();
  EXPECT_EQ(StatusWhen([](const auto& status) { return status.watch_count() == 1; }).watch_count(),
            1);
}

}  // namespace
}  // namespace pledge
