// A bounded set of connections that are taken one at a time. Thread-safe; the
// pool outlives what was taken from it.
#ifndef PLEDGE_STORAGE_POSTGRES_POOL_H_
#define PLEDGE_STORAGE_POSTGRES_POOL_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/postgres_connection.h"

namespace pledge::storage {

class PostgresPool {
 public:
  // At most `size` connections, made when they are first needed. A caller that
  // finds all of them taken waits for at most `wait`.
  PostgresPool(PostgresTarget target, size_t size, absl::Duration wait);
  ~PostgresPool();

  // A connection on which `begin` has succeeded. Connections that died while
  // they lay here are passed over. STORE_UNREACHABLE, SERVER_BUSY.
  using Begin = std::function<absl::Status(PostgresConnection& connection)>;
  absl::StatusOr<std::unique_ptr<PostgresConnection>> Take(const Begin& begin);
  // Gives it back; a broken one, or none, only makes room.
  void Give(std::unique_ptr<PostgresConnection> connection);

 private:
  absl::Status WaitForRoom();
  std::unique_ptr<PostgresConnection> TakeIdle();
  absl::StatusOr<std::unique_ptr<PostgresConnection>> Prepare(const Begin& begin);

  const PostgresTarget target_;
  const size_t size_;
  const absl::Duration wait_;

  absl::Mutex mutex_;
  size_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::unique_ptr<PostgresConnection>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_POSTGRES_POOL_H_
