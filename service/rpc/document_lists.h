// The work of the calls that read many documents, revisions or collections of
// one state. They block on disk; call them on a worker.
#ifndef PLEDGE_SERVICE_RPC_DOCUMENT_LISTS_H_
#define PLEDGE_SERVICE_RPC_DOCUMENT_LISTS_H_

#include "absl/status/status.h"
#include "pledge/v1/document_service.pb.h"
#include "storage/record_store.h"

namespace pledge::rpc {

absl::Status BatchGetDocuments(storage::RecordStore& store,
                               const v1::BatchGetDocumentsRequest& request,
                               v1::BatchGetDocumentsResponse* response);

absl::Status ListDocuments(storage::RecordStore& store, const v1::ListDocumentsRequest& request,
                           v1::ListDocumentsResponse* response);

absl::Status ListDocumentRevisions(storage::RecordStore& store,
                                   const v1::ListDocumentRevisionsRequest& request,
                                   v1::ListDocumentRevisionsResponse* response);

absl::Status ListCollections(storage::RecordStore& store, const v1::ListCollectionsRequest& request,
                             v1::ListCollectionsResponse* response);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_DOCUMENT_LISTS_H_
