#include "client/cpp/pledgectl/render_error.h"

#include "client/cpp/status.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace pledge::cli {
namespace {

using ::testing::HasSubstr;

std::string Render(const absl::Status& status, bool verbose = false) {
  return RenderError(status, "127.0.0.1:7420", verbose, Layout{});
}

TEST(RenderError, SaysWhatWhyAndWhatToDo) {
  google::rpc::ErrorInfo info;
  info.set_reason("DISK_RESERVE");
  google::rpc::RequestInfo request;
  request.set_request_id("5f0c2a71");
  google::rpc::Status details;
  details.add_details()->PackFrom(info);
  details.add_details()->PackFrom(request);
  const absl::Status status = client::FromGrpc(grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                                                            "free space is below the reserve",
                                                            details.SerializeAsString()));

  EXPECT_EQ(Render(status),
            "error: free space is below the reserve\n"
            "  reason DISK_RESERVE  code RESOURCE_EXHAUSTED  request 5f0c2a71\n"
            "  nothing was lost; free space, then run the same command again\n");
}

TEST(RenderError, ShowsMetadataWhenVerbose) {
  const absl::Status status = client::MakeStatus(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                                                 "changed", {{"etag", "\"7\""}});

  EXPECT_EQ(Render(status), "error: changed\n  reason ETAG_MISMATCH  code ABORTED\n");
  EXPECT_EQ(Render(status, true),
            "error: changed\n  reason ETAG_MISMATCH  code ABORTED\n  etag \"7\"\n");
}

TEST(RenderError, NamesTheServerThatCannotBeReached) {
  const absl::Status status = absl::UnavailableError("subchannel: no route");

  EXPECT_THAT(Render(status), HasSubstr("error: no connection to 127.0.0.1:7420\n"));
  EXPECT_THAT(Render(status), HasSubstr("PLEDGE_SERVER"));
  EXPECT_THAT(Render(status, true), HasSubstr("error: subchannel: no route\n"));
}

TEST(RenderError, KeepsTheServersOwnWordsWhenItIsUnavailable) {
  const absl::Status status =
      client::MakeStatus(absl::StatusCode::kUnavailable, "DRAINING", "stopping", {});

  EXPECT_THAT(Render(status), HasSubstr("error: stopping\n"));
}

TEST(RenderError, ShowsNoControlCharacters) {
  EXPECT_THAT(Render(absl::InternalError("bad \x1b[2J")), HasSubstr("error: bad \\x1b[2J\n"));
}

TEST(RenderError, PaintsTheWordError) {
  Layout layout;
  layout.color = true;

  EXPECT_THAT(RenderError(absl::InternalError("x"), "s", false, layout),
              HasSubstr("\x1b[1;31merror:\x1b[0m x\n"));
}

}  // namespace
}  // namespace pledge::cli
