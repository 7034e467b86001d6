// QueryService on the real server: achievements, pages, filters, text, order and
// counts, as a client sees them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::CreateRequest;
using testing::InfoOf;
using testing::Letter;
using Stub = v1::QueryService::Stub;

class QueryRecordsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    const auto channel = server_.NewChannel();
    documents_ = v1::DocumentService::NewStub(channel);
    queries_ = v1::QueryService::NewStub(channel);
    for (int i = 1; i <= 6; ++i) {
      auto request = CreateRequest("water", "d" + std::to_string(i), Letter(i));
      (*request.mutable_document()->mutable_labels())["half"] = i <= 3 ? "first" : "second";
      v1::CreateDocumentResponse response;
      const auto status =
          CallUnary(*documents_, &v1::DocumentService::Stub::CreateDocument, request, &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
    }
  }

  template <typename Response, typename Request>
  std::vector<Response> ReadAll(std::unique_ptr<grpc::ClientReader<Response>> (Stub::*method)(
                                    grpc::ClientContext*, const Request&),
                                const Request& request) {
    grpc::ClientContext context;
    testing::SetDeadline(&context);
    auto reader = ((*queries_).*method)(&context, request);
    std::vector<Response> messages(1);
    while (reader->Read(&messages.back())) messages.emplace_back();
    messages.pop_back();
    status_ = reader->Finish();
    return messages;
  }

  std::vector<v1::Commitment> Commitments(const v1::StreamCommitmentsRequest& request) {
    std::vector<v1::Commitment> all;
    for (const auto& message : ReadAll(&Stub::StreamCommitments, request)) {
      all.insert(all.end(), message.commitments().begin(), message.commitments().end());
    }
    return all;
  }

  static v1::StreamCommitmentsRequest Selecting(const std::string& filter,
                                                const std::string& text = "") {
    v1::StreamCommitmentsRequest request;
    request.mutable_selector()->add_parents("collections/water");
    request.mutable_selector()->set_filter(filter);
    request.mutable_selector()->set_text_contains(text);
    return request;
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<Stub> queries_;
  grpc::Status status_;
};

TEST_F(QueryRecordsTest, AchievementsStreamWithNamesAndSections) {
  v1::StreamAchievementsRequest request;
  request.mutable_selector()->add_parents("collections/water");

  const auto messages = ReadAll(&Stub::StreamAchievements, request);

  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_TRUE(messages[0].position().complete());
  ASSERT_GE(messages[0].achievements_size(), 6);
  EXPECT_EQ(messages[0].achievements(0).name(),
            "collections/water/documents/d1/revisions/1/achievements/a01");
  EXPECT_THAT(messages[0].achievements(0).section(), ::testing::HasSubstr("/sections/"));
}

TEST_F(QueryRecordsTest, PagesOfEachKindAreTheStream) {
  v1::ListCommitmentsRequest request;
  request.set_parent("collections/water");
  request.set_page_size(5);
  std::vector<std::string> names;
  do {
    v1::ListCommitmentsResponse page;
    const auto status = CallUnary(*queries_, &Stub::ListCommitments, request, &page);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const auto& one : page.commitments()) names.push_back(one.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::vector<std::string> streamed;
  for (const auto& one : Commitments(Selecting(""))) streamed.push_back(one.name());
  v1::ListSectionsRequest sections;
  sections.set_parent("collections/water/documents/d2");
  sections.mutable_read_mask()->add_paths("kind");
  v1::ListSectionsResponse section_page;
  v1::ListAchievementsRequest achievements;
  achievements.set_parent("collections/water/documents/d2/revisions/1");
  v1::ListAchievementsResponse achievement_page;

  EXPECT_EQ(names, streamed);
  ASSERT_TRUE(CallUnary(*queries_, &Stub::ListSections, sections, &section_page).ok());
  EXPECT_EQ(section_page.sections(0).kind(), v1::SECTION_KIND_TITLE);
  EXPECT_TRUE(section_page.sections(0).text().empty());
  ASSERT_TRUE(CallUnary(*queries_, &Stub::ListAchievements, achievements, &achievement_page).ok());
  EXPECT_GE(achievement_page.achievements_size(), 1);
  EXPECT_EQ(achievement_page.read_info().commit_number(), 6);
}

TEST_F(QueryRecordsTest, FilterSelectsByColumnsAndLabels) {
  const auto all = Commitments(Selecting(""));
  const auto dated = Commitments(Selecting("deadline.end_date = 2025 AND labels.half = first"));

  ASSERT_TRUE(status_.ok()) << status_.error_message();
  const auto expected = std::count_if(all.begin(), all.end(), [](const v1::Commitment& one) {
    return one.deadline().end_date().year() == 2025 &&
           one.name() < "collections/water/documents/d4";
  });
  EXPECT_GT(expected, 0);
  EXPECT_EQ(static_cast<int64_t>(dated.size()), expected);
  for (const auto& one : dated) EXPECT_EQ(one.deadline().end_date().year(), 2025);
}

TEST_F(QueryRecordsTest, MistakesInFiltersAreLocated) {
  Commitments(Selecting("strength >= INTENT AND colour = red"));
  v1::ListCommitmentsRequest list;
  list.set_parent("collections/water");
  list.set_filter("(");
  v1::ListCommitmentsResponse response;
  const auto status = CallUnary(*queries_, &Stub::ListCommitments, list, &response);

  EXPECT_EQ(status_.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(InfoOf(status_).reason(), "FILTER_SYNTAX");
  EXPECT_EQ(InfoOf(status_).metadata().at("field"), "selector.filter");
  EXPECT_EQ(InfoOf(status_).metadata().at("offset"), "23");
  EXPECT_EQ(InfoOf(status).metadata().at("field"), "filter");
}

TEST_F(QueryRecordsTest, TextIsSearchedForInEachRecord) {
  const auto all = Commitments(Selecting(""));
  const auto found = Commitments(Selecting("", "管网巡检"));

  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(found.size(), 6u);
  EXPECT_LT(found.size(), all.size());
  for (const auto& one : found) EXPECT_THAT(one.text(), ::testing::HasSubstr("管网巡检"));
}

TEST_F(QueryRecordsTest, DeadlineOrderAndResume) {
  auto request = Selecting("");
  request.mutable_options()->set_order_by("deadline");
  request.mutable_options()->set_max_batch(4);
  const auto messages = ReadAll(&Stub::StreamCommitments, request);
  ASSERT_GE(messages.size(), 3u);
  const auto whole = Commitments(request);
  request.mutable_options()->set_resume_token(messages[0].position().resume_token());

  const auto rest = Commitments(request);

  EXPECT_EQ(rest.size() + 4, whole.size());
  EXPECT_EQ(rest[0].name(), whole[4].name());
  bool is_dated = true;
  for (const auto& one : whole) {
    const bool has_date = one.deadline().has_end_date();
    EXPECT_TRUE(is_dated || !has_date);
    is_dated = has_date;
  }
}

TEST_F(QueryRecordsTest, CountsByFields) {
  v1::AggregateCommitmentsRequest request;
  request.mutable_selector()->add_parents("collections/-");
  request.add_group_by("label.half");
  request.add_group_by("deadline_month");
  v1::AggregateCommitmentsResponse response;

  const auto status = CallUnary(*queries_, &Stub::AggregateCommitments, request, &response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.groups_size(), 2);
  std::set<std::string> seen;
  for (const auto& group : response.groups()) {
    EXPECT_EQ(group.document_count(), 3);
    seen.insert(group.values(0) + "|" + group.values(1));
  }
  EXPECT_THAT(seen, ::testing::ElementsAre("first|2025-12", "second|2025-12"));
}

}  // namespace
}  // namespace pledge
