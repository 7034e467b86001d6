#include "service/server/health_board.h"

#include <utility>

namespace pledge::server {
namespace {

constexpr char kLiveness[] = "liveness";
// Served as long as calls are taken; reads go on without writes.
constexpr const char* kServing[] = {
    "",
    "pledge.v1.DocumentService",
    "pledge.v1.QueryService",
    "pledge.v1.WatchService",
    "pledge.v1.JobService",
    "pledge.v1.AdminService",
};
// Served as long as writes are taken too.
constexpr const char* kWriting[] = {"readiness", "pledge.v1.IngestService"};

}  // namespace

HealthBoard::HealthBoard(std::vector<grpc::HealthCheckServiceInterface*> services,
                         std::function<bool()> is_ready, absl::Duration interval)
    : services_(std::move(services)), is_ready_(std::move(is_ready)), interval_(interval) {
  const bool ready = is_ready_();
  {
    absl::MutexLock lock(&mutex_);
    ready_ = ready;
    Show();
  }
  thread_ = std::thread([this] { Run(); });
}

HealthBoard::~HealthBoard() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void HealthBoard::Drain() {
  absl::MutexLock lock(&mutex_);
  draining_ = true;
  Show();
}

void HealthBoard::Show() {
  for (grpc::HealthCheckServiceInterface* service : services_) {
    service->SetServingStatus(kLiveness, true);
    for (const char* name : kServing) service->SetServingStatus(name, !draining_);
    for (const char* name : kWriting) service->SetServingStatus(name, !draining_ && ready_);
  }
}

void HealthBoard::Run() {
  for (;;) {
    const bool ready = is_ready_();
    absl::MutexLock lock(&mutex_);
    if (std::exchange(ready_, ready) != ready) Show();
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), interval_)) return;
  }
}

}  // namespace pledge::server
