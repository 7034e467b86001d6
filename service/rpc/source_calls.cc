#include "service/rpc/source_calls.h"

#include <memory>
#include <string>
#include <utility>

#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/base/error.h"
#include "service/query/revision_text.h"
#include "service/rpc/stream_reactor.h"

namespace pledge::rpc {
namespace {

// A cursor as a source of messages.
template <typename Cursor>
class CursorSource final : public MessageSource {
 public:
  explicit CursorSource(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}
  absl::StatusOr<bool> Next(std::string* message) override { return cursor_->Next(message); }

 private:
  const std::unique_ptr<Cursor> cursor_;
};

template <typename Cursor, typename Request>
StreamReactor* StartStream(const Runtime& runtime, const grpc::CallbackServerContext& context,
                           const char* method, const grpc::ByteBuffer& bytes) {
  return StreamReactor::Start(
      runtime, context, method,
      [&store = runtime.store,
       bytes = bytes](Call& call) mutable -> absl::StatusOr<std::unique_ptr<MessageSource>> {
        Request request;
        if (!grpc::SerializationTraits<Request>::Deserialize(&bytes, &request).ok()) {
          return FieldError("request", "does not parse");
        }
        if (absl::Status allowed = call.Authorize(request); !allowed.ok()) return allowed;
        auto cursor = Cursor::Create(store, request);
        if (!cursor.ok()) return cursor.status();
        return std::make_unique<CursorSource<Cursor>>(*std::move(cursor));
      });
}

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* ReadSource(const Runtime& runtime,
                                                       const grpc::CallbackServerContext& context,
                                                       const grpc::ByteBuffer& request) {
  return StartStream<query::SourceCursor, v1::ReadSourceRequest>(runtime, context, "ReadSource",
                                                                 request);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ReadRepairs(const Runtime& runtime,
                                                        const grpc::CallbackServerContext& context,
                                                        const grpc::ByteBuffer& request) {
  return StartStream<query::RepairCursor, v1::ReadRepairsRequest>(runtime, context, "ReadRepairs",
                                                                  request);
}

}  // namespace pledge::rpc
