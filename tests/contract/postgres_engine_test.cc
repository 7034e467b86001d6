// What the engine on PostgreSQL promises beyond the contract: one writer, lost
// connections, outcomes of commits, and the tables' versions.
#include "storage/postgres_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "storage/postgres_connection.h"
#include "storage/postgres_schema.h"
#include "tests/contract/temp_dir.h"
#include "tests/postgres/cutting_proxy.h"
#include "tests/postgres/private_postgres.h"

namespace pledge::storage {
namespace {

using pledge::testing::CuttingProxy;
using pledge::testing::PrivatePostgres;
using pledge::testing::SharedPostgres;
using pledge::testing::TempDir;

class PostgresEngineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!PrivatePostgres::IsInstalled()) GTEST_SKIP() << "postgresql-15 is not installed";
    target_ = SharedPostgres().NewStore();
  }

  PostgresOptions Options() {
    PostgresOptions options;
    options.lease.target.conninfo = target_;
    options.lease.owner = "first";
    options.lease.on_lost = [this](const absl::Status&) { ++lost_; };
    return options;
  }
  std::unique_ptr<Engine> Open(const PostgresOptions& options) {
    auto engine = OpenPostgresEngine(options);
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }
  std::unique_ptr<Engine> Open() { return Open(Options()); }

  std::string Sql(const std::string& sql) { return SharedPostgres().Query(target_, sql); }
  // What another replica does when this one has been silent for too long.
  void LetTheLeaseRunOut() { Sql("UPDATE pledge_writer SET expires_at = now() - interval '1 s'"); }
  void KillConnections() {
    Sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND application_name = 'pledged'");
  }
  // Runs `body` in the database when a commit ends, the first `times` times.
  void AtCommit(const std::string& body, int times) {
    Sql(
        absl::StrCat("CREATE SEQUENCE calls;"
                     "CREATE FUNCTION at_commit() RETURNS trigger AS $$ BEGIN"
                     " IF nextval('calls') <= ",
                     times, " THEN ", body,
                     "; END IF;"
                     " RETURN NULL; END $$ LANGUAGE plpgsql;"
                     "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON pledge_names"
                     " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()"));
  }

  std::string target_;
  std::atomic<int> lost_ = 0;
};

std::string Key(std::string_view rest) { return std::string("\x10").append(rest); }

CommitResult Put(Engine& engine, std::string_view key, std::string value) {
  Batch batch;
  batch.Put(Key(key), std::move(value));
  return engine.Commit(batch);
}

absl::StatusOr<std::optional<std::string>> Get(Engine& engine, std::string_view key) {
  return engine.OpenView()->Get(Key(key));
}

TEST_F(PostgresEngineTest, ASecondWriterIsRefusedUntilTheFirstIsClosed) {
  std::unique_ptr<Engine> first = Open();

  const auto second = OpenPostgresEngine(Options());

  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()), ::testing::HasSubstr("first"));
  first.reset();
  EXPECT_NE(Open(), nullptr);
  EXPECT_EQ(lost_, 0);
}

TEST_F(PostgresEngineTest, AWaitingWriterTakesOver) {
  std::unique_ptr<Engine> first = Open();
  ASSERT_EQ(Put(*first, "a", "1").outcome, CommitOutcome::kDone);
  PostgresOptions options = Options();
  options.lease.keep_waiting = [&](const absl::Status&) {
    first.reset();  // it goes while the second one waits
    return true;
  };

  std::unique_ptr<Engine> second = Open(options);

  ASSERT_NE(second, nullptr);
  EXPECT_EQ(**Get(*second, "a"), "1");
}

TEST_F(PostgresEngineTest, AnOvertakenWriterWritesAndReadsNothing) {
  std::unique_ptr<Engine> first = Open();
  ASSERT_EQ(Put(*first, "a", "1").outcome, CommitOutcome::kDone);
  const std::unique_ptr<View> before = first->OpenView();
  LetTheLeaseRunOut();
  std::unique_ptr<Engine> second = Open();
  ASSERT_EQ(Put(*second, "a", "2").outcome, CommitOutcome::kDone);

  const CommitResult late = Put(*first, "a", "3");

  EXPECT_EQ(late.outcome, CommitOutcome::kRefused);
  EXPECT_EQ(ReasonOf(late.status), ErrorReason::kDraining);
  EXPECT_EQ(ReasonOf(Get(*first, "a").status()), ErrorReason::kDraining);
  EXPECT_EQ(ReasonOf(first->Stats().status()), ErrorReason::kDraining);
  EXPECT_EQ(**before->Get(Key("a")), "1") << "a view from before shows what was then";
  EXPECT_EQ(lost_, 1);
  EXPECT_EQ(**Get(*second, "a"), "2");
}

TEST_F(PostgresEngineTest, AnOvertakenWriterFindsOutByReading) {
  std::unique_ptr<Engine> first = Open();
  LetTheLeaseRunOut();
  std::unique_ptr<Engine> second = Open();

  EXPECT_EQ(ReasonOf(Get(*first, "a").status()), ErrorReason::kDraining);

  EXPECT_EQ(lost_, 1);
  first.reset();
  EXPECT_EQ(Put(*second, "a", "1").outcome, CommitOutcome::kDone)
      << "an overtaken writer gives up nothing of another one";
}

TEST_F(PostgresEngineTest, TheLeaseIsRenewedWhileNothingIsWritten) {
  PostgresOptions options = Options();
  options.lease.ttl = absl::Milliseconds(300);
  const std::unique_ptr<Engine> engine = Open(options);
  const std::string first = Sql("SELECT expires_at FROM pledge_writer");

  while (Sql("SELECT expires_at FROM pledge_writer") == first) std::this_thread::yield();

  EXPECT_EQ(lost_, 0);
}

TEST_F(PostgresEngineTest, DeadConnectionsAreReplaced) {
  const std::unique_ptr<Engine> engine = Open();
  ASSERT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);
  ASSERT_EQ(**Get(*engine, "a"), "1");
  const std::unique_ptr<View> view = engine->OpenView();
  KillConnections();

  EXPECT_EQ(ReasonOf(view->Get(Key("a")).status()), ErrorReason::kStoreUnreachable);
  EXPECT_EQ(**Get(*engine, "a"), "1");
  EXPECT_EQ(Put(*engine, "a", "2").outcome, CommitOutcome::kDone);
  EXPECT_EQ(**Get(*engine, "a"), "2");
}

TEST_F(PostgresEngineTest, AFailureLeavesACursorInvalidAndSaysWhy) {
  const std::unique_ptr<Engine> engine = Open();
  ASSERT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);
  const std::unique_ptr<View> view = engine->OpenView();
  const std::unique_ptr<Cursor> cursor = view->Scan(Key(""), Key("z"), {});
  KillConnections();

  cursor->Seek(Key(""));

  EXPECT_FALSE(cursor->Valid());
  EXPECT_EQ(ReasonOf(cursor->status()), ErrorReason::kStoreUnreachable);
}

TEST_F(PostgresEngineTest, SerializationFailuresAreTriedAgain) {
  const std::unique_ptr<Engine> engine = Open();
  AtCommit("RAISE EXCEPTION 'again' USING ERRCODE = '40001'", 2);

  EXPECT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);

  EXPECT_EQ(Sql("SELECT last_value FROM calls"), "3");
  EXPECT_EQ(**Get(*engine, "a"), "1");
}

TEST_F(PostgresEngineTest, OtherFailuresAreRefusedAndLeaveNothing) {
  const std::unique_ptr<Engine> engine = Open();
  Sql("ALTER TABLE pledge_names ADD CONSTRAINT small CHECK (length(value) < 5)");

  const CommitResult refused = Put(*engine, "a", "too long");

  EXPECT_EQ(refused.outcome, CommitOutcome::kRefused);
  EXPECT_EQ(ReasonOf(refused.status), ErrorReason::kStoreUnreachable);
  EXPECT_EQ(*Get(*engine, "a"), std::nullopt);
  EXPECT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);
}

// The database ends the connection at the COMMIT, and the transaction with it.
TEST_F(PostgresEngineTest, ACommitThatWasCutOffIsMadeAgain) {
  const std::unique_ptr<Engine> engine = Open();
  AtCommit("PERFORM pg_terminate_backend(pg_backend_pid())", 1);

  EXPECT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);

  EXPECT_EQ(Sql("SELECT last_value FROM calls"), "2");
  EXPECT_EQ(**Get(*engine, "a"), "1");
  EXPECT_EQ(Put(*engine, "b", "1").outcome, CommitOutcome::kDone);
  EXPECT_EQ(lost_, 0);
}

class PostgresOutcomeTest : public PostgresEngineTest {
 protected:
  void SetUp() override {
    PostgresEngineTest::SetUp();
    if (IsSkipped()) return;
    proxy_ = std::make_unique<CuttingProxy>(SharedPostgres().folder(), dir_.string());
  }
  PostgresOptions ThroughProxy() {
    PostgresOptions options = Options();
    options.lease.target.conninfo =
        absl::StrReplaceAll(target_, {{SharedPostgres().folder(), dir_.string()}});
    return options;
  }

  TempDir dir_;
  std::unique_ptr<CuttingProxy> proxy_;
};

TEST_F(PostgresOutcomeTest, ACommitWhoseAnswerWasLostIsFound) {
  const std::unique_ptr<Engine> engine = Open(ThroughProxy());
  ASSERT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);
  const std::string serial = Sql("SELECT commit_serial FROM pledge_writer");
  proxy_->CutAtNextCommit(false);

  EXPECT_EQ(Put(*engine, "a", "2").outcome, CommitOutcome::kDone);

  EXPECT_EQ(proxy_->cut_commits(), 1);
  EXPECT_EQ(**Get(*engine, "a"), "2");
  EXPECT_EQ(Sql("SELECT commit_serial FROM pledge_writer"), absl::StrCat(std::stoi(serial) + 1))
      << "it was not made twice";
  EXPECT_EQ(Put(*engine, "a", "3").outcome, CommitOutcome::kDone);
}

TEST_F(PostgresOutcomeTest, AnOutcomeThatCannotBeFoundIsUnknownAndEndsWriting) {
  PostgresOptions options = ThroughProxy();
  options.outcome_wait = absl::Milliseconds(300);
  std::unique_ptr<Engine> engine = Open(options);
  ASSERT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);
  proxy_->CutAtNextCommit(true);

  EXPECT_EQ(Put(*engine, "a", "2").outcome, CommitOutcome::kUnknown);

  EXPECT_EQ(lost_, 1);
  proxy_->Heal();
  EXPECT_EQ(Put(*engine, "a", "3").outcome, CommitOutcome::kRefused);
  engine.reset();
  LetTheLeaseRunOut();
  EXPECT_EQ(**Get(*Open(), "a"), "2") << "here it was there";
}

TEST_F(PostgresOutcomeTest, WhileTheDatabaseIsAwayAllIsRefusedAndThenGoesOn) {
  const std::unique_ptr<Engine> engine = Open(ThroughProxy());
  ASSERT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);
  proxy_->Refuse();

  const CommitResult refused = Put(*engine, "a", "2");

  EXPECT_EQ(refused.outcome, CommitOutcome::kRefused);
  EXPECT_EQ(ReasonOf(refused.status), ErrorReason::kStoreUnreachable);
  EXPECT_EQ(ReasonOf(engine->Stats().status()), ErrorReason::kStoreUnreachable);
  EXPECT_EQ(ReasonOf(Get(*engine, "a").status()), ErrorReason::kStoreUnreachable);
  proxy_->Heal();
  while (!engine->Stats().ok()) std::this_thread::yield();
  EXPECT_EQ(Put(*engine, "a", "3").outcome, CommitOutcome::kDone);
  EXPECT_EQ(**Get(*engine, "a"), "3");
  EXPECT_EQ(lost_, 0);
}

TEST_F(PostgresEngineTest, WhatWasCommittedOutlivesACrashOfTheDatabase) {
  PrivatePostgres database;
  target_ = database.NewStore();
  const std::unique_ptr<Engine> engine = Open();
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(Put(*engine, absl::StrCat(i), "1").outcome, CommitOutcome::kDone);
  }

  database.StopImmediately();
  EXPECT_EQ(Put(*engine, "x", "1").outcome, CommitOutcome::kRefused);
  database.Start();

  for (int i = 0; i < 20; ++i) EXPECT_EQ(**Get(*engine, absl::StrCat(i)), "1");
  EXPECT_EQ(*Get(*engine, "x"), std::nullopt);
  EXPECT_EQ(Put(*engine, "x", "2").outcome, CommitOutcome::kDone);
}

TEST_F(PostgresEngineTest, ViewsAreBounded) {
  PostgresOptions options = Options();
  options.max_views = 2;
  options.view_wait = absl::Milliseconds(1);
  const std::unique_ptr<Engine> engine = Open(options);
  const std::unique_ptr<View> first = engine->OpenView();
  std::unique_ptr<View> second = engine->OpenView();

  EXPECT_EQ(ReasonOf(Get(*engine, "a").status()), ErrorReason::kServerBusy);

  second.reset();
  EXPECT_TRUE(Get(*engine, "a").ok());
}

TEST_F(PostgresEngineTest, ErasedRowsLeaveTheTablesThoughAViewWasOpen) {
  Sql("CREATE EXTENSION IF NOT EXISTS pgstattuple SCHEMA public");
  const std::string dead = "SELECT dead_tuple_count FROM public.pgstattuple('pledge_names')";
  const std::unique_ptr<Engine> engine = Open();
  ASSERT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);
  std::unique_ptr<View> view = engine->OpenView();
  Batch batch;
  batch.Delete(Key("a"));
  ASSERT_EQ(engine->Commit(batch).outcome, CommitOutcome::kDone);
  ASSERT_EQ(Sql(dead), "1");

  std::thread reader([&] {
    absl::SleepFor(absl::Milliseconds(100));  // an erase that does not wait is over by then
    view.reset();
  });
  const absl::Status erased = engine->Erase({{Key(""), Key("z")}});
  reader.join();

  EXPECT_TRUE(erased.ok()) << erased;
  EXPECT_EQ(Sql(dead), "0");
}

TEST_F(PostgresEngineTest, BackupsAreMadeByTheDatabase) {
  const absl::Status status = Open()->Checkpoint("/nowhere");

  EXPECT_EQ(ReasonOf(status), ErrorReason::kNotSupported);
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("pg_basebackup"));
}

TEST_F(PostgresEngineTest, TablesOfAnOlderVersionAreBroughtForward) {
  std::unique_ptr<Engine> engine = Open();
  ASSERT_EQ(Put(*engine, "a", "1").outcome, CommitOutcome::kDone);
  engine.reset();
  PostgresMigrations migrations = AllPostgresMigrations();
  migrations.push_back({"CREATE TABLE one_more (id int)"});
  migrations.push_back({"ALTER TABLE one_more ADD COLUMN later int"});
  auto connection = PostgresConnection::Open({target_});
  ASSERT_TRUE(connection.ok()) << connection.status();

  ASSERT_TRUE(MigratePostgres(**connection, migrations).ok());
  ASSERT_TRUE(MigratePostgres(**connection, migrations).ok()) << "nothing is done twice";

  EXPECT_EQ(Sql("SELECT version FROM pledge_schema"), absl::StrCat(migrations.size()));
  EXPECT_EQ(Sql("SELECT count(later) FROM one_more"), "0");
  EXPECT_EQ(Sql("SELECT count(*) FROM pledge_names"), "1");
  EXPECT_TRUE(absl::IsFailedPrecondition(OpenPostgresEngine(Options()).status()))
      << "a newer version made the tables";
}

TEST_F(PostgresEngineTest, AStepThatFailsLeavesTheTablesAsTheyWere) {
  Open();
  PostgresMigrations migrations = AllPostgresMigrations();
  migrations.push_back({"CREATE TABLE one_more (id int)", "SELECT 1 / 0"});
  auto connection = PostgresConnection::Open({target_});

  EXPECT_FALSE(MigratePostgres(**connection, migrations).ok());

  EXPECT_EQ(Sql("SELECT to_regclass('one_more') IS NULL"), "t");
  EXPECT_EQ(Sql("SELECT version FROM pledge_schema"), absl::StrCat(AllPostgresMigrations().size()));
}

TEST_F(PostgresEngineTest, SeveralProcessesMayMakeTheTables) {
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      auto connection = PostgresConnection::Open({target_});
      if (!connection.ok() || !MigratePostgres(**connection, AllPostgresMigrations()).ok()) {
        ++failed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(failed, 0);
  EXPECT_NE(Open(), nullptr);
}

TEST(PostgresTargetTest, ADescriptionHoldsNoPassword) {
  EXPECT_EQ(DescribeTarget("host=db port=5433 dbname=letters user=u password=secret"),
            "postgres:dbname=letters host=db port=5433");
  EXPECT_EQ(DescribeTarget("postgresql://u:secret@db/letters"), "postgres:dbname=letters host=db");
  EXPECT_EQ(DescribeTarget("password=secret nonsense"), "postgres:");
}

}  // namespace
}  // namespace pledge::storage
