#include "tests/unit/pledgectl/fake_ingest_service.h"

#include <algorithm>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace pledge::testing {
namespace {

google::rpc::Status Proto(grpc::StatusCode code, const std::string& reason,
                          const std::string& message) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("pledge");
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  status.add_details()->PackFrom(info);
  return status;
}

v1::IngestResult Refused(const std::string& reason, grpc::StatusCode code) {
  v1::IngestResult result;
  result.set_outcome(v1::INGEST_OUTCOME_REJECTED);
  *result.mutable_status() = Proto(code, reason, "refused by the fake");
  return result;
}

}  // namespace

grpc::Status ErrorWithReason(grpc::StatusCode code, const std::string& reason,
                             const std::string& message) {
  return grpc::Status(code, message, Proto(code, reason, message).SerializeAsString());
}

std::map<std::string, std::vector<std::string>> FakeIngestService::documents() const {
  absl::MutexLock lock(&mutex_);
  return documents_;
}

int64_t FakeIngestService::durable_sequence(const std::string& session) const {
  absl::MutexLock lock(&mutex_);
  return sessions_.at(session).message.durable_sequence();
}

int FakeIngestService::streams() const {
  absl::MutexLock lock(&mutex_);
  return streams_;
}

int64_t FakeIngestService::items_received() const {
  absl::MutexLock lock(&mutex_);
  return items_received_;
}

void FakeIngestService::Forget(const std::string& session, int64_t durable_sequence) {
  absl::MutexLock lock(&mutex_);
  sessions_.at(session).message.set_durable_sequence(durable_sequence);
}

void FakeIngestService::Expire(const std::string& session) {
  absl::MutexLock lock(&mutex_);
  sessions_.at(session).message.set_state(v1::INGEST_SESSION_STATE_EXPIRED);
}

void FakeIngestService::StoreFor(const std::string& session, int64_t sequence,
                                 const std::string& document_id, const std::string& data) {
  v1::IngestItem item;
  item.set_sequence(sequence);
  item.set_document_id(document_id);
  item.mutable_content()->set_data(data);
  absl::MutexLock lock(&mutex_);
  Store(sessions_.at(session), item);
}

grpc::Status FakeIngestService::CreateIngestSession(grpc::ServerContext*,
                                                    const v1::CreateIngestSessionRequest* request,
                                                    v1::CreateIngestSessionResponse* response) {
  absl::MutexLock lock(&mutex_);
  const std::string name = request->parent() + "/ingestSessions/" + request->ingest_session_id();
  Session& session = sessions_[name];
  session.message.set_name(name);
  if (session.message.state() == v1::INGEST_SESSION_STATE_UNSPECIFIED) {
    session.message.set_state(v1::INGEST_SESSION_STATE_OPEN);
  }
  *response->mutable_session() = session.message;
  response->mutable_read_info()->set_commit_number(++commits_);
  return grpc::Status::OK;
}

grpc::Status FakeIngestService::GetIngestSession(grpc::ServerContext*,
                                                 const v1::GetIngestSessionRequest* request,
                                                 v1::GetIngestSessionResponse* response) {
  absl::MutexLock lock(&mutex_);
  *response->mutable_session() = sessions_.at(request->name()).message;
  return grpc::Status::OK;
}

grpc::Status FakeIngestService::StreamIngest(grpc::ServerContext*, Stream* stream) {
  if (!stream_status.ok()) return stream_status;
  v1::StreamIngestRequest request;
  if (!stream->Read(&request) || !request.has_open()) {
    return ErrorWithReason(grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "open first");
  }
  const std::string name = request.open().ingest_session();
  on_open(name);
  if (grpc::Status opened = Open(name, stream); !opened.ok()) return opened;
  while (stream->Read(&request)) {
    if (!request.has_item()) continue;
    const grpc::Status status = HandleItem(name, request.item(), stream);
    if (!status.ok())
      return status.error_code() == grpc::StatusCode::OUT_OF_RANGE &&
                     status.error_message() == "drained"
                 ? grpc::Status::OK
                 : status;
  }
  return grpc::Status::OK;
}

grpc::Status FakeIngestService::Open(const std::string& name, Stream* stream) {
  v1::StreamIngestResponse response;
  {
    absl::MutexLock lock(&mutex_);
    ++streams_;
    v1::IngestSession& session = sessions_.at(name).message;
    session.set_epoch(session.epoch() + 1);
    *response.mutable_opened()->mutable_session() = session;
  }
  response.mutable_opened()->mutable_credit()->set_max_items(max_items);
  response.mutable_opened()->mutable_credit()->set_max_bytes(1 << 20);
  response.mutable_opened()->set_max_document_bytes(max_document_bytes);
  stream->Write(response);
  return grpc::Status::OK;
}

grpc::Status FakeIngestService::HandleItem(const std::string& name, const v1::IngestItem& item,
                                           Stream* stream) {
  const Action action = on_item(item.sequence());
  v1::StreamIngestResponse response;
  {
    absl::MutexLock lock(&mutex_);
    ++items_received_;
    Session& session = sessions_.at(name);
    switch (action) {
      case Action::kCut:
        return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut by the fake");
      case Action::kFence:
        return ErrorWithReason(grpc::StatusCode::ABORTED, "SESSION_FENCED", "fenced by the fake");
      case Action::kIgnore:
        for (v1::StreamIngestRequest ignored; stream->Read(&ignored);) {
        }
        return grpc::Status::CANCELLED;
      case Action::kRetry: {
        v1::IngestResult* result = response.mutable_ack()->add_results();
        result->set_sequence(item.sequence());
        result->set_outcome(v1::INGEST_OUTCOME_RETRY);
        *result->mutable_status() =
            Proto(grpc::StatusCode::RESOURCE_EXHAUSTED, "DISK_RESERVE", "disk of the fake is full");
        break;
      }
      case Action::kStore:
      case Action::kStoreAndCut:
      case Action::kDrain:
        // Like the real one: what follows an item that was turned away waits.
        if (item.sequence() > session.message.durable_sequence() + 1) {
          v1::IngestResult* result = response.mutable_ack()->add_results();
          result->set_sequence(item.sequence());
          result->set_outcome(v1::INGEST_OUTCOME_RETRY);
          *result->mutable_status() =
              Proto(grpc::StatusCode::RESOURCE_EXHAUSTED, "SERVER_BUSY", "another one first");
        } else {
          *response.mutable_ack()->add_results() = Store(session, item);
        }
        break;
    }
    response.mutable_ack()->set_durable_sequence(session.message.durable_sequence());
    response.mutable_ack()->mutable_read_info()->set_commit_number(commits_);
  }
  if (action == Action::kStoreAndCut) {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut by the fake");
  }
  stream->Write(response);
  if (action != Action::kDrain) return grpc::Status::OK;
  v1::StreamIngestResponse draining;
  draining.mutable_draining()->set_reason("the fake stops");
  stream->Write(draining);
  return grpc::Status(grpc::StatusCode::OUT_OF_RANGE, "drained");
}

v1::IngestResult FakeIngestService::Store(Session& session, const v1::IngestItem& item) {
  if (item.sequence() <= session.message.durable_sequence()) {
    return session.results[static_cast<size_t>(item.sequence() - 1)];
  }
  v1::IngestResult result = Judge(item);
  result.set_sequence(item.sequence());
  result.set_commit_number(++commits_);
  v1::IngestCounts* counts = session.message.mutable_counts();
  if (result.outcome() == v1::INGEST_OUTCOME_REJECTED) {
    counts->set_failed(counts->failed() + 1);
  } else if (result.outcome() == v1::INGEST_OUTCOME_CREATED) {
    counts->set_created(counts->created() + 1);
  } else if (result.outcome() == v1::INGEST_OUTCOME_UPDATED) {
    counts->set_updated(counts->updated() + 1);
  } else {
    counts->set_unchanged(counts->unchanged() + 1);
  }
  session.message.set_durable_sequence(item.sequence());
  session.results.resize(static_cast<size_t>(item.sequence()));
  session.results.back() = result;
  return result;
}

// Documents that begin with "bad" are refused; "partial" ones are analysed in
// part.
v1::IngestResult FakeIngestService::Judge(const v1::IngestItem& item) {
  const std::string& data = item.content().data();
  if (static_cast<int64_t>(data.size()) > max_document_bytes) {
    return Refused("DOCUMENT_TOO_LARGE", grpc::StatusCode::RESOURCE_EXHAUSTED);
  }
  if (!item.content().expected_sha256().empty()) {
    return Refused("DIGEST_MISMATCH", grpc::StatusCode::INVALID_ARGUMENT);
  }
  if (data.rfind("bad", 0) == 0) {
    return Refused("CHARSET_UNDECODABLE", grpc::StatusCode::INVALID_ARGUMENT);
  }
  v1::IngestResult result;
  result.set_analysis_state(data.rfind("partial", 0) == 0 ? v1::ANALYSIS_STATE_PARTIAL
                                                          : v1::ANALYSIS_STATE_SUCCEEDED);
  std::vector<std::string>& revisions = documents_[item.document_id()];
  const bool same = !revisions.empty() && revisions.back() == data;
  result.set_outcome(same                ? v1::INGEST_OUTCOME_UNCHANGED
                     : revisions.empty() ? v1::INGEST_OUTCOME_CREATED
                                         : v1::INGEST_OUTCOME_UPDATED);
  if (!same) revisions.push_back(data);
  return result;
}

}  // namespace pledge::testing
