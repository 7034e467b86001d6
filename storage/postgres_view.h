// Views on PostgreSQL: one read-only transaction at REPEATABLE READ, for as long
// as the view lives. Keys sort as bytea does, by unsigned byte.
#ifndef PLEDGE_STORAGE_POSTGRES_VIEW_H_
#define PLEDGE_STORAGE_POSTGRES_VIEW_H_

#include <cstdint>
#include <memory>

#include "storage/engine.h"
#include "storage/postgres_pool.h"

namespace pledge::storage {

// Opens a view. It is of this writer only: when another one has taken over
// (another epoch stands in the database), every read of it is refused with
// DRAINING, and `on_fenced` is called. A view that cannot be opened answers
// every read with the reason.
std::unique_ptr<View> OpenPostgresView(PostgresPool& pool, int64_t epoch,
                                       const std::function<void()>& on_fenced);

// The answer to all calls once another process writes.
absl::Status FencedOff();

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_POSTGRES_VIEW_H_
