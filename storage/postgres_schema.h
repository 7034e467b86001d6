// The tables of a store in PostgreSQL, and how those of an older version become
// those of this one. Names and steps are on disk: never change a step that was
// released, add one.
//
// One table (key, value) for each family of keys, and two rows beside them: the
// version of the tables, and who writes (postgres_lease.h). All of it stands in
// the first schema of the connection's search path.
#ifndef PLEDGE_STORAGE_POSTGRES_SCHEMA_H_
#define PLEDGE_STORAGE_POSTGRES_SCHEMA_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "storage/engine.h"
#include "storage/postgres_connection.h"

namespace pledge::storage {

// The statements of each step; step i leads from version i to i + 1.
using PostgresMigrations = std::vector<std::vector<std::string>>;
const PostgresMigrations& AllPostgresMigrations();

// Brings the tables to the newest version, each step in one transaction. Safe
// when several processes do it at once. FAILED_PRECONDITION when the tables are
// of a newer version.
absl::Status MigratePostgres(PostgresConnection& connection, const PostgresMigrations& migrations);

// The table of the rows of `family`.
std::string PostgresTable(const KeyFamily& family);
// The family that `key` belongs to.
const KeyFamily& FamilyOfKey(std::string_view key);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_POSTGRES_SCHEMA_H_
