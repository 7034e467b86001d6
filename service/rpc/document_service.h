// DocumentService: check, call, convert. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_DOCUMENT_SERVICE_H_
#define PLEDGE_SERVICE_RPC_DOCUMENT_SERVICE_H_

#include "pledge/v1/document_service.grpc.pb.h"
#include "service/rpc/call.h"

namespace pledge::rpc {

class DocumentService final : public v1::DocumentService::CallbackService {
 public:
  explicit DocumentService(Runtime runtime) : runtime_(runtime) {}

  grpc::ServerUnaryReactor* CreateDocument(grpc::CallbackServerContext* context,
                                           const v1::CreateDocumentRequest* request,
                                           v1::CreateDocumentResponse* response) override;
  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* context,
                                        const v1::GetDocumentRequest* request,
                                        v1::GetDocumentResponse* response) override;
  grpc::ServerUnaryReactor* GetDocumentRevision(grpc::CallbackServerContext* context,
                                                const v1::GetDocumentRevisionRequest* request,
                                                v1::GetDocumentRevisionResponse* response) override;
  grpc::ServerUnaryReactor* DiffDocumentRevisions(
      grpc::CallbackServerContext* context, const v1::DiffDocumentRevisionsRequest* request,
      v1::DiffDocumentRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* AnalyzeDocument(grpc::CallbackServerContext* context,
                                            const v1::AnalyzeDocumentRequest* request,
                                            v1::AnalyzeDocumentResponse* response) override;

 private:
  const Runtime runtime_;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_DOCUMENT_SERVICE_H_
