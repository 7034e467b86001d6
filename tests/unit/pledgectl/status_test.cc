#include "client/cpp/status.h"

#include "client/cpp/names.h"
#include "client/cpp/pledgectl/exit_code.h"
#include "client/cpp/pledgectl/queries.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace pledge::client {
namespace {

using absl::StatusCode;
using cli::ExitCodeFor;

grpc::Status WithDetails() {
  google::rpc::ErrorInfo info;
  info.set_reason("DISK_RESERVE");
  (*info.mutable_metadata())["free_bytes"] = "17";
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  retry.mutable_retry_delay()->set_nanos(500'000'000);
  google::rpc::RequestInfo request;
  request.set_request_id("5f0c");
  google::rpc::ResourceInfo resource;
  resource.set_resource_name("collections/c/documents/a");
  google::rpc::Status details;
  details.set_code(8);
  details.add_details()->PackFrom(info);
  details.add_details()->PackFrom(retry);
  details.add_details()->PackFrom(request);
  details.add_details()->PackFrom(resource);
  return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "disk full",
                      details.SerializeAsString());
}

TEST(Status, KeepsTheDetailsOfACall) {
  const absl::Status status = FromGrpc(WithDetails());

  const StatusDetails details = DetailsOf(status);
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(status.message(), "disk full");
  EXPECT_EQ(details.reason, "DISK_RESERVE");
  EXPECT_EQ(details.metadata.at("free_bytes"), "17");
  EXPECT_EQ(details.retry_delay, absl::Milliseconds(2500));
  EXPECT_EQ(details.request_id, "5f0c");
  EXPECT_EQ(details.resource, "collections/c/documents/a");
}

TEST(Status, SurvivesDetailsThatDoNotParse) {
  const absl::Status status =
      FromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "gone", "\xff\xff\xff"));

  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_EQ(DetailsOf(status).reason, "");
}

TEST(Status, KeepsDetailsUnderAnotherMessage) {
  const absl::Status status = WithMessage(FromGrpc(WithDetails()), "letter.txt: disk full");

  EXPECT_EQ(status.message(), "letter.txt: disk full");
  EXPECT_EQ(DetailsOf(status).reason, "DISK_RESERVE");
}

TEST(Status, IsGivenTheNameThatItsMessageLacks) {
  const auto one = *ParseName("c/a");
  const auto two = *ParseName("c/b@2");

  EXPECT_EQ(cli::WithName(absl::NotFoundError("not there"), {two}).message(), "not there: c/b@2");
  EXPECT_EQ(cli::WithName(absl::NotFoundError("c/b@2 is gone"), {two}).message(), "c/b@2 is gone");
  EXPECT_EQ(cli::WithName(absl::NotFoundError("not there"), {one, two}).message(), "not there");
  EXPECT_EQ(cli::WithName(FromGrpc(WithDetails()), {one, two}).message(), "disk full: c/a");
  EXPECT_EQ(cli::WithName(absl::InternalError("bad"), {one}).message(), "bad");
}

TEST(Status, KnowsWhatPasses) {
  EXPECT_TRUE(IsPassing(absl::UnavailableError("")));
  EXPECT_TRUE(IsPassing(absl::DeadlineExceededError("")));
  EXPECT_TRUE(IsPassing(FromGrpc(WithDetails())));
  EXPECT_FALSE(
      IsPassing(MakeStatus(StatusCode::kResourceExhausted, "DOCUMENT_TOO_LARGE", "big", {})));
  EXPECT_FALSE(IsPassing(absl::NotFoundError("")));
  EXPECT_FALSE(IsPassing(absl::OkStatus()));
}

TEST(ExitCode, FollowsTheCodeOfTheFailure) {
  const std::pair<StatusCode, int> cases[] = {
      {StatusCode::kOk, 0},
      // Without a reason these tell of a broken connection.
      {StatusCode::kUnknown, 7},
      {StatusCode::kInternal, 7},
      {StatusCode::kCancelled, 7},
      {StatusCode::kUnimplemented, 1},
      {StatusCode::kOutOfRange, 1},
      {StatusCode::kInvalidArgument, 2},
      {StatusCode::kUnauthenticated, 4},
      {StatusCode::kPermissionDenied, 4},
      {StatusCode::kNotFound, 5},
      {StatusCode::kAborted, 6},
      {StatusCode::kAlreadyExists, 6},
      {StatusCode::kFailedPrecondition, 6},
      {StatusCode::kUnavailable, 7},
      {StatusCode::kResourceExhausted, 7},
      {StatusCode::kDeadlineExceeded, 7},
      {StatusCode::kDataLoss, 8},
  };
  for (const auto& [code, exit_code] : cases) {
    EXPECT_EQ(ExitCodeFor(absl::Status(code, "x")), exit_code) << CodeName(code);
  }
}

TEST(ExitCode, HeedsTheReasonWhereAProxyChangedTheCode) {
  EXPECT_EQ(ExitCodeFor(MakeStatus(StatusCode::kCancelled, "DRAINING", "", {})), 7);
  EXPECT_EQ(ExitCodeFor(MakeStatus(StatusCode::kInternal, "BUG", "", {})), 1);
}

TEST(ExitCode, DoesNotCallATooLargeDocumentPassing) {
  EXPECT_EQ(ExitCodeFor(MakeStatus(StatusCode::kResourceExhausted, "DOCUMENT_TOO_LARGE", "", {})),
            2);
}

TEST(ExitCode, PrefersTheGraverOfTwo) {
  EXPECT_EQ(Worse(cli::kExitDone, cli::kExitIncomplete), cli::kExitIncomplete);
  EXPECT_EQ(Worse(cli::kExitIncomplete, cli::kExitNotFound), cli::kExitNotFound);
  EXPECT_EQ(Worse(cli::kExitNotFound, cli::kExitIncomplete), cli::kExitNotFound);
  EXPECT_EQ(Worse(cli::kExitPassing, cli::kExitDone), cli::kExitPassing);
}

}  // namespace
}  // namespace pledge::client
