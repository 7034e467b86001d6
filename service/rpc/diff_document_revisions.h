// The work of DiffDocumentRevisions. Blocks on disk; call it on a worker.
#ifndef PLEDGE_SERVICE_RPC_DIFF_DOCUMENT_REVISIONS_H_
#define PLEDGE_SERVICE_RPC_DIFF_DOCUMENT_REVISIONS_H_

#include "absl/status/status.h"
#include "pledge/v1/document_service.pb.h"
#include "storage/record_store.h"

namespace pledge::rpc {

// FIELD_INVALID, TOKEN_MALFORMED, DOCUMENT_NOT_FOUND, REVISION_NOT_FOUND.
absl::Status DiffDocumentRevisions(storage::RecordStore& store,
                                   const v1::DiffDocumentRevisionsRequest& request,
                                   v1::DiffDocumentRevisionsResponse* response);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_DIFF_DOCUMENT_REVISIONS_H_
