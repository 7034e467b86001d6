#include "service/rpc/ingest_service.h"

#include "service/rpc/ingest_reactor.h"
#include "service/rpc/session_calls.h"
#include "service/rpc/unary.h"
#include "service/rpc/upload_reactor.h"

namespace pledge::rpc {
grpc::ServerUnaryReactor* IngestService::CreateIngestSession(
    grpc::CallbackServerContext* context, const v1::CreateIngestSessionRequest* request,
    v1::CreateIngestSessionResponse* response) {
  return RunAsync(runtime_, context, "CreateIngestSession", *request,
                  [this, request, response](const Call&, const UnaryDone& done) {
                    rpc::CreateSession(runtime_.store, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* IngestService::GetIngestSession(
    grpc::CallbackServerContext* context, const v1::GetIngestSessionRequest* request,
    v1::GetIngestSessionResponse* response) {
  return RunUnary(runtime_, context, "GetIngestSession", *request,
                  [this, request, response](const Call&) {
                    return rpc::GetSession(runtime_.store, *request, response);
                  });
}

grpc::ServerUnaryReactor* IngestService::ListIngestSessions(
    grpc::CallbackServerContext* context, const v1::ListIngestSessionsRequest* request,
    v1::ListIngestSessionsResponse* response) {
  return RunUnary(runtime_, context, "ListIngestSessions", *request,
                  [this, request, response](const Call&) {
                    return rpc::ListSessions(runtime_.store, *request, response);
                  });
}

grpc::ServerUnaryReactor* IngestService::ListIngestResults(
    grpc::CallbackServerContext* context, const v1::ListIngestResultsRequest* request,
    v1::ListIngestResultsResponse* response) {
  return RunUnary(runtime_, context, "ListIngestResults", *request,
                  [this, request, response](const Call&) {
                    return rpc::ListResults(runtime_.store, *request, response);
                  });
}

grpc::ServerUnaryReactor* IngestService::FinishIngestSession(
    grpc::CallbackServerContext* context, const v1::FinishIngestSessionRequest* request,
    v1::FinishIngestSessionResponse* response) {
  return RunAsync(runtime_, context, "FinishIngestSession", *request,
                  [this, request, response](const Call&, const UnaryDone& done) {
                    rpc::FinishSession(runtime_.store, *request, response, done);
                  });
}

grpc::ServerReadReactor<v1::UploadDocumentsRequest>* IngestService::UploadDocuments(
    grpc::CallbackServerContext* context, v1::UploadDocumentsResponse* response) {
  return UploadReactor::Start(runtime_, *context, response, bytes_in_flight_);
}

grpc::ServerBidiReactor<v1::StreamIngestRequest, v1::StreamIngestResponse>*
IngestService::StreamIngest(grpc::CallbackServerContext* context) {
  return IngestReactor::Start(runtime_, *context, bytes_in_flight_);
}

}  // namespace pledge::rpc
