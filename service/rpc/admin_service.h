// AdminService: what a client should know before it begins, what an operator
// wants to see, and the orderly end. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_ADMIN_SERVICE_H_
#define PLEDGE_SERVICE_RPC_ADMIN_SERVICE_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "pledge/v1/admin_service.grpc.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/watch_registry.h"

namespace pledge::rpc {

// The export is raw, so that blocks are serialised on a worker.
class AdminService final : public v1::AdminService::WithRawCallbackMethod_ExportRecords<
                               v1::AdminService::CallbackService> {
 public:
  // Asks the server to stop within a grace; zero: its own. Must not block.
  using StopFunction = std::function<void(absl::Duration grace)>;

  struct Options {
    std::string version;     // of the server
    std::string backup_dir;  // where backups go; empty: none are made
    StopFunction stop;
    std::function<std::string()> metrics;    // text for Prometheus; may block on disk
    const WatchRegistry* watches = nullptr;  // outlives the service
  };

  AdminService(Runtime runtime, Options options)
      : runtime_(runtime), options_(std::move(options)) {}

  grpc::ServerUnaryReactor* GetServerInfo(grpc::CallbackServerContext* context,
                                          const v1::GetServerInfoRequest* request,
                                          v1::GetServerInfoResponse* response) override;
  grpc::ServerUnaryReactor* GetStoreStatus(grpc::CallbackServerContext* context,
                                           const v1::GetStoreStatusRequest* request,
                                           v1::GetStoreStatusResponse* response) override;
  grpc::ServerUnaryReactor* GetMetrics(grpc::CallbackServerContext* context,
                                       const v1::GetMetricsRequest* request,
                                       v1::GetMetricsResponse* response) override;
  grpc::ServerUnaryReactor* BackupStore(grpc::CallbackServerContext* context,
                                        const v1::BackupStoreRequest* request,
                                        v1::BackupStoreResponse* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* ExportRecords(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerReadReactor<v1::ImportRecordsRequest>* ImportRecords(
      grpc::CallbackServerContext* context, v1::ImportRecordsResponse* response) override;
  grpc::ServerUnaryReactor* VerifyStore(grpc::CallbackServerContext* context,
                                        const v1::VerifyStoreRequest* request,
                                        v1::VerifyStoreResponse* response) override;
  grpc::ServerUnaryReactor* TrimRevisions(grpc::CallbackServerContext* context,
                                          const v1::TrimRevisionsRequest* request,
                                          v1::TrimRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* DrainServer(grpc::CallbackServerContext* context,
                                        const v1::DrainServerRequest* request,
                                        v1::DrainServerResponse* response) override;

 private:
  const Runtime runtime_;
  const Options options_;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_ADMIN_SERVICE_H_
