// DiffDocumentRevisions on the real server: two versions of a letter, pages,
// parts, errors, and what pledgectl shows of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/integration/letters.h"
#include "tests/integration/revisions.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::InfoOf;
using Stub = v1::DocumentService::Stub;

constexpr char kDocument[] = "collections/edu/documents/a";

std::string School(const std::string& canteens, const std::string& teachers) {
  return "临澜市教育局关于市政协第12号提案的答复函\n林清和委员：\n"
         "您提出的关于校园安全的提案收悉，现答复如下：\n一、校舍与食堂\n下一步，我局将" +
         canteens + "\n二、教师与课程\n下一步，我局将" + teachers +
         "\n感谢您对教育工作的关心。\n临澜市教育局\n2024年6月12日\n";
}

// In the second one promise is weakened, one deadline slips, one is dropped,
// one is added and one only moves.
std::string First() {
  return School("制定校舍加固三年方案。2025年底前完成120所学校食堂改造。建立校园周边巡查制度。",
                "新建教师培训基地3个。编写安全教育读本。");
}
std::string Second() {
  return School("研究制定校舍加固三年方案。2026年6月底前完成120所学校食堂改造。编写安全教育读本。",
                "新建教师培训基地3个。举办校长研修班。");
}

class DiffTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    stub_ = v1::DocumentService::NewStub(server_.NewChannel());
    testing::RevisionWriter writer(server_.NewChannel(), "edu", "s");
    ASSERT_EQ(writer.Put("a", First()).outcome(), v1::INGEST_OUTCOME_CREATED);
    ASSERT_EQ(writer.Put("a", Second()).outcome(), v1::INGEST_OUTCOME_UPDATED);
  }

  v1::DiffDocumentRevisionsRequest Request(const std::string& base = "1",
                                           const std::string& target = "2") {
    v1::DiffDocumentRevisionsRequest request;
    request.set_base(std::string(kDocument) + "/revisions/" + base);
    request.set_target(std::string(kDocument) + "/revisions/" + target);
    return request;
  }
  grpc::Status Diff(const v1::DiffDocumentRevisionsRequest& request,
                    v1::DiffDocumentRevisionsResponse* response) {
    return CallUnary(*stub_, &Stub::DiffDocumentRevisions, request, response);
  }
  v1::DiffDocumentRevisionsResponse MustDiff(const v1::DiffDocumentRevisionsRequest& request) {
    v1::DiffDocumentRevisionsResponse response;
    const grpc::Status status = Diff(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<Stub> stub_;
};

TEST_F(DiffTest, SaysExactlyWhatBecameOfThePromises) {
  auto request = Request();
  request.add_parts("commitments");

  const auto diff = MustDiff(request);

  std::vector<std::string> lines;
  for (const v1::DiffEntry& entry : diff.entries()) {
    std::string line = v1::DiffKind_Name(entry.kind()).substr(10);
    for (const int sense : entry.senses()) {
      line += " " + v1::ChangeSense_Name(static_cast<v1::ChangeSense>(sense)).substr(13);
    }
    lines.push_back(line + " " +
                    (entry.target_text().empty() ? entry.base_text() : entry.target_text()));
  }
  EXPECT_THAT(lines, ElementsAre("CHANGED WEAKENED 研究制定校舍加固三年方案",
                                 "CHANGED DEADLINE_LATER 2026年6月底前完成120所学校食堂改造",
                                 "MOVED 编写安全教育读本", "ADDED 举办校长研修班",
                                 "REMOVED 建立校园周边巡查制度"));
  ASSERT_EQ(diff.counts_size(), 1);
  EXPECT_EQ(diff.counts(0).same(), 1);
  EXPECT_EQ(diff.base().cause(), v1::REVISION_CAUSE_CREATED);
  EXPECT_EQ(diff.target().cause(), v1::REVISION_CAUSE_CONTENT_REPLACED);
}

TEST_F(DiffTest, BackwardsItSaysTheOpposite) {
  const auto diff = MustDiff(Request("latest", "1"));

  EXPECT_EQ(diff.base().name(), std::string(kDocument) + "/revisions/2");
  EXPECT_THAT(diff.entries(0).senses(), ElementsAre(v1::CHANGE_SENSE_STRENGTHENED));
  EXPECT_THAT(diff.entries(1).senses(), ElementsAre(v1::CHANGE_SENSE_DEADLINE_EARLIER));
}

TEST_F(DiffTest, ARevisionDoesNotDifferFromItself) {
  const auto diff = MustDiff(Request("2", "latest"));

  EXPECT_EQ(diff.entries_size(), 0);
  EXPECT_EQ(diff.counts_size(), 5);
}

// Pages keep to the revisions of the first, also when "latest" moves on.
TEST_F(DiffTest, PagesTogetherAreTheWhole) {
  const auto whole = MustDiff(Request("1", "latest"));
  auto request = Request("1", "latest");
  request.set_page_size(2);
  v1::DiffDocumentRevisionsResponse pages;
  int count = 0;
  do {
    const auto page = MustDiff(request);
    EXPECT_LE(page.entries_size(), 2);
    pages.MergeFrom(page);
    request.set_page_token(page.next_page_token());
    if (++count == 1) {
      testing::RevisionWriter writer(server_.NewChannel(), "edu", "t");
      ASSERT_EQ(writer.Put("a", First()).outcome(), v1::INGEST_OUTCOME_UPDATED);
    }
  } while (!request.page_token().empty());

  ASSERT_EQ(pages.entries_size(), whole.entries_size());
  EXPECT_EQ(count, (whole.entries_size() + 1) / 2);
  for (int i = 0; i < whole.entries_size(); ++i) {
    EXPECT_EQ(pages.entries(i).SerializeAsString(), whole.entries(i).SerializeAsString());
  }
}

TEST_F(DiffTest, WrongRequestsAreRefused) {
  v1::DiffDocumentRevisionsResponse response;
  auto paged = Request();
  paged.set_page_size(1);
  const auto page = MustDiff(paged);
  const auto with = [&](auto edit) {
    auto request = Request();
    edit(request);
    return InfoOf(Diff(request, &response)).reason();
  };

  EXPECT_EQ(with([](auto& r) { r.set_base(kDocument); }), "FIELD_INVALID");
  EXPECT_EQ(with([](auto& r) { r.set_target("collections/edu/documents/b/revisions/1"); }),
            "FIELD_INVALID");
  EXPECT_EQ(with([](auto& r) { r.add_parts("everything"); }), "FIELD_INVALID");
  EXPECT_EQ(with([](auto& r) { r.set_page_size(-1); }), "FIELD_INVALID");
  EXPECT_EQ(with([](auto& r) { r.set_target(std::string(kDocument) + "/revisions/9"); }),
            "REVISION_NOT_FOUND");
  EXPECT_EQ(with([&](auto& r) { r.set_page_token("x" + page.next_page_token()); }),
            "TOKEN_MALFORMED");
  EXPECT_EQ(with([&](auto& r) {
              r.set_page_token(page.next_page_token());
              r.add_parts("facts");
            }),
            "TOKEN_MALFORMED");
}

TEST_F(DiffTest, PersonalDataIsNoPartOfIt) {
  testing::RevisionWriter writer(server_.NewChannel(), "edu", "t");
  ASSERT_EQ(writer.Put("a", Second() + "联系人：周明，电话：0000-1234567\n").outcome(),
            v1::INGEST_OUTCOME_UPDATED);

  const auto diff = MustDiff(Request("2", "3"));

  for (const v1::DiffEntry& entry : diff.entries()) {
    for (const v1::FieldChange& change : entry.field_changes()) {
      EXPECT_THAT(change.path(), ::testing::Not(HasSubstr("contact")));
    }
  }
}

TEST_F(DiffTest, PledgectlShowsTheTwoNewest) {
  const auto run = [&](const std::string& words) {
    return testing::RunCommand(testing::ProgramPath("pledgectl") + " diff --server " +
                               server_.address() + " " + words);
  };

  const auto shown = run("edu/a --width 80");
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_THAT(shown.output, HasSubstr("+1 added  -1 removed  ~2 changed  >1 moved  1 the same\n"));
  EXPECT_THAT(shown.output, HasSubstr("~ c01  weakened\n       strength  firm -> explore\n"));
  EXPECT_THAT(shown.output, HasSubstr("~ c02  deadline later\n"));
  EXPECT_THAT(shown.output, HasSubstr("> c03  moved: 编写安全教育读本\n"));
  EXPECT_EQ(run("edu/a @1 @2 --exit-code").exit_code, 100);
  EXPECT_EQ(run("edu/a@2 @2 --exit-code").exit_code, 0);
  EXPECT_EQ(run("edu/a@1").exit_code, 2);
  EXPECT_EQ(run("edu/none").exit_code, 5);
  EXPECT_THAT(run("edu/a -o jsonl").output, HasSubstr("\"senses\":[\"CHANGE_SENSE_WEAKENED\"]"));
}

}  // namespace
}  // namespace pledge
