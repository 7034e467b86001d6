// The right to write to a store in PostgreSQL, which one process has at a time.
//
// The row of pledge_writer holds an epoch, an owner and when the right runs out.
// Taking it raises the epoch; every commit looks at the epoch in its own
// transaction, so a process that was overtaken can write nothing, whatever it
// believes. The time limit only says when somebody else may take over. It is the
// database's clock alone that counts. Thread-safe.
#ifndef PLEDGE_STORAGE_POSTGRES_LEASE_H_
#define PLEDGE_STORAGE_POSTGRES_LEASE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/postgres_target.h"

namespace pledge::storage {

class PostgresConnection;

struct LeaseOptions {
  PostgresTarget target;
  // A process that says nothing for so long may be overtaken.
  absl::Duration ttl = absl::Seconds(10);
  // Shown to those who wait.
  std::string owner;
  // Asked while another process has the lease, with its owner, or with a status
  // while the database does not answer: true to go on waiting. Null: no waiting.
  std::function<bool(const absl::Status& why)> keep_waiting;
  // Called at most once, from any thread, when this process can write no more.
  std::function<void(const absl::Status& why)> on_lost;
};

class PostgresLease {
 public:
  // Takes the lease on tables that are there, and keeps the connection.
  // FAILED_PRECONDITION when another process has it and `keep_waiting` says no.
  static absl::StatusOr<std::unique_ptr<PostgresLease>> Take(
      std::unique_ptr<PostgresConnection> connection, LeaseOptions options);
  // Gives it up, so that the next one need not wait.
  ~PostgresLease();

  int64_t epoch() const { return epoch_; }
  // Of the newest commit when the lease was taken.
  int64_t first_serial() const { return first_serial_; }
  absl::Duration ttl() const { return options_.ttl; }

  // DRAINING once it was lost, STORE_UNREACHABLE while the database does not
  // answer.
  absl::Status Check() const;
  // This process can write no more.
  void Lose(const absl::Status& why);
  // What a commit has learned of the database, so that Check knows it before the
  // next renewal.
  void NoteAnswer(const absl::Status& status);

 private:
  PostgresLease(LeaseOptions options, std::unique_ptr<PostgresConnection> connection, int64_t epoch,
                int64_t first_serial);

  void Run();
  absl::Status Renew();
  // False when the lease is given up.
  bool WaitUntilDue();

  const LeaseOptions options_;
  const int64_t epoch_;
  const int64_t first_serial_;
  std::unique_ptr<PostgresConnection> connection_;  // of the thread

  mutable absl::Mutex mutex_;
  absl::Status reachable_ ABSL_GUARDED_BY(mutex_);
  absl::Status lost_ ABSL_GUARDED_BY(mutex_);
  bool is_stopping_ ABSL_GUARDED_BY(mutex_) = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_POSTGRES_LEASE_H_
