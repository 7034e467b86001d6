// The Engine on PostgreSQL 15: tables of (key, value), a snapshot for each view,
// one transaction for each commit. Thread-safe as Engine says. storage/README.md
// tells what it promises and what it leaves to the database.
//
// One process writes at a time (postgres_lease.h); the others wait, or fail to
// open. After a lost connection the engine finds out by itself what became of a
// commit, and goes on.
#ifndef PLEDGE_STORAGE_POSTGRES_ENGINE_H_
#define PLEDGE_STORAGE_POSTGRES_ENGINE_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/engine.h"
#include "storage/postgres_lease.h"

namespace pledge::storage {

struct PostgresOptions {
  LeaseOptions lease;  // with the target
  // Connections for views. Two more are for commits and for the lease.
  size_t max_views = 16;
  absl::Duration view_wait = absl::Seconds(10);
  // How long the outcome of a commit is asked for while the database does not
  // answer. What is not known after it is CommitOutcome::kUnknown, and the lease
  // is given up as lost. Below the grace in which a server must have ended.
  absl::Duration outcome_wait = absl::Seconds(15);
};

// Opens the store in the database, or creates its tables. Blocks while another
// process has the lease and `keep_waiting` says so. FAILED_PRECONDITION when it
// does not, or when a newer version made the tables; UNAVAILABLE with
// STORE_UNREACHABLE when the database does not answer.
absl::StatusOr<std::unique_ptr<Engine>> OpenPostgresEngine(PostgresOptions options);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_POSTGRES_ENGINE_H_
