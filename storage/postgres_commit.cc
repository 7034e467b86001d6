#include "storage/postgres_commit.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/log.h"
#include "storage/postgres_schema.h"
#include "storage/postgres_view.h"

namespace pledge::storage {
namespace {

// Attempts at one commit: serialization failures and connections that broke
// before the COMMIT.
constexpr int kMaxAttempts = 6;
constexpr absl::Duration kMaxAttemptTime = absl::Seconds(10);
constexpr absl::Duration kFirstPause = absl::Milliseconds(10);
// Between two questions for the outcome of a commit.
constexpr absl::Duration kOutcomeStep = absl::Milliseconds(200);

// What a batch does to one table.
struct TableChanges {
  std::vector<std::string_view> put_keys;
  std::vector<std::string_view> put_values;
  std::vector<std::string_view> deleted_keys;
};

// By table. Of the entries for one key, which stand together in a sorted batch,
// the last one counts.
std::map<std::string, TableChanges> ChangesOf(const Batch& batch) {
  std::map<std::string, TableChanges> changes;
  const std::vector<Batch::Entry>& entries = batch.entries();
  for (size_t i = 0; i < entries.size(); ++i) {
    const Batch::Entry& entry = entries[i];
    if (i + 1 < entries.size() && entries[i + 1].key == entry.key) continue;
    TableChanges& table = changes[FamilyOfKey(entry.key).name];
    if (entry.is_delete) {
      table.deleted_keys.push_back(entry.key);
    } else {
      table.put_keys.push_back(entry.key);
      table.put_values.push_back(entry.value);
    }
  }
  return changes;
}

void AddStatements(const std::string& family, const TableChanges& changes,
                   std::vector<SqlStatement>& out) {
  if (!changes.put_keys.empty()) {
    out.push_back({absl::StrCat("put_", family),
                   absl::StrCat("INSERT INTO pledge_", family,
                                " SELECT * FROM unnest($1, $2)"
                                " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"),
                   {SqlParameter::BytesArray(changes.put_keys),
                    SqlParameter::BytesArray(changes.put_values)}});
  }
  if (!changes.deleted_keys.empty()) {
    out.push_back({absl::StrCat("delete_", family),
                   absl::StrCat("DELETE FROM pledge_", family, " WHERE key = ANY($1)"),
                   {SqlParameter::BytesArray(changes.deleted_keys)}});
  }
}

}  // namespace

PostgresCommitter::PostgresCommitter(PostgresTarget target, PostgresLease& lease,
                                     absl::Duration outcome_wait)
    : target_(std::move(target)),
      lease_(lease),
      outcome_wait_(outcome_wait),
      serial_(lease.first_serial()) {}

CommitResult PostgresCommitter::Commit(Batch& batch) {
  batch.Sort();
  absl::Duration pause = kFirstPause;
  const absl::Time last_attempt = absl::Now() + kMaxAttemptTime;
  for (int attempt = 1;; ++attempt) {
    Attempt made = TryCommit(batch);
    const bool is_over = made.result.outcome != CommitOutcome::kRefused || !made.is_retryable ||
                         attempt == kMaxAttempts || absl::Now() > last_attempt;
    if (is_over) {
      if (made.result.outcome == CommitOutcome::kDone) ++serial_;
      const absl::Status& status = made.result.status;
      if (status.ok() || ReasonOf(status) == ErrorReason::kStoreUnreachable) {
        lease_.NoteAnswer(status);
      }
      return std::move(made.result);
    }
    absl::SleepFor(pause);
    pause *= 2;
  }
}

PostgresCommitter::Attempt PostgresCommitter::TryCommit(const Batch& batch) {
  if (absl::Status lease = lease_.Check(); ReasonOf(lease) == ErrorReason::kDraining) {
    return {{CommitOutcome::kRefused, lease}, false};
  }
  if (absl::Status status = Connect(); !status.ok()) {
    return {{CommitOutcome::kRefused, status}, true};
  }
  if (absl::Status status = Prepare(batch); !status.ok()) {
    const bool may_help = connection_->is_broken() || IsSerializationFailure(status);
    // A connection that did not come back to rest is closed, which ends what it
    // has begun.
    if (!connection_->Run({"", "ROLLBACK", {}}).ok()) connection_.reset();
    return {{CommitOutcome::kRefused, status}, may_help};
  }
  const auto committed = connection_->Run({"commit", "COMMIT", {}});
  if (committed.ok() && committed->command() == "COMMIT") return {};
  if (committed.ok()) {  // it says ROLLBACK when the transaction had failed
    return {{CommitOutcome::kRefused,
             MakeError(ErrorReason::kStoreUnreachable, "the database did not commit")},
            true};
  }
  if (!connection_->is_broken() && IsSerializationFailure(committed.status())) {
    return {{CommitOutcome::kRefused, committed.status()}, true};
  }
  return FindOutcome(committed.status());
}

absl::Status PostgresCommitter::Prepare(const Batch& batch) {
  std::vector<SqlStatement> statements = {
      {"begin", "BEGIN", {}},
      {"take_serial",
       "UPDATE pledge_writer SET commit_serial = commit_serial + 1,"
       " expires_at = now() + $2 * interval '1 millisecond'"
       " WHERE id = 1 AND epoch = $1 RETURNING commit_serial",
       {SqlParameter::Int(lease_.epoch()),
        SqlParameter::Int(absl::ToInt64Milliseconds(lease_.ttl()))}}};
  for (const auto& [family, changes] : ChangesOf(batch)) {
    AddStatements(family, changes, statements);
  }
  const auto results = connection_->RunAll(statements);
  if (!results.ok()) return results.status();
  const SqlResult& serial = (*results)[1];
  if (serial.rows() == 0) {
    lease_.Lose(FencedOff());
    return FencedOff();
  }
  if (serial.Int(0, 0) != serial_ + 1) {
    return MakeError(ErrorReason::kBug, "the serial of the commits is not the expected one");
  }
  return absl::OkStatus();
}

PostgresCommitter::Attempt PostgresCommitter::FindOutcome(const absl::Status& why) {
  Log(LogLevel::kWarning, "commit_outcome_sought", {{"error", std::string(why.message())}});
  lease_.NoteAnswer(why);
  absl::Status status = why;
  for (const absl::Time give_up = absl::Now() + outcome_wait_; absl::Now() < give_up;) {
    connection_.reset();
    const absl::StatusOr<int64_t> serial = ReadSerial();
    if (serial.ok()) {
      const bool is_there = *serial > serial_;
      Log(LogLevel::kInfo, "commit_outcome_found", {{"committed", is_there}});
      if (is_there) return {};
      return {{CommitOutcome::kRefused, why}, true};
    }
    status = serial.status();
    if (ReasonOf(status) == ErrorReason::kDraining) break;  // nobody can tell any more
    absl::SleepFor(kOutcomeStep);
  }
  lease_.Lose(status);
  return {{CommitOutcome::kUnknown, status}, false};
}

absl::StatusOr<int64_t> PostgresCommitter::ReadSerial() {
  if (absl::Status status = Connect(); !status.ok()) return status;
  // The lock waits for the transaction that was under way, if it still is.
  const auto row = connection_->Run(
      {"", "SELECT commit_serial, epoch FROM pledge_writer WHERE id = 1 FOR UPDATE", {}});
  if (!row.ok()) return row.status();
  if (row->rows() == 0 || row->Int(0, 1) != lease_.epoch()) return FencedOff();
  return row->Int(0, 0);
}

absl::Status PostgresCommitter::Connect() {
  if (connection_ != nullptr && !connection_->is_broken()) return absl::OkStatus();
  connection_.reset();
  auto opened = PostgresConnection::Open(target_);
  if (!opened.ok()) return opened.status();
  connection_ = *std::move(opened);
  return absl::OkStatus();
}

}  // namespace pledge::storage
