// The streams of a revision's bytes, cleaned text and repairs. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_SOURCE_CALLS_H_
#define PLEDGE_SERVICE_RPC_SOURCE_CALLS_H_

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/rpc/call.h"

namespace pledge::rpc {

// Each takes a serialised request and gives serialised responses.
grpc::ServerWriteReactor<grpc::ByteBuffer>* ReadSource(const Runtime& runtime,
                                                       const grpc::CallbackServerContext& context,
                                                       const grpc::ByteBuffer& request);
grpc::ServerWriteReactor<grpc::ByteBuffer>* ReadRepairs(const Runtime& runtime,
                                                        const grpc::CallbackServerContext& context,
                                                        const grpc::ByteBuffer& request);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_SOURCE_CALLS_H_
