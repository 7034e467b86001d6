#include "storage/postgres_schema.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/log.h"
#include "storage/key_codec.h"

namespace pledge::storage {
namespace {

// Several processes may begin at once: all but one fail, and find it done then.
constexpr int kMaxAttempts = 5;

std::vector<std::string> FirstTables() {
  std::vector<std::string> statements;
  for (const KeyFamily& family : KeyFamilies()) {
    const std::string table = PostgresTable(family);
    statements.push_back(
        absl::StrCat("CREATE TABLE ", table, " (key bytea PRIMARY KEY, value bytea NOT NULL)"));
    // Rows are compressed already where it is worth it.
    statements.push_back(
        absl::StrCat("ALTER TABLE ", table, " ALTER COLUMN value SET STORAGE EXTERNAL"));
  }
  statements.push_back(
      "CREATE TABLE pledge_writer (id int PRIMARY KEY, epoch bigint NOT NULL,"
      " commit_serial bigint NOT NULL, owner text NOT NULL, expires_at timestamptz NOT NULL)");
  statements.push_back("INSERT INTO pledge_writer VALUES (1, 0, 0, '', '-infinity')");
  return statements;
}

// 0 for tables that are not there yet.
absl::StatusOr<int64_t> ReadVersion(PostgresConnection& connection, std::string_view suffix) {
  const auto version = connection.Run(
      {"",
       absl::StrCat("SELECT version FROM pledge_schema WHERE id = 1", std::string(suffix)),
       {}});
  if (!version.ok()) return version.status();
  return version->rows() == 0 ? 0 : version->Int(0, 0);
}

absl::Status CreateVersion(PostgresConnection& connection) {
  return connection
      .RunAll(
          {{"",
            "CREATE TABLE IF NOT EXISTS pledge_schema (id int PRIMARY KEY, version int NOT NULL)",
            {}},
           {"", "INSERT INTO pledge_schema VALUES (1, 0) ON CONFLICT DO NOTHING", {}}})
      .status();
}

absl::Status NewerSchema(int64_t version, size_t known) {
  return absl::FailedPreconditionError(
      absl::StrCat("the tables have version ", version, "; this version of Pledge knows ", known));
}

// Takes the step that leads on from the version that the tables have. True when
// there was none to take.
absl::StatusOr<bool> TakeStep(PostgresConnection& connection,
                              const PostgresMigrations& migrations) {
  if (auto begun = connection.Run({"", "BEGIN", {}}); !begun.ok()) return begun.status();
  // Whoever else is at it waits here.
  const auto version = ReadVersion(connection, " FOR UPDATE");
  if (!version.ok()) return version.status();
  const size_t done = static_cast<size_t>(*version);
  if (done > migrations.size()) return NewerSchema(*version, migrations.size());
  if (done == migrations.size()) return true;
  std::vector<SqlStatement> statements;
  for (const std::string& sql : migrations[done]) statements.push_back({"", sql, {}});
  statements.push_back({"", "UPDATE pledge_schema SET version = version + 1 WHERE id = 1", {}});
  statements.push_back({"", "COMMIT", {}});
  if (auto run = connection.RunAll(statements); !run.ok()) return run.status();
  Log(LogLevel::kInfo, "tables_migrated", {{"version", done + 1}});
  return false;
}

bool IsDone(const absl::StatusOr<int64_t>& version, const PostgresMigrations& migrations) {
  return version.ok() && static_cast<size_t>(*version) == migrations.size();
}

}  // namespace

const PostgresMigrations& AllPostgresMigrations() {
  static const auto& migrations = *new PostgresMigrations{FirstTables()};
  return migrations;
}

absl::Status MigratePostgres(PostgresConnection& connection, const PostgresMigrations& migrations) {
  // Who may only read and write rows gets no further than this, and needs not.
  if (IsDone(ReadVersion(connection, ""), migrations)) return absl::OkStatus();
  absl::Status status;
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    status = CreateVersion(connection);
    absl::StatusOr<bool> is_done = false;
    while (status.ok() && is_done.ok() && !*is_done) is_done = TakeStep(connection, migrations);
    if (status.ok()) status = is_done.status();
    // Also after a failure: nothing else may be said in its transaction.
    const auto ended = connection.Run({"", "ROLLBACK", {}});
    if (!ended.ok()) return ended.status();
    if (status.ok() || absl::IsFailedPrecondition(status)) return status;
  }
  return status;
}

std::string PostgresTable(const KeyFamily& family) { return "pledge_" + family.name; }

const KeyFamily& FamilyOfKey(std::string_view key) {
  const uint8_t tag = key.empty() ? 0 : static_cast<uint8_t>(key[0]);
  for (const KeyFamily& family : KeyFamilies()) {
    if (tag >= family.first_tag && tag <= family.last_tag) return family;
  }
  return KeyFamilies().front();
}

}  // namespace pledge::storage
