// The work of VerifyStore and TrimRevisions: checks what is asked for and stores
// the job. Blocks on disk; call it on a worker.
#ifndef PLEDGE_SERVICE_RPC_UPKEEP_CALLS_H_
#define PLEDGE_SERVICE_RPC_UPKEEP_CALLS_H_

#include "pledge/v1/admin_service.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/unary.h"

namespace pledge::rpc {

// `done` runs once the job stands in `response`. FIELD_INVALID, REQUEST_ID_REUSED
// and what any write may meet.
void VerifyStore(const Runtime& runtime, const Call& call, const v1::VerifyStoreRequest& request,
                 v1::VerifyStoreResponse* response, const UnaryDone& done);

// The same; also DOCUMENT_NOT_FOUND for a parent that is not there.
void TrimRevisions(const Runtime& runtime, const Call& call,
                   const v1::TrimRevisionsRequest& request, v1::TrimRevisionsResponse* response,
                   const UnaryDone& done);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_UPKEEP_CALLS_H_
