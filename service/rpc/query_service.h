// QueryService: check, call, convert. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_QUERY_SERVICE_H_
#define PLEDGE_SERVICE_RPC_QUERY_SERVICE_H_

#include "pledge/v1/query_service.grpc.pb.h"
#include "service/rpc/call.h"

namespace pledge::rpc {

// The streams are raw, so that stored records go out as the bytes they are.
class QueryService final
    : public v1::QueryService::WithRawCallbackMethod_StreamSections<
          v1::QueryService::WithRawCallbackMethod_StreamCommitments<
              v1::QueryService::WithCallbackMethod_DescribeRules<v1::QueryService::Service>>> {
 public:
  explicit QueryService(Runtime runtime) : runtime_(runtime) {}

  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamSections(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamCommitments(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* DescribeRules(grpc::CallbackServerContext* context,
                                          const v1::DescribeRulesRequest* request,
                                          v1::DescribeRulesResponse* response) override;

 private:
  const Runtime runtime_;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_QUERY_SERVICE_H_
