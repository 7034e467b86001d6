// pledged on PostgreSQL, as processes: takeovers, crashes of replicas and of the
// database under bulk ingest, copies from and to another store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/integration/letters.h"
#include "tests/integration/replicas.h"
#include "tests/integration/server_process.h"
#include "tests/postgres/private_postgres.h"

namespace pledge {
namespace {

using ::testing::HasSubstr;
using testing::Letter;
using ::testing::Not;
using testing::PrivatePostgres;
using testing::Replicas;
using testing::ServerProcess;
using testing::SharedPostgres;

constexpr int kLetters = 400;
constexpr int kStep = 60;  // letters between two disturbances

class PostgresServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!PrivatePostgres::IsInstalled()) GTEST_SKIP() << "postgresql-15 is not installed";
  }

  std::string WriteLetters(int count) {
    const std::string folder = dir_.path() + "/letters";
    std::filesystem::create_directories(folder);
    for (int i = 0; i < count; ++i) {
      std::ofstream(absl::StrCat(folder, "/d", i, ".txt")) << Letter(i);
    }
    return folder;
  }
  testing::CommandResult Run(const std::string& words, const ServerProcess& server) {
    return testing::RunCommand(absl::StrCat(testing::ProgramPath("pledgectl"), " ", words,
                                            " --server ", server.address()));
  }
  static testing::CommandResult Copy(const ServerProcess& from, const ServerProcess& to) {
    return testing::RunCommand(absl::StrCat(testing::ProgramPath("pledgectl"), " copy --from ",
                                            from.address(), " --to ", to.address()));
  }
  // Ingests letters through the shipped client, and calls `disturb` each time that
  // some more of them are stored; then everything must be there once, and the
  // store without a fault.
  void IngestThrough(Replicas& replicas, const std::function<void()>& disturb) {
    const std::string folder = WriteLetters(kLetters);
    std::atomic<bool> is_done = false;
    testing::CommandResult ingested;
    std::thread client([&] {
      ingested = Run("ingest " + folder + " --collection water --session s", replicas.process(0));
      is_done = true;
    });
    int disturbances = 0;
    int stored = 0;
    while (!is_done) {
      replicas.Revive();
      const int now = replicas.StoredLetters();
      if (now < stored + kStep || now == kLetters) continue;
      stored = now;
      disturb();
      ++disturbances;
    }
    client.join();

    EXPECT_EQ(ingested.exit_code, 0) << ingested.output;
    EXPECT_GT(disturbances, 0) << "the ingest was over too soon";
    ASSERT_TRUE(replicas.AwaitServing());
    ExpectAllOnce(replicas.process(0));
  }
  void ExpectAllOnce(const ServerProcess& server) {
    const auto documents = Run("list water -o jsonl", server);
    ASSERT_EQ(documents.exit_code, 0) << documents.output;
    std::set<std::string> names;
    int stored_twice = 0;
    for (const auto line : absl::StrSplit(documents.output, '\n', absl::SkipEmpty())) {
      const std::vector<std::string> words = absl::StrSplit(line, '"');
      const auto newest = std::find(words.begin(), words.end(), "latestRevision");
      if (words.end() - newest < 3) continue;  // the line that ends the list
      names.insert(newest[2]);
      if (!absl::EndsWith(newest[2], "/revisions/1")) ++stored_twice;
    }
    EXPECT_EQ(names.size(), static_cast<size_t>(kLetters));
    EXPECT_EQ(stored_twice, 0);
    const auto checked = Run("check --wait", server);
    EXPECT_EQ(checked.exit_code, 0) << checked.output;
  }

  testing::TempDir dir_;
};

TEST_F(PostgresServerTest, KillsOfReplicasDuringIngestLoseAndDoubleNothing) {
  Replicas replicas(SharedPostgres(), dir_.path(), 3);
  ASSERT_TRUE(replicas.Start()) << replicas.process(0).Log();

  IngestThrough(replicas, [&] { replicas.KillServing(); });
}

TEST_F(PostgresServerTest, CrashesOfTheDatabaseDuringIngestLoseAndDoubleNothing) {
  PrivatePostgres database;
  Replicas replicas(database, dir_.path(), 2);
  ASSERT_TRUE(replicas.Start()) << replicas.process(0).Log();

  IngestThrough(replicas, [&] {
    database.StopImmediately();
    database.Start();
  });
}

TEST_F(PostgresServerTest, AReplicaThatWaitsIsAliveNotReadyAndStopsAtOnce) {
  Replicas replicas(SharedPostgres(), dir_.path(), 1);
  ASSERT_TRUE(replicas.Start()) << replicas.process(0).Log();
  testing::TempDir other_dir;
  ServerProcess other(other_dir.path(), replicas.Flags());
  other.Launch();
  while (other.Log().find("standby") == std::string::npos) ::usleep(20'000);

  EXPECT_EQ(other.Terminate(), 0) << other.Log();

  EXPECT_THAT(other.Log(), Not(HasSubstr("listening")));
  EXPECT_EQ(Run("status", replicas.process(0)).exit_code, 0);
}

TEST_F(PostgresServerTest, AStoppedReplicaIsFollowedAtOnce) {
  Replicas replicas(SharedPostgres(), dir_.path(), 2);
  ASSERT_TRUE(replicas.Start()) << replicas.process(0).Log();
  WriteLetters(1);
  ASSERT_EQ(Run("ingest " + dir_.path() + "/letters/d0.txt --collection water", replicas.process(0))
                .exit_code,
            0);
  ServerProcess* first = replicas.Serving();
  ASSERT_NE(first, nullptr);

  EXPECT_EQ(first->Terminate(), 0);

  ServerProcess* second =
      first == &replicas.process(0) ? &replicas.process(1) : &replicas.process(0);
  ASSERT_TRUE(second->AwaitServing()) << second->Log();
  EXPECT_EQ(Run("get water/d0", *second).exit_code, 0);
}

// A process that stands still for longer than its lease is overtaken, and finds
// out when it wakes.
TEST_F(PostgresServerTest, AFrozenReplicaIsOvertakenAndEndsItself) {
  Replicas replicas(SharedPostgres(), dir_.path(), 1);
  ASSERT_TRUE(replicas.Start()) << replicas.process(0).Log();
  testing::TempDir other_dir;
  ServerProcess other(other_dir.path(), replicas.Flags());
  replicas.process(0).Signal(SIGSTOP);
  ASSERT_TRUE(other.Start()) << other.Log();
  WriteLetters(1);
  ASSERT_EQ(Run("ingest " + dir_.path() + "/letters/d0.txt --collection water", other).exit_code,
            0);

  replicas.process(0).Signal(SIGCONT);

  EXPECT_EQ(replicas.process(0).Wait(), 1) << replicas.process(0).Log();
  EXPECT_THAT(replicas.process(0).Log(), HasSubstr("writer_lease_lost"));
  EXPECT_EQ(Run("get water/d0", other).exit_code, 0);
}

TEST_F(PostgresServerTest, PasswordsAreNotShown) {
  const std::string flag =
      " --store 'postgres:host=/nowhere dbname=letters user=u password=secret-word'";

  const auto failed = testing::RunCommand(testing::ProgramPath("pledged") +
                                          " --listen unix:" + dir_.path() + "/s" + flag);

  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_THAT(failed.output, HasSubstr("cannot open the store postgres:dbname=letters"));
  EXPECT_THAT(failed.output, Not(HasSubstr("secret-word")));
}

TEST_F(PostgresServerTest, BackupsAreRefusedWithTheWay) {
  Replicas replicas(SharedPostgres(), dir_.path(), 0);
  auto flags = replicas.Flags();
  flags.insert(flags.end(), {"--backup-dir", dir_.path() + "/backups"});
  ServerProcess server(dir_.path(), flags);
  ASSERT_TRUE(server.Start()) << server.Log();

  const auto refused = Run("backup b", server);

  EXPECT_NE(refused.exit_code, 0);
  EXPECT_THAT(refused.output, HasSubstr("NOT_SUPPORTED"));
  EXPECT_THAT(refused.output, HasSubstr("pg_basebackup"));
  EXPECT_FALSE(std::filesystem::exists(dir_.path() + "/backups/b.part"));
}

TEST_F(PostgresServerTest, AStoreIsCopiedThereAndBack) {
  testing::TempDir far_dir;
  testing::TempDir back_dir;
  Replicas replicas(SharedPostgres(), far_dir.path(), 1);
  ServerProcess source(dir_.path());
  ServerProcess back(back_dir.path());
  ASSERT_TRUE(source.Start()) << source.Log();
  ASSERT_TRUE(back.Start()) << back.Log();
  ASSERT_TRUE(replicas.Start()) << replicas.process(0).Log();
  ASSERT_EQ(Run("ingest " + WriteLetters(50) + " --collection water --session s", source).exit_code,
            0);

  const auto there = Copy(source, replicas.process(0));
  const auto home = Copy(replicas.process(0), back);

  ASSERT_EQ(there.exit_code, 0) << there.output;
  ASSERT_EQ(home.exit_code, 0) << home.output;
  EXPECT_THAT(there.output, HasSubstr("digest"));
  const auto exported = [&](ServerProcess& server, const std::string& name) {
    const auto result = Run("export " + dir_.path() + "/" + name + " -o json", server);
    EXPECT_EQ(result.exit_code, 0) << result.output;
    const size_t at = result.output.find("\"digest\"");
    return at == std::string::npos ? result.output : result.output.substr(at, 80);
  };
  const std::string digest = exported(source, "a");
  EXPECT_EQ(exported(replicas.process(0), "b"), digest);
  EXPECT_EQ(exported(back, "c"), digest);
  EXPECT_EQ(Run("commitments water/d7", replicas.process(0)).output,
            Run("commitments water/d7", source).output);
}

}  // namespace
}  // namespace pledge
