// The unary calls about ingest sessions. They block on disk: call them on a
// worker. Thread-safe.
#ifndef PLEDGE_SERVICE_RPC_SESSION_CALLS_H_
#define PLEDGE_SERVICE_RPC_SESSION_CALLS_H_

#include "absl/status/status.h"
#include "pledge/v1/ingest_service.pb.h"
#include "service/rpc/unary.h"
#include "storage/record_store.h"

namespace pledge::rpc {

void CreateSession(storage::RecordStore& store, const v1::CreateIngestSessionRequest& request,
                   v1::CreateIngestSessionResponse* response, const UnaryDone& done);

absl::Status GetSession(storage::RecordStore& store, const v1::GetIngestSessionRequest& request,
                        v1::GetIngestSessionResponse* response);

absl::Status ListSessions(storage::RecordStore& store, const v1::ListIngestSessionsRequest& request,
                          v1::ListIngestSessionsResponse* response);

absl::Status ListResults(storage::RecordStore& store, const v1::ListIngestResultsRequest& request,
                         v1::ListIngestResultsResponse* response);

void FinishSession(storage::RecordStore& store, const v1::FinishIngestSessionRequest& request,
                   v1::FinishIngestSessionResponse* response, const UnaryDone& done);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_SESSION_CALLS_H_
