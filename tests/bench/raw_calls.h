// Calls of any method by its name, with bytes in and bytes out, so that a client
// costs the same whoever serves it. Thread-safe: each object is one call at a time.
#ifndef PLEDGE_TESTS_BENCH_RAW_CALLS_H_
#define PLEDGE_TESTS_BENCH_RAW_CALLS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/message_lite.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "tests/bench/load.h"

namespace pledge::bench {

grpc::ByteBuffer ToBuffer(const google::protobuf::MessageLite& message);

// Unary calls of one method over several channels, one call a slot at a time.
class UnaryCalls {
 public:
  // `requests` are taken in turn. Several channels are used in turn by the slots.
  UnaryCalls(std::string method, std::vector<grpc::ByteBuffer> requests,
             const std::vector<std::shared_ptr<grpc::Channel>>& channels, int slots);

  // Makes call `number`; for RunClosed and RunOpen.
  void Begin(int slot, int64_t number, Done done);
  // Makes one call and gives the bytes of its reply; dies when it fails.
  std::string CallOnce(int64_t number);

 private:
  struct Call {
    std::optional<grpc::ClientContext> context;
    grpc::ByteBuffer reply;
  };

  const std::string method_;
  const std::vector<grpc::ByteBuffer> requests_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<Call> calls_;  // by slot
};

// Reads streams of one method to their end; an operation is a stream, its units are
// messages.
class StreamReads {
 public:
  StreamReads(std::string method, grpc::ByteBuffer request,
              const std::vector<std::shared_ptr<grpc::Channel>>& channels);

  void Begin(int slot, int64_t number, Done done);
  // Reads one stream; the messages.
  std::vector<std::string> ReadOnce();

 private:
  const std::string method_;
  const grpc::ByteBuffer request_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
};

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_RAW_CALLS_H_
