// The commands of pledgectl about ingest sessions and for operators, as
// programs against the real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "service/base/limits.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using ::testing::HasSubstr;
using testing::Letter;
using ::testing::Not;

class OperationsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(server_.Start()) << server_.Log(); }

  testing::CommandResult Run(const std::string& words) {
    return testing::RunCommand(testing::ProgramPath("pledgectl") + " " + words + " --server " +
                               server_.address());
  }

  std::string Write(const std::string& name, const std::string& bytes) {
    const std::string folder = dir_.path() + "/letters";
    std::filesystem::create_directories(folder);
    std::ofstream(folder + "/" + name, std::ios::binary) << bytes;
    return folder;
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
};

TEST_F(OperationsTest, LargeFilesGoInPiecesAndTooLargeOnesAreRefused) {
  std::string large = Letter(1);
  while (large.size() < kMaxContentBytes + 100) large += "附件：本表不含承诺事项。\n";
  Write("a.txt", large);
  Write("b.txt", std::string(kMaxDocumentBytes + 1, 'x'));
  const std::string folder = Write("c.txt", Letter(2));

  const auto ingested = Run("ingest --collection water --session s " + folder);
  const auto results = Run("results water/s");
  const auto refused = Run("results water/s --refused -o jsonl");
  const auto again = Run("ingest --collection water --session s " + folder);

  EXPECT_EQ(ingested.exit_code, 3) << ingested.output;
  EXPECT_THAT(ingested.output, HasSubstr("created=2"));
  EXPECT_THAT(ingested.output, HasSubstr("rejected=1"));
  EXPECT_THAT(results.output, HasSubstr("1\tnew\t"));
  EXPECT_THAT(results.output, HasSubstr("water/a@1\n"));
  EXPECT_THAT(results.output, HasSubstr("2\trefused\t"));
  EXPECT_THAT(results.output, HasSubstr("DOCUMENT_TOO_LARGE"));
  EXPECT_THAT(refused.output, HasSubstr("{\"result\":{\"sequence\":\"2\""));
  EXPECT_THAT(refused.output, Not(HasSubstr("\"sequence\":\"1\"")));
  EXPECT_THAT(refused.output, HasSubstr("{\"complete\":true}\n"));
  EXPECT_THAT(again.output, HasSubstr("nothing to send"));
}

TEST_F(OperationsTest, SessionsAreListedAndFinished) {
  const std::string folder = Write("a.txt", Letter(1));
  ASSERT_EQ(Run("ingest --collection water --session s " + folder).exit_code, 0);

  const auto open = Run("sessions water");
  const auto mismatch = Run("finish water/s --expect 2");
  const auto finished = Run("finish water/s --expect 1 -o json");
  const auto table = Run("sessions water --width 100");
  const auto bad = Run("results water");

  EXPECT_EQ(open.output, "collections/water/ingestSessions/s\topen\t1\t1\t0\t0\t0\t" +
                             std::to_string(Letter(1).size()) + "\n");
  EXPECT_EQ(mismatch.exit_code, 6);
  EXPECT_THAT(mismatch.output, HasSubstr("COUNT_MISMATCH"));
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.output, HasSubstr("INGEST_SESSION_STATE_FINISHED"));
  EXPECT_THAT(table.output, HasSubstr("water/s"));
  EXPECT_THAT(table.output, HasSubstr("finished"));
  EXPECT_EQ(bad.exit_code, 2);
}

TEST_F(OperationsTest, OperatorsSeeAndEndTheServer) {
  const auto info = Run("info");
  const auto status = Run("status -o json");
  const auto drained = Run("drain --grace 5s");

  EXPECT_THAT(info.output, HasSubstr("largest document\t16.0 MiB\n"));
  EXPECT_THAT(info.output, HasSubstr("chunked_ingest"));
  EXPECT_THAT(status.output, HasSubstr("\"condition\":\"STORE_CONDITION_READ_WRITE\""));
  EXPECT_EQ(drained.exit_code, 0) << drained.output;
  EXPECT_EQ(server_.Wait(), 0) << server_.Log();
}

TEST_F(OperationsTest, AWriteUnderOneRequestIdHasOneEffect) {
  const std::string folder = Write("a.txt", Letter(1));
  ASSERT_EQ(Run("ingest --collection water --session s " + folder).exit_code, 0);
  const std::string id = " --request-id 9b2f3c0a-5d1e-4f76-8a3b-0c1d2e3f4a5b";

  const auto deleted = Run("delete water/a" + id);
  const auto again = Run("delete water/a" + id);
  const auto other = Run("delete water/a");
  const auto reused = Run("undelete water/a" + id);
  const auto bad = Run("undelete water/a --request-id mine");
  const auto revisions = Run("revisions water/a");

  EXPECT_EQ(deleted.exit_code, 0) << deleted.output;
  EXPECT_EQ(again.exit_code, 0) << again.output;
  EXPECT_EQ(again.output, deleted.output);
  EXPECT_EQ(other.exit_code, 6) << other.output;
  EXPECT_EQ(reused.exit_code, 0) << reused.output;
  EXPECT_EQ(bad.exit_code, 2) << bad.output;
  EXPECT_EQ(std::count(revisions.output.begin(), revisions.output.end(), '\n'), 3);
}

// Backs up, restores elsewhere, serves the copy.
TEST(Backup, RestoredStoreAnswersAsTheFirstDid) {
  testing::TempDir dir;
  const std::string backups = dir.path() + "/backups";
  testing::ServerProcess first(dir.path(), {"--backup-dir", backups});
  ASSERT_TRUE(first.Start()) << first.Log();
  const std::string pledgectl = testing::ProgramPath("pledgectl");
  const std::string at_first = " --server " + first.address();
  const auto documents = v1::DocumentService::NewStub(first.NewChannel());
  const auto create = [&](int number) {
    v1::CreateDocumentResponse response;
    const auto status = testing::CallUnary(
        *documents, &v1::DocumentService::Stub::CreateDocument,
        testing::CreateRequest("water", "d" + std::to_string(number), Letter(number)), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  };
  for (int i = 1; i <= 20; ++i) create(i);

  const auto made = testing::RunCommand(pledgectl + " backup monday" + at_first);
  const auto again = testing::RunCommand(pledgectl + " backup monday" + at_first);
  const auto bad = testing::RunCommand(pledgectl + " backup ../x" + at_first);
  const auto before = testing::RunCommand(pledgectl + " commitments water" + at_first);
  create(21);
  first.Kill();
  const auto verified = testing::RunCommand(pledgectl + " verify " + backups + "/monday");
  testing::TempDir other;
  const auto restored = testing::RunCommand(pledgectl + " restore " + backups + "/monday --to " +
                                            other.path() + "/store");

  EXPECT_EQ(made.exit_code, 0) << made.output;
  EXPECT_THAT(made.output, HasSubstr("commit\t20\n"));
  EXPECT_EQ(again.exit_code, 2) << again.output;
  EXPECT_EQ(bad.exit_code, 2) << bad.output;
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
  EXPECT_EQ(restored.exit_code, 0) << restored.output;
  testing::ServerProcess second(other.path());
  ASSERT_TRUE(second.Start()) << second.Log();
  const std::string at_second = " --server " + second.address();
  const auto status = testing::RunCommand(pledgectl + " status" + at_second);
  EXPECT_THAT(status.output, HasSubstr("condition\treads and writes\n"));
  EXPECT_THAT(status.output, HasSubstr("documents\t20\n"));
  const auto after = testing::RunCommand(pledgectl + " commitments water" + at_second);
  EXPECT_THAT(before.output, HasSubstr("documents/d20/"));
  EXPECT_EQ(after.output, before.output);
}

TEST(Backup, FailureIsNamedAndTheStoreGoesOn) {
  testing::TempDir dir;
  std::ofstream(dir.path() + "/file") << "no folder";
  testing::ServerProcess server(dir.path(), {"--backup-dir", dir.path() + "/file"});
  ASSERT_TRUE(server.Start()) << server.Log();
  const std::string at = " --server " + server.address();

  const auto failed =
      testing::RunCommand(testing::ProgramPath("pledgectl") + " backup monday" + at);
  const auto status = testing::RunCommand(testing::ProgramPath("pledgectl") + " status" + at);

  EXPECT_EQ(failed.exit_code, 7) << failed.output;
  EXPECT_THAT(failed.output, HasSubstr("DISK_RESERVE"));
  EXPECT_THAT(failed.output, HasSubstr("backup: "));
  EXPECT_THAT(status.output, HasSubstr("condition\treads and writes\n"));
}

TEST_F(OperationsTest, TopShowsHowTheServerStandsAndWhatItDoes) {
  const std::string folder = Write("a.txt", Letter(1));
  ASSERT_EQ(Run("ingest --collection water " + folder).exit_code, 0);

  const auto once = Run("top --once --interval 100ms");
  const auto json = Run("top --once --interval 100ms -o json");
  const auto wrong = Run("top --interval never");

  EXPECT_EQ(once.exit_code, 0) << once.output;
  EXPECT_THAT(once.output, HasSubstr("condition\tread_write\n"));
  EXPECT_THAT(once.output, HasSubstr("documents\t1\n"));
  // The look itself is a call that ended between the two.
  EXPECT_THAT(once.output, HasSubstr("method\tGetMetrics\t"));
  EXPECT_EQ(json.exit_code, 0) << json.output;
  EXPECT_THAT(json.output, HasSubstr("{\"method\":\"GetMetrics\",\"callsPerSecond\":"));
  EXPECT_EQ(wrong.exit_code, 2);
}

}  // namespace
}  // namespace pledge
