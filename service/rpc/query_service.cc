#include "service/rpc/query_service.h"

#include <memory>
#include <utility>

#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/base/error.h"
#include "service/query/record_cursor.h"
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
absl::StatusOr<query::RecordQuery> ParseQuery(storage::RecordKind kind, grpc::ByteBuffer bytes) {
  Request request;
  if (!grpc::SerializationTraits<Request>::Deserialize(&bytes, &request).ok()) {
    return FieldError("request", "does not parse");
  }
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
  return StreamReactor::Start(
      runtime, context, method,
      [&store = runtime.store, kind, request]() -> absl::StatusOr<std::unique_ptr<MessageSource>> {
        auto query = ParseQuery<Request>(kind, request);
        if (!query.ok()) return query.status();
        auto cursor = query::RecordCursor::Create(store, *query);
        if (!cursor.ok()) return cursor.status();
        return std::make_unique<CursorSource>(*std::move(cursor));
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
  return RunUnary(runtime_, context, "DescribeRules", [request, response](const Call&) {
    return rpc::DescribeRules(*request, response);
  });
}

}  // namespace pledge::rpc
