// Tells grpc.health.v1 of one or more servers how things stand: for each service,
// for "liveness" and for "readiness". Thread-safe.
//
//   ""           the server takes calls
//   liveness     the process needs no restart; never NOT_SERVING while it can
//                recover by itself
//   readiness    reads and writes are taken
//   IngestService as readiness: nothing can be taken in without writing
//   the others   reads are taken
#ifndef PLEDGE_SERVICE_SERVER_HEALTH_BOARD_H_
#define PLEDGE_SERVICE_SERVER_HEALTH_BOARD_H_

#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/health_check_service_interface.h"

namespace pledge::server {

class HealthBoard {
 public:
  // Asks `is_ready` every `interval`; it must be quick. The health services
  // outlive the board.
  HealthBoard(std::vector<grpc::HealthCheckServiceInterface*> services,
              std::function<bool()> is_ready, absl::Duration interval);
  ~HealthBoard();

  // Everything but liveness turns to NOT_SERVING, for good.
  void Drain();

 private:
  void Run();
  void Show() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::vector<grpc::HealthCheckServiceInterface*> services_;
  const std::function<bool()> is_ready_;
  const absl::Duration interval_;
  absl::Mutex mutex_;
  bool ready_ ABSL_GUARDED_BY(mutex_) = false;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_HEALTH_BOARD_H_
