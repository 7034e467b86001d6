#include "storage/postgres_pool.h"

#include <utility>

#include "service/base/error.h"

namespace pledge::storage {

PostgresPool::PostgresPool(PostgresTarget target, size_t size, absl::Duration wait)
    : target_(std::move(target)), size_(size), wait_(wait) {}

PostgresPool::~PostgresPool() = default;

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresPool::Take(const Begin& begin) {
  if (absl::Status status = WaitForRoom(); !status.ok()) return status;
  auto prepared = Prepare(begin);
  if (!prepared.ok()) Give(nullptr);
  return prepared;
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresPool::Prepare(const Begin& begin) {
  while (std::unique_ptr<PostgresConnection> idle = TakeIdle()) {
    const absl::Status begun = begin(*idle);
    if (begun.ok()) return idle;
    if (!idle->is_broken()) return begun;
  }
  auto opened = PostgresConnection::Open(target_);
  if (!opened.ok()) return opened;
  if (absl::Status begun = begin(**opened); !begun.ok()) return begun;
  return opened;
}

void PostgresPool::Give(std::unique_ptr<PostgresConnection> connection) {
  absl::MutexLock lock(&mutex_);
  --taken_;
  if (connection != nullptr && !connection->is_broken()) idle_.push_back(std::move(connection));
}

absl::Status PostgresPool::WaitForRoom() {
  const auto has_room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return taken_ < size_; };
  absl::MutexLock lock(&mutex_);
  if (!mutex_.AwaitWithTimeout(absl::Condition(&has_room), wait_)) {
    return MakeError(ErrorReason::kServerBusy, "all connections to the database are in use");
  }
  ++taken_;
  return absl::OkStatus();
}

std::unique_ptr<PostgresConnection> PostgresPool::TakeIdle() {
  absl::MutexLock lock(&mutex_);
  if (idle_.empty()) return nullptr;
  std::unique_ptr<PostgresConnection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

}  // namespace pledge::storage
