// IngestService: check, call, convert. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_INGEST_SERVICE_H_
#define PLEDGE_SERVICE_RPC_INGEST_SERVICE_H_

#include <atomic>
#include <cstdint>

#include "pledge/v1/ingest_service.grpc.pb.h"
#include "service/rpc/call.h"

namespace pledge::rpc {

class IngestService final : public v1::IngestService::CallbackService {
 public:
  explicit IngestService(Runtime runtime) : runtime_(runtime) {}

  grpc::ServerUnaryReactor* CreateIngestSession(grpc::CallbackServerContext* context,
                                                const v1::CreateIngestSessionRequest* request,
                                                v1::CreateIngestSessionResponse* response) override;
  grpc::ServerUnaryReactor* GetIngestSession(grpc::CallbackServerContext* context,
                                             const v1::GetIngestSessionRequest* request,
                                             v1::GetIngestSessionResponse* response) override;
  grpc::ServerUnaryReactor* ListIngestSessions(grpc::CallbackServerContext* context,
                                               const v1::ListIngestSessionsRequest* request,
                                               v1::ListIngestSessionsResponse* response) override;
  grpc::ServerUnaryReactor* ListIngestResults(grpc::CallbackServerContext* context,
                                              const v1::ListIngestResultsRequest* request,
                                              v1::ListIngestResultsResponse* response) override;
  grpc::ServerUnaryReactor* FinishIngestSession(grpc::CallbackServerContext* context,
                                                const v1::FinishIngestSessionRequest* request,
                                                v1::FinishIngestSessionResponse* response) override;
  grpc::ServerReadReactor<v1::UploadDocumentsRequest>* UploadDocuments(
      grpc::CallbackServerContext* context, v1::UploadDocumentsResponse* response) override;
  grpc::ServerBidiReactor<v1::StreamIngestRequest, v1::StreamIngestResponse>* StreamIngest(
      grpc::CallbackServerContext* context) override;

  // Bytes of all ingest streams that are without result.
  int64_t bytes_in_flight() const { return bytes_in_flight_.load(std::memory_order_relaxed); }

 private:
  const Runtime runtime_;
  std::atomic<int64_t> bytes_in_flight_{0};
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_INGEST_SERVICE_H_
