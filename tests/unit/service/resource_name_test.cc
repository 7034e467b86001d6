#include "service/base/resource_name.h"

#include <gtest/gtest.h>

#include "service/base/error.h"

namespace pledge {
namespace {

TEST(ResourceName, ParsesWhatItMakes) {
  const auto revision = ParseRevisionName("name", MakeRevisionName("c", "d.1", 12));
  const auto latest = ParseRevisionName("name", "collections/c/documents/d/revisions/latest");
  const auto session = ParseSessionName("name", MakeSessionName("c", "s_1"));

  ASSERT_TRUE(revision.ok() && latest.ok() && session.ok());
  EXPECT_EQ(revision->document, "d.1");
  EXPECT_EQ(revision->ordinal, 12u);
  EXPECT_EQ(latest->ordinal, 0u);
  EXPECT_EQ(session->session, "s_1");
}

TEST(ResourceName, RefusesEverythingElse) {
  for (const char* name :
       {"", "collections", "collections/", "collections/A", "collections/c/documents/",
        "collections/../documents/d", "collections/c/documents/d/", "/collections/c/documents/d",
        "collections/c/documents/d/revisions/1", "collections/c/documents/d e",
        "collections/答/documents/d"}) {
    const auto parsed = ParseDocumentName("name", name);
    ASSERT_FALSE(parsed.ok()) << name;
    EXPECT_EQ(ReasonOf(parsed.status()), ErrorReason::kFieldInvalid) << name;
  }
}

TEST(ResourceName, RefusesOrdinalsThatAreNone) {
  for (const char* ordinal : {"0", "-1", "01", "1x", "", "99999999999999999999"}) {
    EXPECT_FALSE(ParseRevisionName("name", std::string("collections/c/documents/"
                                                       "d/revisions/") +
                                               ordinal)
                     .ok())
        << ordinal;
  }
}

TEST(IsValidId, KnowsItsBorders) {
  EXPECT_TRUE(IsValidId(std::string(128, 'a')));
  EXPECT_FALSE(IsValidId(std::string(129, 'a')));
  EXPECT_TRUE(IsValidId("a.b_c-9"));
  EXPECT_FALSE(IsValidId("."));
  EXPECT_FALSE(IsValidId(std::string("a\0b", 3)));
}

}  // namespace
}  // namespace pledge
