// The commands of pledgectl about jobs, as programs against the real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/letters.h"
#include "tests/integration/old_store.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using ::testing::HasSubstr;
using testing::Letter;
using ::testing::Not;
using ::testing::StartsWith;

class PledgectlJobsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    testing::WriteOldLetters(
        server_.store_dir(), "water",
        {{"a", Letter(1)}, {"b", Letter(2)}, {"c", Letter(3), /*is_complete=*/true}});
    ASSERT_TRUE(server_.Start()) << server_.Log();
  }

  testing::CommandResult Run(const std::string& words) {
    return testing::RunCommand(testing::ProgramPath("pledgectl") + " " + words + " --server " +
                               server_.address());
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
};

TEST_F(PledgectlJobsTest, ReanalyzeCountsFirstAndThenDoesIt) {
  const auto dry = Run("reanalyze water --dry-run --wait --job-id dry");
  const auto unchanged = Run("revisions water/a");
  const auto real = Run("reanalyze - --wait --job-id real");
  const auto again = Run("reanalyze - --job-id real");
  const auto revisions = Run("revisions water/a");

  EXPECT_EQ(dry.exit_code, 0) << dry.output;
  EXPECT_THAT(dry.output, HasSubstr("work\treanalyze, dry run\n"));
  EXPECT_THAT(dry.output, HasSubstr("state\tdone\n"));
  EXPECT_THAT(dry.output, HasSubstr("of\twater\n"));
  EXPECT_THAT(dry.output, HasSubstr("done\t3 of 3\n"));
  EXPECT_THAT(dry.output, HasSubstr("changed letters\t2\n"));
  EXPECT_THAT(dry.output, HasSubstr("same letters\t1\n"));
  EXPECT_THAT(dry.output, HasSubstr("commitments\t+2 new, -0 gone, ~2 changed\n"));
  EXPECT_THAT(unchanged.output, Not(HasSubstr("water/a@2")));
  EXPECT_EQ(real.exit_code, 0) << real.output;
  EXPECT_THAT(again.output, HasSubstr("state\tdone\n")) << "the same job";
  EXPECT_THAT(revisions.output, StartsWith("water/a@2\t"));
  EXPECT_THAT(revisions.output, HasSubstr("\treanalyzed\t"));
  EXPECT_THAT(revisions.output, HasSubstr("\tjobs/real\n"));
}

TEST_F(PledgectlJobsTest, JobsAreListedShownAndCancelled) {
  ASSERT_EQ(Run("reanalyze water/a --wait --job-id one").exit_code, 0);
  ASSERT_EQ(Run("reanalyze water --wait --job-id two").exit_code, 0);

  const auto list = Run("jobs");
  const auto newest = Run("jobs --limit 1");
  const auto lines = Run("jobs -o jsonl");
  const auto table = Run("jobs --width 100");
  const auto one = Run("job jobs/one -o json");
  const auto followed = Run("job two --follow -o jsonl");
  const auto cancelled = Run("cancel-job two");

  EXPECT_THAT(list.output, StartsWith("two\treanalyze\tdone\t3\t3\t0\t"));
  EXPECT_THAT(list.output, HasSubstr("\none\treanalyze\tdone\t1\t1\t0\t"));
  EXPECT_THAT(newest.output, StartsWith("two\t"));
  EXPECT_THAT(newest.output, Not(HasSubstr("\none\t")));
  EXPECT_THAT(lines.output, StartsWith("{\"job\":{\"name\":\"jobs/two\""));
  EXPECT_THAT(lines.output, HasSubstr("\"complete\":true}\n"));
  EXPECT_THAT(table.output, StartsWith("job  "));
  EXPECT_THAT(one.output, HasSubstr("\"state\":\"JOB_STATE_SUCCEEDED\""));
  EXPECT_EQ(followed.exit_code, 0) << followed.output;
  EXPECT_THAT(followed.output, HasSubstr("{\"job\":{\"name\":\"jobs/two\""));
  EXPECT_THAT(cancelled.output, HasSubstr("state\tdone\n")) << "it had ended";
}

TEST_F(PledgectlJobsTest, FailuresAreTold) {
  const auto none = Run("job none");
  const auto missing = Run("reanalyze water/none");
  const auto help = testing::RunCommand(testing::ProgramPath("pledgectl") + " reanalyze --help");

  EXPECT_EQ(none.exit_code, 5);
  EXPECT_THAT(none.output, HasSubstr("JOB_NOT_FOUND"));
  EXPECT_EQ(missing.exit_code, 5);
  EXPECT_THAT(missing.output, HasSubstr("DOCUMENT_NOT_FOUND"));
  EXPECT_THAT(help.output, HasSubstr("--dry-run"));
  EXPECT_THAT(help.output, HasSubstr("--wait"));
}

}  // namespace
}  // namespace pledge
