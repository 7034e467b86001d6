#include "client/cpp/names.h"

#include "client/cpp/status.h"
#include "gtest/gtest.h"

namespace pledge::client {
namespace {

TEST(Names, MakesFullNamesOutOfShortOnes) {
  const std::pair<const char*, const char*> cases[] = {
      {"city", "collections/city"},
      {"-", "collections/-"},
      {"city/reply-1", "collections/city/documents/reply-1"},
      {"city/reply-1@2", "collections/city/documents/reply-1/revisions/2"},
      {"city/reply-1@latest", "collections/city/documents/reply-1/revisions/latest"},
      {"city/a.b_c-d", "collections/city/documents/a.b_c-d"},
  };
  for (const auto& [text, full] : cases) {
    const auto name = ParseName(text);

    ASSERT_TRUE(name.ok()) << text;
    EXPECT_EQ(name->Full(), full);
    EXPECT_EQ(name->Short(), text);
  }
}

TEST(Names, TakesFullNamesAsTheyAre) {
  for (const char* full : {"collections/city", "collections/city/documents/reply-1",
                           "collections/city/documents/reply-1/revisions/12"}) {
    const auto name = ParseName(full);

    ASSERT_TRUE(name.ok()) << full;
    EXPECT_EQ(name->Full(), full);
  }
}

TEST(Names, SaysWhatKindANameIs) {
  EXPECT_TRUE(ParseName("city")->is_collection());
  EXPECT_FALSE(ParseName("city/reply-1")->is_collection());
  EXPECT_FALSE(ParseName("city/reply-1")->is_revision());
  EXPECT_TRUE(ParseName("city/reply-1@1")->is_revision());
}

TEST(Names, RefusesWhatIsNone) {
  for (const char* text :
       {"", "/", "city/", "/reply", "city/reply@", "city/reply@0", "city/reply@01", "city/reply@x",
        "city@1", "City/reply", "city/re ply", "city/a/b", "city/..", "城市/复函", "collections/",
        "collections/city/documents", "collections/city/letters/a",
        "collections/city/documents/a/revisions/1/commitments/c01"}) {
    const auto name = ParseName(text);

    EXPECT_EQ(name.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(DetailsOf(name.status()).reason, "NAME_INVALID") << text;
  }
}

TEST(Names, RefusesIdsAboveTheLimit) {
  EXPECT_TRUE(IsValidId(std::string(128, 'a')));
  EXPECT_FALSE(IsValidId(std::string(129, 'a')));
}

TEST(Names, ShortensAnyFullName) {
  EXPECT_EQ(ShortName("collections/city"), "city");
  EXPECT_EQ(ShortName("collections/city/documents/a"), "city/a");
  EXPECT_EQ(ShortName("collections/city/documents/a/revisions/3"), "city/a@3");
  EXPECT_EQ(ShortName("collections/city/documents/a/revisions/3/commitments/c02"), "city/a@3/c02");
  EXPECT_EQ(ShortName("collections/city/ingestSessions/s"), "city/s");
}

TEST(Names, LeavesWhatIsNoFullName) {
  EXPECT_EQ(ShortName("commitments/c01"), "commitments/c01");
  EXPECT_EQ(ShortName("collections"), "collections");
  EXPECT_EQ(ShortName(""), "");
}

TEST(Names, FindsTheRevisionOfARecord) {
  EXPECT_EQ(RevisionOf("collections/city/documents/a/revisions/3/commitments/c02"),
            "collections/city/documents/a/revisions/3");
  EXPECT_EQ(RevisionOf("commitments/c02"), "");
  EXPECT_EQ(LastId("commitments/c02"), "c02");
  EXPECT_EQ(LastId("c02"), "c02");
}

}  // namespace
}  // namespace pledge::client
