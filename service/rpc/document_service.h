// DocumentService: check, call, convert. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_DOCUMENT_SERVICE_H_
#define PLEDGE_SERVICE_RPC_DOCUMENT_SERVICE_H_

#include "pledge/v1/document_service.grpc.pb.h"
#include "service/rpc/call.h"

namespace pledge::rpc {

// The streams are raw: their messages are made where the rows are read.
class DocumentService final : public v1::DocumentService::WithRawCallbackMethod_ReadSource<
                                  v1::DocumentService::WithRawCallbackMethod_ReadRepairs<
                                      v1::DocumentService::CallbackService>> {
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
  grpc::ServerUnaryReactor* BatchGetDocuments(grpc::CallbackServerContext* context,
                                              const v1::BatchGetDocumentsRequest* request,
                                              v1::BatchGetDocumentsResponse* response) override;
  grpc::ServerUnaryReactor* ListDocuments(grpc::CallbackServerContext* context,
                                          const v1::ListDocumentsRequest* request,
                                          v1::ListDocumentsResponse* response) override;
  grpc::ServerUnaryReactor* ListDocumentRevisions(
      grpc::CallbackServerContext* context, const v1::ListDocumentRevisionsRequest* request,
      v1::ListDocumentRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* ListCollections(grpc::CallbackServerContext* context,
                                            const v1::ListCollectionsRequest* request,
                                            v1::ListCollectionsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateDocument(grpc::CallbackServerContext* context,
                                           const v1::UpdateDocumentRequest* request,
                                           v1::UpdateDocumentResponse* response) override;
  grpc::ServerUnaryReactor* DeleteDocument(grpc::CallbackServerContext* context,
                                           const v1::DeleteDocumentRequest* request,
                                           v1::DeleteDocumentResponse* response) override;
  grpc::ServerUnaryReactor* UndeleteDocument(grpc::CallbackServerContext* context,
                                             const v1::UndeleteDocumentRequest* request,
                                             v1::UndeleteDocumentResponse* response) override;
  grpc::ServerUnaryReactor* RollbackDocument(grpc::CallbackServerContext* context,
                                             const v1::RollbackDocumentRequest* request,
                                             v1::RollbackDocumentResponse* response) override;
  grpc::ServerUnaryReactor* PurgeDocument(grpc::CallbackServerContext* context,
                                          const v1::PurgeDocumentRequest* request,
                                          v1::PurgeDocumentResponse* response) override;
  grpc::ServerUnaryReactor* ReanalyzeDocuments(grpc::CallbackServerContext* context,
                                               const v1::ReanalyzeDocumentsRequest* request,
                                               v1::ReanalyzeDocumentsResponse* response) override;

  using v1::DocumentService::CallbackService::ReadRepairs;
  using v1::DocumentService::CallbackService::ReadSource;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* ReadSource(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* ReadRepairs(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request) override;

 private:
  const Runtime runtime_;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_DOCUMENT_SERVICE_H_
