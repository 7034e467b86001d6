#include "service/rpc/query_service.h"

#include <memory>
#include <optional>
#include <utility>

#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/base/error.h"
#include "service/query/aggregate.h"
#include "service/query/record_cursor.h"
#include "service/query/record_page.h"
#include "service/rpc/describe_rules.h"
#include "service/rpc/stream_reactor.h"
#include "service/rpc/unary.h"

namespace pledge::rpc {
namespace {

// A record cursor as a source of messages.
class CursorSource final : public MessageSource {
 public:
  explicit CursorSource(std::unique_ptr<query::RecordCursor> cursor) : cursor_(std::move(cursor)) {}
  absl::StatusOr<bool> Next(std::string* message) override { return cursor_->Next(message); }

 private:
  const std::unique_ptr<query::RecordCursor> cursor_;
};

template <typename Request>
absl::StatusOr<query::RecordQuery> ParseQuery(Call& call, storage::RecordKind kind,
                                              grpc::ByteBuffer bytes) {
  Request request;
  if (!grpc::SerializationTraits<Request>::Deserialize(&bytes, &request).ok()) {
    return FieldError("request", "does not parse");
  }
  if (absl::Status allowed = call.Authorize(request); !allowed.ok()) return allowed;
  query::RecordQuery out;
  out.kind = kind;
  out.selector.Swap(request.mutable_selector());
  out.options.Swap(request.mutable_options());
  if (request.has_read_point()) out.read_point = request.read_point();
  out.read_mask.Swap(request.mutable_read_mask());
  out.offset_unit = request.offset_unit();
  return out;
}

template <typename Request>
StreamReactor* StartStream(const Runtime& runtime, const grpc::CallbackServerContext& context,
                           const char* method, storage::RecordKind kind,
                           const grpc::ByteBuffer& request) {
  return StreamReactor::Start(runtime, context, method,
                              [&store = runtime.store, kind, request](
                                  Call& call) -> absl::StatusOr<std::unique_ptr<MessageSource>> {
                                auto query = ParseQuery<Request>(call, kind, request);
                                if (!query.ok()) return query.status();
                                auto cursor = query::RecordCursor::Create(store, *query);
                                if (!cursor.ok()) return cursor.status();
                                return std::make_unique<CursorSource>(*std::move(cursor));
                              });
}

template <typename Request, typename Response>
absl::Status ListRecords(storage::RecordStore& store, storage::RecordKind kind,
                         const Request& request, Response* response) {
  query::PageQuery query{.kind = kind,
                         .parent = request.parent(),
                         .page_size = request.page_size(),
                         .page_token = request.page_token(),
                         .filter = request.filter(),
                         .read_mask = request.read_mask(),
                         .read_point = std::nullopt,
                         .offset_unit = request.offset_unit()};
  if (request.has_read_point()) query.read_point = request.read_point();
  auto page = query::ReadPage(store, query);
  if (!page.ok()) return page.status();
  if (!response->ParseFromString(page->records)) {
    return MakeError(ErrorReason::kChecksumFailed, "a stored record does not parse");
  }
  response->set_next_page_token(std::move(page->next_page_token));
  *response->mutable_read_info() = std::move(page->read_info);
  return absl::OkStatus();
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* StartList(const Runtime& runtime, grpc::CallbackServerContext* context,
                                    const char* method, storage::RecordKind kind,
                                    const Request* request, Response* response) {
  return RunUnary(runtime, context, method, *request,
                  [&store = runtime.store, kind, request, response](const Call&) {
                    return ListRecords(store, kind, *request, response);
                  });
}

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* QueryService::StreamSections(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return StartStream<v1::StreamSectionsRequest>(runtime_, *context, "StreamSections",
                                                storage::RecordKind::kSections, *request);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* QueryService::StreamCommitments(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return StartStream<v1::StreamCommitmentsRequest>(runtime_, *context, "StreamCommitments",
                                                   storage::RecordKind::kCommitments, *request);
}

grpc::ServerUnaryReactor* QueryService::DescribeRules(grpc::CallbackServerContext* context,
                                                      const v1::DescribeRulesRequest* request,
                                                      v1::DescribeRulesResponse* response) {
  return RunUnary(runtime_, context, "DescribeRules", *request, [request, response](const Call&) {
    return rpc::DescribeRules(*request, response);
  });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* QueryService::StreamAchievements(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return StartStream<v1::StreamAchievementsRequest>(runtime_, *context, "StreamAchievements",
                                                    storage::RecordKind::kAchievements, *request);
}

grpc::ServerUnaryReactor* QueryService::ListSections(grpc::CallbackServerContext* context,
                                                     const v1::ListSectionsRequest* request,
                                                     v1::ListSectionsResponse* response) {
  return StartList(runtime_, context, "ListSections", storage::RecordKind::kSections, request,
                   response);
}

grpc::ServerUnaryReactor* QueryService::ListCommitments(grpc::CallbackServerContext* context,
                                                        const v1::ListCommitmentsRequest* request,
                                                        v1::ListCommitmentsResponse* response) {
  return StartList(runtime_, context, "ListCommitments", storage::RecordKind::kCommitments, request,
                   response);
}

grpc::ServerUnaryReactor* QueryService::ListAchievements(grpc::CallbackServerContext* context,
                                                         const v1::ListAchievementsRequest* request,
                                                         v1::ListAchievementsResponse* response) {
  return StartList(runtime_, context, "ListAchievements", storage::RecordKind::kAchievements,
                   request, response);
}

grpc::ServerUnaryReactor* QueryService::AggregateCommitments(
    grpc::CallbackServerContext* context, const v1::AggregateCommitmentsRequest* request,
    v1::AggregateCommitmentsResponse* response) {
  return RunUnary(runtime_, context, "AggregateCommitments", *request,
                  [&store = runtime_.store, context, request, response](const Call&) {
                    auto counted = query::Aggregate(store, *request,
                                                    [context] { return context->IsCancelled(); });
                    if (!counted.ok()) return counted.status();
                    *response = *std::move(counted);
                    return absl::OkStatus();
                  });
}

}  // namespace pledge::rpc
