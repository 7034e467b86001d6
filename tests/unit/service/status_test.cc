#include "service/rpc/status.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::rpc {
namespace {

template <typename Detail>
bool Find(const google::rpc::Status& status, Detail* detail) {
  for (const auto& any : status.details()) {
    if (any.UnpackTo(detail)) return true;
  }
  return false;
}

TEST(Status, EveryReasonGivesItsCodeAndErrorInfo) {
  for (const ErrorReasonInfo& row : ErrorReasons()) {
    const auto status = ToProto(MakeError(row.reason, "what", {{"k", "v"}}), "r");

    google::rpc::ErrorInfo info;
    google::rpc::RequestInfo request;
    google::rpc::RetryInfo retry;
    EXPECT_EQ(status.code(), static_cast<int>(row.code)) << row.name;
    ASSERT_TRUE(Find(status, &info)) << row.name;
    EXPECT_EQ(info.reason(), row.name);
    EXPECT_EQ(info.domain(), "pledge");
    EXPECT_EQ(info.metadata().at("k"), "v");
    EXPECT_EQ(Find(status, &retry), row.retry_delay_ms > 0) << row.name;
    ASSERT_TRUE(Find(status, &request));
    EXPECT_EQ(request.request_id(), "r");
  }
}

TEST(Status, WithoutReasonItIsOurBug) {
  const auto status = ToProto(absl::NotFoundError("somewhere"));

  google::rpc::ErrorInfo info;
  EXPECT_EQ(status.code(), 13);
  ASSERT_TRUE(Find(status, &info));
  EXPECT_EQ(info.reason(), "BUG");
}

TEST(Status, FieldErrorsCarryAViolation) {
  google::rpc::BadRequest bad;

  ASSERT_TRUE(Find(ToProto(FieldError("parent", "is wrong")), &bad));

  ASSERT_EQ(bad.field_violations_size(), 1);
  EXPECT_EQ(bad.field_violations(0).field(), "parent");
}

TEST(Status, HugeErrorsStayWithinTheLimit) {
  ErrorMetadata metadata;
  for (int i = 0; i < 50; ++i) {
    metadata["key" + std::to_string(i)] = std::string(5000, 'x');
  }
  metadata["field"] = std::string(9000, 'f');
  std::string message;
  for (int i = 0; i < 3000; ++i) message += "答";

  const grpc::Status status =
      ToGrpc(MakeError(ErrorReason::kFieldInvalid, message, metadata), "id");

  EXPECT_LE(status.error_details().size(), kMaxErrorDetailBytes);
  EXPECT_LE(status.error_message().size(), 1024u);
  google::rpc::Status proto;
  ASSERT_TRUE(proto.ParseFromString(status.error_details()));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(Find(proto, &info));
  EXPECT_EQ(info.reason(), "FIELD_INVALID");
}

TEST(Status, OkIsOk) { EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok()); }

}  // namespace
}  // namespace pledge::rpc
