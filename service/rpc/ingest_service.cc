#include "service/rpc/ingest_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/query/read_point.h"
#include "service/rpc/ingest_reactor.h"
#include "service/rpc/ingest_session.h"
#include "service/rpc/unary.h"

namespace pledge::rpc {
namespace {

absl::StatusOr<absl::Duration> TimeToLive(const v1::CreateIngestSessionRequest& request) {
  const int64_t seconds = request.ttl().seconds();
  if (seconds == 0 && request.ttl().nanos() == 0) {
    return absl::Seconds(kDefaultSessionTtlSeconds);
  }
  if (seconds < 1 || seconds > kMaxSessionTtlSeconds) {
    return FieldError("ttl", absl::StrCat("1 to ", kMaxSessionTtlSeconds, " seconds"));
  }
  return absl::Seconds(seconds);
}

void CreateSession(storage::RecordStore& store, const v1::CreateIngestSessionRequest& request,
                   v1::CreateIngestSessionResponse* response, const UnaryDone& done) {
  auto parent = ParseCollectionName("parent", request.parent());
  if (!parent.ok()) return done(parent.status());
  if (!IsValidId(request.ingest_session_id())) {
    return done(FieldError("ingest_session_id", "1 to 128 of [a-z0-9._-]"));
  }
  auto ttl = TimeToLive(request);
  if (!ttl.ok()) return done(ttl.status());
  store.CreateSession(parent->collection, request.ingest_session_id(), *ttl,
                      [&store, response, done](absl::StatusOr<storage::StoredSession> session) {
                        if (!session.ok()) return done(session.status());
                        *response->mutable_session() = ToApi(*session);
                        *response->mutable_read_info() =
                            query::MakeReadInfo(store, session->commit);
                        done(absl::OkStatus());
                      });
}

absl::Status GetSession(storage::RecordStore& store, const v1::GetIngestSessionRequest& request,
                        v1::GetIngestSessionResponse* response) {
  auto name = ParseSessionName("name", request.name());
  if (!name.ok()) return name.status();
  auto session = store.GetSession(name->collection, name->session);
  if (!session.ok()) return session.status();
  *response->mutable_session() = ToApi(*session);
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* IngestService::CreateIngestSession(
    grpc::CallbackServerContext* context, const v1::CreateIngestSessionRequest* request,
    v1::CreateIngestSessionResponse* response) {
  return RunAsync(runtime_, context, "CreateIngestSession",
                  [this, request, response](const Call&, const UnaryDone& done) {
                    CreateSession(runtime_.store, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* IngestService::GetIngestSession(
    grpc::CallbackServerContext* context, const v1::GetIngestSessionRequest* request,
    v1::GetIngestSessionResponse* response) {
  return RunUnary(runtime_, context, "GetIngestSession", [this, request, response](const Call&) {
    return GetSession(runtime_.store, *request, response);
  });
}

grpc::ServerBidiReactor<v1::StreamIngestRequest, v1::StreamIngestResponse>*
IngestService::StreamIngest(grpc::CallbackServerContext* context) {
  return IngestReactor::Start(runtime_, *context, bytes_in_flight_);
}

}  // namespace pledge::rpc
