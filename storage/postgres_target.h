// Where a database is and how long it is waited for.
#ifndef PLEDGE_STORAGE_POSTGRES_TARGET_H_
#define PLEDGE_STORAGE_POSTGRES_TARGET_H_

#include <string>

#include "absl/time/time.h"

namespace pledge::storage {

// How to reach the database, and how long to wait for it.
struct PostgresTarget {
  // Keywords and values, or a URI, as libpq takes them. May hold a password:
  // never shown, see DescribeTarget.
  std::string conninfo;
  // The server ends a statement that takes longer, or that waits longer for a
  // lock.
  absl::Duration statement_timeout = absl::Seconds(30);
  // The server ends a transaction whose client says nothing for so long: what a
  // dead client holds is free after it.
  absl::Duration idle_timeout = absl::Seconds(15);
};

// "postgres:" and what a target names of database, host and port: for people and
// logs.
std::string DescribeTarget(const std::string& conninfo);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_POSTGRES_TARGET_H_
