// What all calls share: the parts of the server they use, who calls, and one
// log line at the end. Thread-safe unless said otherwise.
#ifndef PLEDGE_SERVICE_RPC_CALL_H_
#define PLEDGE_SERVICE_RPC_CALL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "service/base/executor.h"
#include "service/jobs/job_runner.h"
#include "service/rpc/stream_registry.h"
#include "storage/record_store.h"

namespace pledge::rpc {

// Owned by the server; outlives all calls.
struct Runtime {
  storage::RecordStore& store;
  Executor& executor;
  StreamRegistry& streams;
  jobs::JobRunner& jobs;
};

// One call, from its arrival to its end. Used by one thread at a time.
class Call {
 public:
  Call(std::string_view method, const grpc::CallbackServerContext& context);

  // The client's x-request-id, or a new one.
  const std::string& request_id() const { return request_id_; }
  // Authenticated caller; "anonymous" on plaintext.
  const std::string& principal() const { return principal_; }

  void CountMessage(size_t size_bytes);
  // Writes the log line and gives the status to send. Call once.
  grpc::Status Finish(const absl::Status& status) const;

 private:
  const std::string method_;
  const std::string peer_;
  const std::string request_id_;
  const std::string principal_;
  const std::string trace_id_;  // empty: the caller traces nothing
  const absl::Time start_;
  int64_t messages_ = 0;
  int64_t bytes_ = 0;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_CALL_H_
