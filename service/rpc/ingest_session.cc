#include "service/rpc/ingest_session.h"

#include "service/base/resource_name.h"
#include "service/mapping/time.h"
#include "service/rpc/status.h"

namespace pledge::rpc {

v1::IngestSession ToApi(const storage::StoredSession& session) {
  v1::IngestSession out;
  out.set_name(MakeSessionName(session.collection_id, session.session_id));
  out.set_state(session.expired    ? v1::INGEST_SESSION_STATE_EXPIRED
                : session.finished ? v1::INGEST_SESSION_STATE_FINISHED
                                   : v1::INGEST_SESSION_STATE_OPEN);
  out.set_durable_sequence(session.durable_sequence);
  v1::IngestCounts* counts = out.mutable_counts();
  counts->set_created(session.created);
  counts->set_updated(session.updated);
  counts->set_unchanged(session.unchanged);
  counts->set_failed(session.failed);
  counts->set_bytes_stored(session.bytes_stored);
  mapping::SetTime(session.create_time, out.mutable_create_time());
  mapping::SetTime(session.expire_time, out.mutable_expire_time());
  out.set_epoch(session.epoch);
  return out;
}

v1::IngestResult ToApi(const ingest::LaneResult& result) {
  v1::IngestResult out;
  out.set_sequence(result.sequence);
  out.set_outcome(result.outcome);
  out.set_revision(result.revision);
  out.set_commit_number(static_cast<int64_t>(result.commit.number));
  out.set_analysis_state(static_cast<v1::AnalysisState>(result.analysis_state));
  if (!result.status.ok()) *out.mutable_status() = ToProto(result.status);
  return out;
}

}  // namespace pledge::rpc
