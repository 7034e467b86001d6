// Pages: together they are what a stream gives.
#include "service/query/record_page.h"

#include <gtest/gtest.h>

#include "service/base/error.h"
#include "service/base/limits.h"
#include "tests/unit/query/query_store.h"

namespace pledge::query {
namespace {

using testing::CommitmentQuery;
using testing::QueryStore;
using testing::ReadStream;

PageQuery Pages(const std::string& parent, int page_size) {
  PageQuery query;
  query.kind = storage::RecordKind::kCommitments;
  query.parent = parent;
  query.page_size = page_size;
  query.filter = "strength >= SUPPORT";
  return query;
}

v1::ListCommitmentsResponse Parse(const RecordPage& page) {
  v1::ListCommitmentsResponse response;
  EXPECT_TRUE(response.ParseFromString(page.records));
  return response;
}

TEST(RecordPage, AllPagesShowOneStateWithoutGaps) {
  QueryStore letters(3);
  letters.AddLetters(60);
  const auto whole =
      ReadStream(letters.store(), CommitmentQuery({"collections/water"}, "strength >= SUPPORT"));
  PageQuery query = Pages("collections/water", 7);
  std::vector<std::string> names;
  do {
    const auto page = ReadPage(letters.store(), query);
    ASSERT_TRUE(page.ok()) << page.status();
    const auto response = Parse(*page);
    EXPECT_LE(response.commitments_size(), 7);
    EXPECT_EQ(page->read_info.commit_number(), 60);
    for (const auto& one : response.commitments()) names.push_back(one.name());
    query.page_token = page->next_page_token;
    letters.Replace(names.size() % 60);
  } while (!query.page_token.empty());

  EXPECT_EQ(names, whole.names);
}

TEST(RecordPage, TokenIsBoundToTheRequest) {
  QueryStore letters(3);
  letters.AddLetters(60);
  PageQuery query = Pages("collections/water", 5);
  query.page_token = ReadPage(letters.store(), query)->next_page_token;
  ASSERT_FALSE(query.page_token.empty());
  PageQuery other_filter = query;
  other_filter.filter = "strength = FIRM";
  PageQuery other_parent = query;
  other_parent.parent = "collections/schools";
  PageQuery with_point = query;
  with_point.read_point.emplace().set_latest(true);
  auto stream = CommitmentQuery({"collections/water"}, "strength >= SUPPORT");
  stream.options.set_resume_token(query.page_token);

  EXPECT_EQ(ReasonOf(ReadPage(letters.store(), other_filter).status()),
            ErrorReason::kTokenMalformed);
  EXPECT_EQ(ReasonOf(ReadPage(letters.store(), other_parent).status()),
            ErrorReason::kTokenMalformed);
  EXPECT_EQ(MetadataOf(ReadPage(letters.store(), with_point).status()).at("field"), "read_point");
  EXPECT_EQ(ReasonOf(ReadStream(letters.store(), stream).status), ErrorReason::kTokenMalformed);
}

TEST(RecordPage, ChecksItsFields) {
  QueryStore letters(3);
  letters.AddLetters(3);
  const auto field_of = [&](const PageQuery& query) {
    return MetadataOf(ReadPage(letters.store(), query).status()).at("field");
  };
  PageQuery bad_filter = Pages("collections/water", 1);
  bad_filter.filter = "(";
  PageQuery sections = Pages("collections/water", 1);
  sections.kind = storage::RecordKind::kSections;
  sections.filter = "";

  EXPECT_EQ(field_of(Pages("collections/water", -1)), "page_size");
  EXPECT_EQ(field_of(Pages("water", 1)), "parent");
  EXPECT_EQ(field_of(bad_filter), "filter");
  EXPECT_EQ(field_of(sections), "parent");
  EXPECT_EQ(*CheckPageSize(0), kDefaultPageSize);
  EXPECT_EQ(*CheckPageSize(1 << 20), kMaxPageSize);
}

}  // namespace
}  // namespace pledge::query
