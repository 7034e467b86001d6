// The work of CreateDocument. Blocks on analysis; call it on a worker.
#ifndef PLEDGE_SERVICE_RPC_CREATE_DOCUMENT_H_
#define PLEDGE_SERVICE_RPC_CREATE_DOCUMENT_H_

#include "pledge/v1/document_service.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/unary.h"

namespace pledge::rpc {

// Checks, analyses and hands the write to the store; `done` runs once the
// answer stands in `response`.
void CreateDocument(const Runtime& runtime, const Call& call,
                    const v1::CreateDocumentRequest& request, v1::CreateDocumentResponse* response,
                    const UnaryDone& done);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_CREATE_DOCUMENT_H_
