// The work of ReanalyzeDocuments. Blocks on disk; call it on a worker.
#ifndef PLEDGE_SERVICE_RPC_REANALYZE_DOCUMENTS_H_
#define PLEDGE_SERVICE_RPC_REANALYZE_DOCUMENTS_H_

#include "pledge/v1/document_service.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/unary.h"

namespace pledge::rpc {

// Checks what is asked for and stores the job; `done` runs once it stands in
// `response`.
void ReanalyzeDocuments(const Runtime& runtime, const Call& call,
                        const v1::ReanalyzeDocumentsRequest& request,
                        v1::ReanalyzeDocumentsResponse* response, const UnaryDone& done);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_REANALYZE_DOCUMENTS_H_
