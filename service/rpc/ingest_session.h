// Stored ingest sessions and results → the messages of the API. Pure,
// thread-safe.
#ifndef PLEDGE_SERVICE_RPC_INGEST_SESSION_H_
#define PLEDGE_SERVICE_RPC_INGEST_SESSION_H_

#include "pledge/v1/ingest_service.pb.h"
#include "service/ingest/session_lane.h"
#include "storage/record_store.h"

namespace pledge::rpc {

v1::IngestSession ToApi(const storage::StoredSession& session);

// `result` is not fatal.
v1::IngestResult ToApi(const ingest::LaneResult& result);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_INGEST_SESSION_H_
