// The work of UpdateDocument. Blocks on disk and analysis; call it on a worker.
#ifndef PLEDGE_SERVICE_RPC_UPDATE_DOCUMENT_H_
#define PLEDGE_SERVICE_RPC_UPDATE_DOCUMENT_H_

#include "pledge/v1/document_service.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/unary.h"

namespace pledge::rpc {

// Merges the fields and bytes of the request with those of the head, analyses
// and hands the write to the store; merges again when another write came
// between and the caller gave no etag. `done` runs once the answer stands in
// `response`; both and the request live until then.
void UpdateDocument(const Runtime& runtime, const Call& call,
                    const v1::UpdateDocumentRequest& request, v1::UpdateDocumentResponse* response,
                    const UnaryDone& done);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_UPDATE_DOCUMENT_H_
