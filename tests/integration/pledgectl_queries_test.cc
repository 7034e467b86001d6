// pledgectl's queries against the real server: filters, words, order, counts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CommandResult;
using testing::CreateRequest;
using ::testing::HasSubstr;
using testing::Letter;
using ::testing::Not;

class PledgectlQueriesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    const auto documents = v1::DocumentService::NewStub(server_.NewChannel());
    for (int i = 1; i <= 3; ++i) {
      v1::CreateDocumentResponse response;
      const auto status =
          testing::CallUnary(*documents, &v1::DocumentService::Stub::CreateDocument,
                             CreateRequest("water", absl::StrCat("d", i), Letter(i)), &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
    }
  }

  // Words for a shell.
  CommandResult Run(const std::string& words) {
    return testing::RunCommand(absl::StrCat(testing::ProgramPath("pledgectl"), " ", words,
                                            " --server ", server_.address()));
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
};

TEST_F(PledgectlQueriesTest, CommitmentsAreFiltered) {
  const CommandResult dated =
      Run("commitments water --filter 'deadline.end_date = 2025 AND targets:*'");
  const CommandResult words = Run("commitments water --contains 管网巡检");

  EXPECT_EQ(dated.exit_code, 0) << dated.output;
  EXPECT_THAT(dated.output, HasSubstr("d1/revisions/1/commitments/c01\t"));
  EXPECT_THAT(dated.output, Not(HasSubstr("巡检")));
  EXPECT_EQ(words.exit_code, 0);
  EXPECT_THAT(words.output, HasSubstr("巡检办法"));
  EXPECT_THAT(words.output, Not(HasSubstr("公里")));
}

TEST_F(PledgectlQueriesTest, CommitmentsComeByDeadlineWithChosenFields) {
  const CommandResult result =
      Run("commitments - --order-by deadline -o jsonl --fields deadline.end_date --limit 4");

  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output,
              HasSubstr(R"({"commitment":{"deadline":{"endDate":{"year":2025,"month":12)"));
  EXPECT_THAT(result.output, Not(HasSubstr("\"text\"")));
  EXPECT_THAT(result.output, HasSubstr("\"complete\":true"));
}

TEST_F(PledgectlQueriesTest, MistakesInAFilterAreShown) {
  const CommandResult result = Run("commitments water --filter 'strenght = FIRM' 2>&1");

  EXPECT_EQ(result.exit_code, 2) << result.output;
  EXPECT_THAT(result.output, HasSubstr("did you mean \"strength\"?"));
  EXPECT_THAT(result.output, HasSubstr("FILTER_SYNTAX"));
}

TEST_F(PledgectlQueriesTest, AchievementsAreListedAndLaidOut) {
  const CommandResult lines = Run("achievements water/d2");
  const CommandResult laid_out = Run("achievements water/d2 --width 80");
  const CommandResult none = Run("achievements water --filter 'issuer = nobody' --width 80 2>&1");

  EXPECT_EQ(lines.exit_code, 0) << lines.output;
  EXPECT_THAT(
      lines.output,
      HasSubstr("collections/water/documents/d2/revisions/1/achievements/a01\tCOMPLETED\t"));
  EXPECT_THAT(laid_out.output, HasSubstr("water/d2@1  临澜市水务局"));
  EXPECT_THAT(laid_out.output, HasSubstr("a01  done"));
  EXPECT_THAT(none.output, HasSubstr("no achievements found"));
}

TEST_F(PledgectlQueriesTest, CountsByFields) {
  const CommandResult table = Run("count - --by issuer,deadline_year --width 80");
  const CommandResult lines = Run("count water --by deadline_year");
  const CommandResult json = Run("count water --by collection -o jsonl");

  EXPECT_EQ(table.exit_code, 0) << table.output;
  EXPECT_THAT(table.output, HasSubstr("issuer        deadline_year  commitments  letters\n"));
  EXPECT_THAT(table.output, HasSubstr("临澜市水务局  2025                     6        3\n"));
  EXPECT_THAT(lines.output, HasSubstr("2025\t6\t3\n"));
  EXPECT_THAT(json.output, HasSubstr(R"({"group":{"values":["water"],"count":"6")"));
  EXPECT_THAT(json.output, HasSubstr("\"complete\":true"));
}

TEST_F(PledgectlQueriesTest, AStateOfThePastIsRead) {
  const CommandResult before = Run("commitments water --as-of 2001-01-01 2>&1");
  const CommandResult wrong = Run("commitments water --as-of yesterday 2>&1");
  const CommandResult fields = Run("commitments water --fields text 2>&1");

  EXPECT_THAT(before.output, Not(HasSubstr("/commitments/c01")));
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.output, HasSubstr("no time"));
  EXPECT_EQ(fields.exit_code, 2);
}

}  // namespace
}  // namespace pledge
