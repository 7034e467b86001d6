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
              v1::QueryService::WithRawCallbackMethod_StreamAchievements<
                  v1::QueryService::WithCallbackMethod_ListSections<
                      v1::QueryService::WithCallbackMethod_ListCommitments<
                          v1::QueryService::WithCallbackMethod_ListAchievements<
                              v1::QueryService::WithCallbackMethod_AggregateCommitments<
                                  v1::QueryService::WithCallbackMethod_DescribeRules<
                                      v1::QueryService::Service>>>>>>>> {
 public:
  explicit QueryService(Runtime runtime) : runtime_(runtime) {}

  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamSections(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamCommitments(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* DescribeRules(grpc::CallbackServerContext* context,
                                          const v1::DescribeRulesRequest* request,
                                          v1::DescribeRulesResponse* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamAchievements(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;

  grpc::ServerUnaryReactor* ListSections(grpc::CallbackServerContext* context,
                                         const v1::ListSectionsRequest* request,
                                         v1::ListSectionsResponse* response) override;
  grpc::ServerUnaryReactor* ListCommitments(grpc::CallbackServerContext* context,
                                            const v1::ListCommitmentsRequest* request,
                                            v1::ListCommitmentsResponse* response) override;
  grpc::ServerUnaryReactor* ListAchievements(grpc::CallbackServerContext* context,
                                             const v1::ListAchievementsRequest* request,
                                             v1::ListAchievementsResponse* response) override;
  grpc::ServerUnaryReactor* AggregateCommitments(
      grpc::CallbackServerContext* context, const v1::AggregateCommitmentsRequest* request,
      v1::AggregateCommitmentsResponse* response) override;

 private:
  const Runtime runtime_;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_QUERY_SERVICE_H_
