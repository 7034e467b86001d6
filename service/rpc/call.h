// What all calls share: the parts of the server they use, who calls, and one
// log line at the end. Thread-safe unless said otherwise.
#ifndef PLEDGE_SERVICE_RPC_CALL_H_
#define PLEDGE_SERVICE_RPC_CALL_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "service/access/gate.h"
#include "service/base/executor.h"
#include "service/jobs/job_runner.h"
#include "service/rpc/principal.h"
#include "service/rpc/stream_registry.h"
#include "storage/record_store.h"

namespace pledge::rpc {

// Owned by the server; outlives all calls.
struct Runtime {
  storage::RecordStore& store;
  Executor& executor;
  StreamRegistry& streams;
  jobs::JobRunner& jobs;
  access::Gate& gate;
  const PrincipalSource& principals;
};

// How many bytes of documents a caller may send now, as a function of one stream;
// `runtime` outlives it. QUOTA_EXCEEDED.
std::function<absl::Status(size_t)> MakeAdmission(const Runtime& runtime, std::string principal);

// One call, from its arrival to its end. Used by one thread at a time.
class Call {
 public:
  // `runtime` outlives it.
  Call(const Runtime& runtime, std::string_view method, const grpc::CallbackServerContext& context);

  // Whether the caller may do what `request` asks for; NOT_ALLOWED. Before anything
  // of the store is looked at. For a client stream: its first message.
  absl::Status Authorize(const google::protobuf::Message& request);
  // Whether the caller may call this method about anything. For a client stream,
  // before its first message.
  absl::Status AuthorizeMethod();

  // The client's x-request-id, or a new one.
  const std::string& request_id() const { return request_id_; }
  // The caller, as PrincipalOf says.
  const std::string& principal() const { return principal_; }

  void CountMessage(size_t size_bytes);
  // Writes the log line, and that of the audit for a call that writes or was not
  // allowed, and gives the status to send. Call once. A call that nobody
  // authorized does not end well: INTERNAL.
  grpc::Status Finish(const absl::Status& status) const;

 private:
  void WriteAudit(const absl::Status& status) const;

  const access::Gate& gate_;
  const std::string method_;
  const access::MethodInfo* const info_;
  const std::string peer_;
  const std::string request_id_;
  const std::string principal_;
  const std::string trace_id_;  // empty: the caller traces nothing
  const absl::Time start_;
  std::string collections_;  // that the request names, for the audit
  bool is_authorized_ = false;
  int64_t messages_ = 0;
  int64_t bytes_ = 0;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_CALL_H_
