#include "client/cpp/pledgectl/json.h"

#include "client/cpp/status.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "pledge/v1/commitment.pb.h"

namespace pledge::cli {
namespace {

TEST(Json, WritesProtoJsonWithoutDefaults) {
  v1::Commitment commitment;
  commitment.set_name("commitments/c01");
  commitment.set_strength(v1::STRENGTH_FIRM);
  commitment.mutable_provenance()->add_source_ranges()->set_end(12);

  EXPECT_EQ(ToJson(commitment),
            R"({"name":"commitments/c01","provenance":{"sourceRanges":[{"end":"12"}]},)"
            R"("strength":"STRENGTH_FIRM"})");
}

TEST(Json, WritesErrorDetailsOfAResult) {
  google::rpc::ErrorInfo info;
  info.set_reason("CHARSET_UNDECODABLE");
  v1::IngestResult result;
  result.set_sequence(3);
  result.set_outcome(v1::INGEST_OUTCOME_REJECTED);
  result.mutable_status()->set_code(3);
  result.mutable_status()->add_details()->PackFrom(info);

  EXPECT_EQ(ToJson(result),
            R"({"sequence":"3","outcome":"INGEST_OUTCOME_REJECTED","status":{"code":3,)"
            R"("details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",)"
            R"("reason":"CHARSET_UNDECODABLE"}]}})");
}

TEST(Json, LeavesOutDetailsThatItDoesNotKnow) {
  v1::IngestResult result;
  result.mutable_status()->set_code(3);
  result.mutable_status()->add_details()->set_type_url("type.googleapis.com/other.Detail");

  EXPECT_EQ(ToJson(result), R"({"status":{"code":3}})");
}

TEST(Json, LeavesOutTheStatusOfASuccess) {
  v1::IngestResult result;
  result.set_sequence(1);

  EXPECT_EQ(ToJson(result), R"({"sequence":"1"})");
}

TEST(Json, EscapesStrings) {
  EXPECT_EQ(JsonString("a\"b\\c\n\x1b"), R"("a\"b\\c\u000a\u001b")");
  EXPECT_EQ(JsonString("复函"), "\"复函\"");
  EXPECT_EQ(JsonString("\xff"), "\"\uFFFD\"");
  EXPECT_EQ(JsonString("\x7f\u0085"), R"("\u007f\u0085")");
}

TEST(Json, WritesErrors) {
  const absl::Status status =
      client::MakeStatus(absl::StatusCode::kNotFound, "DOCUMENT_NOT_FOUND", "not found: c/a",
                         {{"resource", "collections/c/documents/a"}});

  EXPECT_EQ(ErrorJson(status),
            R"({"code":"NOT_FOUND","reason":"DOCUMENT_NOT_FOUND","message":"not found: c/a",)"
            R"("metadata":{"resource":"collections/c/documents/a"}})");
}

TEST(Json, WritesErrorsWithoutDetails) {
  EXPECT_EQ(ErrorJson(absl::UnavailableError("gone")),
            R"({"code":"UNAVAILABLE","reason":"","message":"gone","metadata":{}})");
}

}  // namespace
}  // namespace pledge::cli
