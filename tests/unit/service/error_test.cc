#include "service/base/error.h"

#include <gtest/gtest.h>

#include <set>

namespace pledge {
namespace {

TEST(Error, TableFollowsTheEnumAndNamesAreUnique) {
  std::set<std::string_view> names;
  int index = 0;
  for (const ErrorReasonInfo& row : ErrorReasons()) {
    EXPECT_EQ(static_cast<int>(row.reason), index++);
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.description.empty());
    EXPECT_EQ(&Describe(row.reason), &row);
  }
  EXPECT_EQ(index, static_cast<int>(ErrorReason::kBug) + 1);
}

TEST(Error, CarriesReasonCodeAndMetadata) {
  const absl::Status status =
      MakeError(ErrorReason::kEtagMismatch, "changed", {{"etag", "\"7\""}, {"b", ""}});

  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(status), ErrorReason::kEtagMismatch);
  EXPECT_EQ(MetadataOf(status), (ErrorMetadata{{"b", ""}, {"etag", "\"7\""}}));
}

TEST(Error, StatusFromElsewhereHasNoReason) {
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), std::nullopt);
  EXPECT_EQ(ReasonOf(absl::OkStatus()), std::nullopt);
  EXPECT_TRUE(MetadataOf(absl::InternalError("x")).empty());
}

TEST(Error, FieldErrorNamesTheField) {
  const absl::Status status = FieldError("parent", "is wrong");

  EXPECT_EQ(status.message(), "parent: is wrong");
  EXPECT_EQ(MetadataOf(status).at("field"), "parent");
}

}  // namespace
}  // namespace pledge
