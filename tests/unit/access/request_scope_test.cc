#include "service/access/request_scope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pledge/v1/document_service.pb.h"
#include "pledge/v1/query_service.pb.h"

namespace pledge::access {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

RequestScope ScopeOfGet(const std::string& name) {
  pledge::v1::GetDocumentRequest request;
  request.set_name(name);
  return ScopeOf(*FindMethod("GetDocument"), request);
}

TEST(RequestScope, IsTheCollectionOfEachName) {
  pledge::v1::StreamSectionsRequest request;
  request.mutable_selector()->add_parents("collections/a/documents/d/revisions/3");
  request.mutable_selector()->add_parents("collections/b");
  request.mutable_selector()->add_parents("collections/a");

  const RequestScope scope = ScopeOf(*FindMethod("StreamSections"), request);

  EXPECT_FALSE(scope.is_all);
  EXPECT_THAT(scope.collections, ElementsAre("a", "b"));
  EXPECT_EQ(ScopeText(scope), "a,b");
}

TEST(RequestScope, IsEverythingForWhatCannotBeRead) {
  for (const char* name : {"", "collections/", "collections/-", "collections/-/documents/d",
                           "collections/A/documents/d", "jobs/j", "documents/d", "/collections/a",
                           "collections/../documents/d", "xcollections/a"}) {
    const RequestScope scope = ScopeOfGet(name);
    EXPECT_TRUE(scope.is_all) << name;
    EXPECT_THAT(scope.collections, IsEmpty()) << name;
  }
  EXPECT_FALSE(ScopeOfGet("collections/a/what/ever").is_all);
}

TEST(RequestScope, IsEverythingForAListWithoutNamesOrWithOneWildcard) {
  pledge::v1::StreamSectionsRequest request;
  EXPECT_TRUE(ScopeOf(*FindMethod("StreamSections"), request).is_all);

  request.mutable_selector()->add_parents("collections/a");
  request.mutable_selector()->add_parents("collections/-");

  EXPECT_TRUE(ScopeOf(*FindMethod("StreamSections"), request).is_all);
}

TEST(RequestScope, LooksIntoNestedMessages) {
  pledge::v1::UpdateDocumentRequest request;
  request.mutable_document()->set_name("collections/a/documents/d");

  EXPECT_THAT(ScopeOf(*FindMethod("UpdateDocument"), request).collections, ElementsAre("a"));
}

}  // namespace
}  // namespace pledge::access
