// The one reactor behind every server stream. A stream is always in exactly one
// place: a job in the executor, a write in flight, or finished. Whoever holds
// it makes the next step as the last thing it does, so there is no lock, no
// queue and one Finish. It pulls from its source only when the peer has room.
// Deletes itself in OnDone.
#ifndef PLEDGE_SERVICE_RPC_STREAM_REACTOR_H_
#define PLEDGE_SERVICE_RPC_STREAM_REACTOR_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/rpc/call.h"
#include "service/rpc/stream_entry.h"

namespace pledge::rpc {

// Gives the messages of one stream. Used by one thread at a time; may block.
class MessageSource {
 public:
  virtual ~MessageSource() = default;
  // The bytes of the next message; empty when there is none yet, to be asked
  // again after other work had its turn; false at the end.
  virtual absl::StatusOr<bool> Next(std::string* message) = 0;
};

class StreamReactor final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  // Makes the source on a worker, when the stream begins.
  // It authorizes the call as soon as it has read the request.
  using SourceFactory = std::function<absl::StatusOr<std::unique_ptr<MessageSource>>(Call&)>;

  // Counts the stream in `runtime.streams`; beyond the limit it only finishes.
  static StreamReactor* Start(const Runtime& runtime, const grpc::CallbackServerContext& context,
                              std::string_view method, SourceFactory factory);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  StreamReactor(const Runtime& runtime, const grpc::CallbackServerContext& context,
                std::string_view method, SourceFactory factory);

  void Schedule();
  void Step();
  void End(const absl::Status& status);

  // Constant.
  const storage::RecordStore& store_;
  Executor& executor_;
  // Touched only by the holder of the stream.
  StreamEntry entry_;
  Call call_;
  SourceFactory factory_;
  std::unique_ptr<MessageSource> source_;
  std::string bytes_;
  grpc::ByteBuffer buffer_;
  // Self-synchronised.
  std::atomic<bool> cancelled_{false};
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_STREAM_REACTOR_H_
