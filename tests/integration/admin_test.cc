// AdminService on the real server: information, status, the orderly end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "pledge/v1/admin_service.grpc.pb.h"
#include "service/base/limits.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::InfoOf;
using testing::Letter;
using Stub = v1::AdminService::Stub;

class AdminTest : public ::testing::Test {
 protected:
  void Start(std::vector<std::string> flags = {}) {
    server_ = std::make_unique<testing::ServerProcess>(dir_.path(), std::move(flags));
    ASSERT_TRUE(server_->Start()) << server_->Log();
    stub_ = v1::AdminService::NewStub(server_->NewChannel());
  }

  v1::GetStoreStatusResponse Status() {
    v1::GetStoreStatusResponse response;
    const auto status =
        CallUnary(*stub_, &Stub::GetStoreStatus, v1::GetStoreStatusRequest(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  void Create(const std::string& id, int number) {
    const auto documents = v1::DocumentService::NewStub(server_->NewChannel());
    v1::CreateDocumentResponse created;
    const auto status = CallUnary(*documents, &v1::DocumentService::Stub::CreateDocument,
                                  testing::CreateRequest("water", id, Letter(number)), &created);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  testing::TempDir dir_;
  std::unique_ptr<testing::ServerProcess> server_;
  std::unique_ptr<Stub> stub_;
};

TEST_F(AdminTest, ServerInfoNamesLimitsAndFeatures) {
  Start();
  v1::GetServerInfoResponse info;

  const auto status = CallUnary(*stub_, &Stub::GetServerInfo, v1::GetServerInfoRequest(), &info);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_NE(info.version(), "");
  EXPECT_EQ(info.store_id().size(), 36u);
  EXPECT_THAT(info.features(), Contains("chunked_ingest"));
  EXPECT_EQ(info.max_message_bytes(), static_cast<int>(kMaxMessageBytes));
  EXPECT_EQ(info.max_document_bytes(), static_cast<int64_t>(kMaxDocumentBytes));
  EXPECT_EQ(info.request_id_window().seconds(), 24 * 3600);
  google::protobuf::Struct config;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(info.service_config(), &config).ok());
  EXPECT_EQ(config.fields().count("methodConfig"), 1u);
}

TEST_F(AdminTest, StatusFollowsTheStore) {
  Start();
  const auto before = Status();

  Create("a", 1);
  Create("b", 2);
  const auto after = Status();

  EXPECT_EQ(before.condition(), v1::STORE_CONDITION_READ_WRITE);
  EXPECT_EQ(before.head().commit_number(), 0);
  EXPECT_EQ(before.document_count(), 0);
  EXPECT_GT(before.disk_free_bytes(), before.disk_reserve_bytes());
  EXPECT_EQ(before.disk_reserve_bytes(), int64_t{1} << 30);
  EXPECT_EQ(after.head().commit_number(), 2);
  EXPECT_NE(after.head().consistency_token(), "");
  EXPECT_EQ(after.oldest().commit_number(), 0);
  EXPECT_EQ(after.document_count(), 2);
  EXPECT_GT(after.store_bytes(), 0);
}

TEST_F(AdminTest, LowDiskIsShown) {
  // More than any disk has free.
  Start({"--disk-reserve-mib", "1099511627776"});

  EXPECT_EQ(Status().condition(), v1::STORE_CONDITION_LOW_DISK);
}

TEST_F(AdminTest, DrainEndsTheServerInOrder) {
  Start();
  Create("a", 1);
  v1::DrainServerRequest request;
  request.mutable_grace()->set_seconds(5);
  v1::DrainServerResponse response;

  const auto status = CallUnary(*stub_, &Stub::DrainServer, request, &response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.open_calls(), 0);
  EXPECT_EQ(server_->Wait(), 0) << server_->Log();
  EXPECT_THAT(server_->Log(), HasSubstr("\"event\":\"stopped\""));
  EXPECT_THAT(server_->Log(), HasSubstr("\"grace_s\":5"));
  Start();
  EXPECT_EQ(Status().head().commit_number(), 1);
}

TEST_F(AdminTest, DrainRefusesABadGrace) {
  Start();
  v1::DrainServerRequest request;
  request.mutable_grace()->set_seconds(-1);
  v1::DrainServerResponse response;

  const auto status = CallUnary(*stub_, &Stub::DrainServer, request, &response);

  EXPECT_EQ(InfoOf(status).metadata().at("field"), "grace");
  EXPECT_EQ(Status().condition(), v1::STORE_CONDITION_READ_WRITE);
}

TEST_F(AdminTest, OperatorsMayHaveAListenerOfTheirOwn) {
  const std::string address = "unix:" + dir_.path() + "/operator.sock";
  Start({"--operator-listen", address});
  v1::GetServerInfoResponse info;

  const auto refused = CallUnary(*stub_, &Stub::GetServerInfo, v1::GetServerInfoRequest(), &info);
  const auto own =
      v1::AdminService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  const auto served = CallUnary(*own, &Stub::GetServerInfo, v1::GetServerInfoRequest(), &info);

  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_TRUE(served.ok()) << served.error_message();
  EXPECT_EQ(server_->Terminate(), 0);
}

}  // namespace
}  // namespace pledge
