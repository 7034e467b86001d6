// Commits to PostgreSQL: one transaction a batch, and what became of it when the
// connection was lost meanwhile. One thread at a time; blocks on the network.
//
// The transaction raises the serial in the row of pledge_writer first, which
// locks that row until its end. So who asks for the serial with a lock waits for
// a transaction that is still under way, and then knows.
#ifndef PLEDGE_STORAGE_POSTGRES_COMMIT_H_
#define PLEDGE_STORAGE_POSTGRES_COMMIT_H_

#include <cstdint>
#include <memory>

#include "absl/time/time.h"
#include "storage/engine.h"
#include "storage/postgres_connection.h"
#include "storage/postgres_lease.h"

namespace pledge::storage {

class PostgresCommitter {
 public:
  // `lease` outlives it.
  PostgresCommitter(PostgresTarget target, PostgresLease& lease, absl::Duration outcome_wait);

  // As Engine::Commit.
  CommitResult Commit(Batch& batch);

 private:
  // What one attempt came to. `is_retryable`: nothing was written, and trying
  // again may help.
  struct Attempt {
    CommitResult result;
    bool is_retryable = false;
  };

  Attempt TryCommit(const Batch& batch);
  // Everything up to the COMMIT, which makes it harmless to fail.
  absl::Status Prepare(const Batch& batch);
  // Whether the commit with the next serial is there. Asks until it knows or the
  // time is over.
  Attempt FindOutcome(const absl::Status& why);
  absl::StatusOr<int64_t> ReadSerial();
  absl::Status Connect();

  const PostgresTarget target_;
  PostgresLease& lease_;
  const absl::Duration outcome_wait_;
  std::unique_ptr<PostgresConnection> connection_;
  int64_t serial_;  // of the newest commit that is known to be there
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_POSTGRES_COMMIT_H_
