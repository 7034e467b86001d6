#include "storage/postgres_engine.h"

#include <cstdint>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "storage/key_codec.h"
#include "storage/postgres_commit.h"
#include "storage/postgres_connection.h"
#include "storage/postgres_pool.h"
#include "storage/postgres_schema.h"
#include "storage/postgres_view.h"

namespace pledge::storage {
namespace {

// How often a process that waits looks for a database that is away.
constexpr absl::Duration kReachStep = absl::Milliseconds(500);

// Vacuum leaves what an open transaction can still see. Those of our own views
// last for milliseconds; a dump of the database may last for hours.
absl::Status WaitForOlderSnapshots(PostgresConnection& connection) {
  constexpr absl::Duration kLongest = absl::Seconds(10);
  const auto now = connection.Run({"", "SELECT pg_current_xact_id()::xid::text", {}});
  if (!now.ok()) return now.status();
  const SqlParameter mark = SqlParameter::Text(now->Bytes(0, 0));
  for (const absl::Time give_up = absl::Now() + kLongest; absl::Now() < give_up;) {
    const auto older =
        connection.Run({"",
                        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                        " AND backend_xmin IS NOT NULL AND age(backend_xmin) >= age($1::text::xid)",
                        {mark}});
    if (!older.ok()) return older.status();
    if (older->Int(0, 0) == 0) return absl::OkStatus();
    absl::SleepFor(absl::Milliseconds(20));
  }
  return MakeError(ErrorReason::kStoreUnreachable,
                   "a transaction of the database has been open for long");
}

class PostgresEngine : public Engine {
 public:
  PostgresEngine(const PostgresOptions& options, std::unique_ptr<PostgresLease> lease)
      : target_(options.lease.target),
        lease_(std::move(lease)),
        pool_(target_, options.max_views, options.view_wait),
        committer_(target_, *lease_, options.outcome_wait) {}

  std::unique_ptr<View> OpenView() override {
    return OpenPostgresView(pool_, lease_->epoch(), [this] { lease_->Lose(FencedOff()); });
  }

  CommitResult Commit(Batch& batch) override { return committer_.Commit(batch); }

  // What vacuum finds dead it takes out of the tables; what was freed stays in
  // the pages until something else is written there, and in the log of the
  // database until that goes.
  absl::Status Erase(const std::vector<EraseRange>& ranges) override {
    std::set<std::string> tables;
    for (const EraseRange& range : ranges) tables.insert(PostgresTable(FamilyOfKey(range.lower)));
    PostgresTarget target = target_;
    target.statement_timeout = absl::Hours(24);  // of a large table
    auto connection = PostgresConnection::Open(target);
    if (!connection.ok()) return connection.status();
    if (absl::Status s = WaitForOlderSnapshots(**connection); !s.ok()) return s;
    for (const std::string& table : tables) {
      const auto done = (*connection)->Run({"", absl::StrCat("VACUUM ", table), {}});
      if (!done.ok()) return done.status();
    }
    return absl::OkStatus();
  }

  absl::StatusOr<EngineStats> Stats() override {
    if (absl::Status status = lease_->Check(); !status.ok()) return status;
    return EngineStats{.free_disk_bytes = std::numeric_limits<uint64_t>::max()};
  }

  absl::Status Checkpoint(const std::string&) override {
    return MakeError(ErrorReason::kNotSupported,
                     "a store in PostgreSQL is backed up by the tools of the database, such as "
                     "pg_basebackup or pg_dump");
  }

  absl::StatusOr<uint64_t> StoredBytes() override {
    std::vector<SqlStatement> statements;
    for (const KeyFamily& family : KeyFamilies()) {
      statements.push_back({"size",
                            "SELECT pg_total_relation_size($1::text::regclass)",
                            {SqlParameter::Text(PostgresTable(family))}});
    }
    absl::StatusOr<std::vector<SqlResult>> sizes = std::vector<SqlResult>();
    auto connection = pool_.Take([&](PostgresConnection& taken) {
      sizes = taken.RunAll(statements);
      return sizes.status();
    });
    if (!connection.ok()) return connection.status();
    pool_.Give(*std::move(connection));
    uint64_t bytes = 0;
    for (const SqlResult& size : *sizes) bytes += static_cast<uint64_t>(size.Int(0, 0));
    return bytes;
  }

 private:
  const PostgresTarget target_;
  // Destroyed from the last to the first: the lease goes when nothing uses it.
  const std::unique_ptr<PostgresLease> lease_;
  PostgresPool pool_;
  PostgresCommitter committer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> OpenPostgresEngine(PostgresOptions options) {
  const auto& keep_waiting = options.lease.keep_waiting;
  // No lease is taken before: the process that had it when the database went away
  // comes first.
  absl::Time not_before = absl::InfinitePast();
  for (bool was_reached = false;; absl::SleepFor(kReachStep)) {
    auto connection = PostgresConnection::Open(options.lease.target);
    absl::Status status = connection.status();
    if (status.ok()) status = MigratePostgres(**connection, AllPostgresMigrations());
    if (status.ok() && absl::Now() < not_before) {
      status = MakeError(ErrorReason::kStoreUnreachable, "the database has just come back");
    }
    if (status.ok()) {
      was_reached = true;
      auto lease = PostgresLease::Take(*std::move(connection), options.lease);
      if (lease.ok()) return std::make_unique<PostgresEngine>(options, *std::move(lease));
      status = lease.status();
    }
    // Who waits for the lease goes on waiting while the database is away. What
    // could not be reached from the beginning may be a mistake in the target.
    const bool is_away = was_reached && ReasonOf(status) == ErrorReason::kStoreUnreachable;
    if (!is_away || keep_waiting == nullptr || !keep_waiting(status)) return status;
    if (!connection.ok() || absl::Now() >= not_before) {
      not_before = absl::Now() + options.lease.ttl;
    }
  }
}

}  // namespace pledge::storage
