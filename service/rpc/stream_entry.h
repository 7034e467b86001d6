// One stream's place among the open ones, of the server and of its caller.
#ifndef PLEDGE_SERVICE_RPC_STREAM_ENTRY_H_
#define PLEDGE_SERVICE_RPC_STREAM_ENTRY_H_

#include <optional>
#include <string>

#include "service/rpc/call.h"

namespace pledge::rpc {

// Not thread-safe; what it counts in outlives it.
class StreamEntry {
 public:
  StreamEntry() = default;
  ~StreamEntry() { Leave(); }
  StreamEntry(const StreamEntry&) = delete;
  StreamEntry& operator=(const StreamEntry&) = delete;

  // QUOTA_EXCEEDED, TOO_MANY_STREAMS or DRAINING, and nothing is counted. Once.
  absl::Status Enter(const Runtime& runtime, const std::string& principal) {
    if (absl::Status entered = runtime.gate.EnterStream(principal); !entered.ok()) return entered;
    absl::Status entered = runtime.streams.Enter();
    if (!entered.ok()) {
      runtime.gate.LeaveStream(principal);
      return entered;
    }
    streams_ = &runtime.streams;
    gate_ = &runtime.gate;
    principal_ = principal;
    return entered;
  }

  // Does nothing when it is not in.
  void Leave() {
    if (streams_ == nullptr) return;
    streams_->Leave();
    gate_->LeaveStream(principal_);
    streams_ = nullptr;
  }

  bool is_in() const { return streams_ != nullptr; }

 private:
  StreamRegistry* streams_ = nullptr;
  access::Gate* gate_ = nullptr;
  std::string principal_;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_STREAM_ENTRY_H_
