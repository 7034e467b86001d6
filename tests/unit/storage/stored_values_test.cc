#include "storage/stored_values.h"

#include <gtest/gtest.h>

#include <set>

#include "service/base/error.h"

namespace pledge::storage {
namespace {

v1::RevisionRow SomeRow() {
  v1::RevisionRow row;
  row.set_ordinal(2);
  row.set_cause(2);
  row.set_document_id("a");
  row.set_uid(std::string(16, 'u'));
  row.set_commit_time_us(5);
  row.set_source_sha256(std::string(32, 's'));
  row.set_caller_digest(std::string(32, 'c'));
  row.set_result_digest(std::string(32, 'r'));
  row.set_engine_version("1");
  row.set_actor("me");
  row.set_document("fields");
  return row;
}

TEST(ChainDigest, DependsOnEveryField) {
  std::set<std::string> digests = {ChainDigest("before", 7, SomeRow())};
  const auto add = [&](auto change) {
    v1::RevisionRow row = SomeRow();
    change(row);
    digests.insert(ChainDigest("before", 7, row));
  };
  add([](auto& row) { row.set_ordinal(3); });
  add([](auto& row) { row.set_cause(3); });
  add([](auto& row) { row.set_document_id("b"); });
  add([](auto& row) { row.set_uid(std::string(16, 'v')); });
  add([](auto& row) { row.set_commit_time_us(6); });
  add([](auto& row) { row.set_source_sha256("x"); });
  add([](auto& row) { row.set_caller_digest("x"); });
  add([](auto& row) { row.set_result_digest("x"); });
  add([](auto& row) { row.set_engine_version("2"); });
  add([](auto& row) { row.set_actor("you"); });
  add([](auto& row) { row.set_document("other"); });
  // Fields do not run into each other.
  add([](auto& row) {
    row.set_engine_version("1m");
    row.set_actor("e");
  });
  digests.insert(ChainDigest("other", 7, SomeRow()));
  digests.insert(ChainDigest("before", 8, SomeRow()));

  EXPECT_EQ(digests.size(), 15u);
}

TEST(Uuid, IsRandomVersion4) {
  const std::string text = UuidText(NewUuid());

  EXPECT_EQ(text.size(), 36u);
  EXPECT_EQ(text[8], '-');
  EXPECT_EQ(text[13], '-');
  EXPECT_EQ(text[14], '4');
  EXPECT_EQ(text[18], '-');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
  EXPECT_EQ(text[23], '-');
  EXPECT_NE(text, UuidText(NewUuid()));
}

TEST(Rejection, EveryReasonComesBack) {
  for (const ErrorReasonInfo& info : ErrorReasons()) {
    const absl::Status status = MakeError(info.reason, "what", {{"key", "\xff value"}});

    v1::Rejection parsed;
    ASSERT_TRUE(parsed.ParseFromString(ToRejection(status).SerializeAsString()));

    EXPECT_EQ(FromRejection(parsed), status) << info.name;
  }
}

TEST(Rejection, UnknownReasonKeepsItsCode) {
  v1::Rejection rejection = ToRejection(MakeError(ErrorReason::kEtagMismatch, "what"));
  rejection.set_reason("FROM_A_NEWER_VERSION");

  EXPECT_EQ(FromRejection(rejection), absl::AbortedError("what"));
}

TEST(ParseRow, OtherBytesAreDamage) {
  EXPECT_EQ(ReasonOf(ParseRow<v1::RevisionRow>("\xff\xff\xff").status()),
            ErrorReason::kChecksumFailed);
}

}  // namespace
}  // namespace pledge::storage
