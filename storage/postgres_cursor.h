// A cursor over one table: pages that grow while it is read on, each one
// statement with a limit. A seek to a row that lies in the page asks nobody.
#ifndef PLEDGE_STORAGE_POSTGRES_CURSOR_H_
#define PLEDGE_STORAGE_POSTGRES_CURSOR_H_

#include <memory>
#include <string>

#include "storage/engine.h"
#include "storage/postgres_connection.h"

namespace pledge::storage {

struct PostgresScan {
  PostgresConnection* connection = nullptr;  // null when `status` is an error
  absl::Status* status = nullptr;            // of the view; a failure is noted here
  std::string lower;
  std::string upper;
  ScanDirection direction = ScanDirection::kForward;
};

// What `scan` points to outlives the cursor.
std::unique_ptr<Cursor> NewPostgresCursor(PostgresScan scan);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_POSTGRES_CURSOR_H_
