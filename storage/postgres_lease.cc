#include "storage/postgres_lease.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/base/log.h"
#include "storage/postgres_connection.h"
#include "storage/postgres_view.h"

namespace pledge::storage {
namespace {

// How often a process that waits looks again.
constexpr absl::Duration kWaitStep = absl::Milliseconds(250);
// How soon a database that did not answer is asked again.
constexpr absl::Duration kRetryStep = absl::Milliseconds(500);

SqlParameter Ttl(absl::Duration ttl) { return SqlParameter::Int(absl::ToInt64Milliseconds(ttl)); }

// One row (epoch, serial) when it was free.
absl::StatusOr<SqlResult> TryTake(PostgresConnection& connection, const LeaseOptions& options) {
  return connection.Run({"",
                         "UPDATE pledge_writer SET epoch = epoch + 1, owner = $1,"
                         " expires_at = now() + $2 * interval '1 millisecond'"
                         " WHERE id = 1 AND expires_at <= now() RETURNING epoch, commit_serial",
                         {SqlParameter::Text(options.owner), Ttl(options.ttl)}});
}

absl::StatusOr<std::string> ReadOwner(PostgresConnection& connection) {
  const auto row = connection.Run({"", "SELECT owner FROM pledge_writer WHERE id = 1", {}});
  if (!row.ok()) return row.status();
  return row->rows() == 0 ? std::string() : std::string(row->Bytes(0, 0));
}

absl::Status InUse(const std::string& owner) {
  return absl::FailedPreconditionError(
      absl::StrCat("the store is open in another process: ", owner));
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresLease>> PostgresLease::Take(
    std::unique_ptr<PostgresConnection> connection, LeaseOptions options) {
  for (;;) {
    const auto taken = TryTake(*connection, options);
    if (!taken.ok()) return taken.status();
    if (taken->rows() == 1) {
      return std::unique_ptr<PostgresLease>(new PostgresLease(
          std::move(options), std::move(connection), taken->Int(0, 0), taken->Int(0, 1)));
    }
    const auto owner = ReadOwner(*connection);
    if (!owner.ok()) return owner.status();
    const absl::Status why = InUse(*owner);
    if (options.keep_waiting == nullptr || !options.keep_waiting(why)) return why;
    absl::SleepFor(kWaitStep);
  }
}

PostgresLease::PostgresLease(LeaseOptions options, std::unique_ptr<PostgresConnection> connection,
                             int64_t epoch, int64_t first_serial)
    : options_(std::move(options)),
      epoch_(epoch),
      first_serial_(first_serial),
      connection_(std::move(connection)),
      thread_([this] { Run(); }) {}

PostgresLease::~PostgresLease() {
  {
    absl::MutexLock lock(&mutex_);
    is_stopping_ = true;
  }
  thread_.join();
  if (connection_ == nullptr || connection_->is_broken()) return;
  // Fails without harm: then the next one waits until the time is over.
  connection_
      ->Run({"",
             "UPDATE pledge_writer SET expires_at = now(), owner = '' WHERE id = 1 AND epoch = $1",
             {SqlParameter::Int(epoch_)}})
      .IgnoreError();
}

absl::Status PostgresLease::Check() const {
  absl::MutexLock lock(&mutex_);
  return lost_.ok() ? reachable_ : lost_;
}

void PostgresLease::Lose(const absl::Status& why) {
  {
    absl::MutexLock lock(&mutex_);
    if (!lost_.ok()) return;
    lost_ = FencedOff();
  }
  Log(LogLevel::kError, "writer_lease_lost", {{"error", why.ToString()}});
  if (options_.on_lost != nullptr) options_.on_lost(why);
}

void PostgresLease::NoteAnswer(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  reachable_ = status;
}

void PostgresLease::Run() {
  while (WaitUntilDue()) NoteAnswer(Renew());
}

bool PostgresLease::WaitUntilDue() {
  absl::MutexLock lock(&mutex_);
  const bool was_reachable = reachable_.ok();
  // A commit that failed is reason to look at once.
  const auto is_due = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return is_stopping_ || (was_reachable && !reachable_.ok());
  };
  mutex_.AwaitWithTimeout(absl::Condition(&is_due), was_reachable ? options_.ttl / 3 : kRetryStep);
  return !is_stopping_;
}

absl::Status PostgresLease::Renew() {
  if (connection_ == nullptr || connection_->is_broken()) {
    connection_.reset();  // first: its place may be the last one that the database has
    auto opened = PostgresConnection::Open(options_.target);
    if (!opened.ok()) return opened.status();
    connection_ = *std::move(opened);
  }
  const auto renewed = connection_->Run(
      {"renew",
       "UPDATE pledge_writer SET expires_at = now() + $2 * interval '1 millisecond'"
       " WHERE id = 1 AND epoch = $1 RETURNING epoch",
       {SqlParameter::Int(epoch_), Ttl(options_.ttl)}});
  if (!renewed.ok()) return renewed.status();
  if (renewed->rows() == 0) Lose(FencedOff());
  return absl::OkStatus();
}

}  // namespace pledge::storage
