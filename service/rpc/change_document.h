// The work of DeleteDocument, UndeleteDocument, RollbackDocument and
// PurgeDocument: check, hand the change to the store, answer. Call them on a
// worker; `done` runs once the answer stands in `response`.
#ifndef PLEDGE_SERVICE_RPC_CHANGE_DOCUMENT_H_
#define PLEDGE_SERVICE_RPC_CHANGE_DOCUMENT_H_

#include "pledge/v1/document_service.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/unary.h"

namespace pledge::rpc {

void DeleteDocument(const Runtime& runtime, const Call& call,
                    const v1::DeleteDocumentRequest& request, v1::DeleteDocumentResponse* response,
                    const UnaryDone& done);

void UndeleteDocument(const Runtime& runtime, const Call& call,
                      const v1::UndeleteDocumentRequest& request,
                      v1::UndeleteDocumentResponse* response, const UnaryDone& done);

void RollbackDocument(const Runtime& runtime, const Call& call,
                      const v1::RollbackDocumentRequest& request,
                      v1::RollbackDocumentResponse* response, const UnaryDone& done);

void PurgeDocument(const Runtime& runtime, const Call& call,
                   const v1::PurgeDocumentRequest& request, v1::PurgeDocumentResponse* response,
                   const UnaryDone& done);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_CHANGE_DOCUMENT_H_
