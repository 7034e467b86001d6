#include "service/rpc/stream_reactor.h"

#include <utility>

#include "grpcpp/support/slice.h"
#include "service/base/error.h"
#include "service/query/read_point.h"

namespace pledge::rpc {
namespace {

absl::Status Cancelled() { return MakeError(ErrorReason::kCancelled, "the caller went away"); }

// Hands the string's memory to gRPC without a copy.
grpc::ByteBuffer ToBuffer(std::string bytes) {
  auto* owned = new std::string(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(),
      [](void* user_data) { delete static_cast<std::string*>(user_data); }, owned);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace

StreamReactor* StreamReactor::Start(const Runtime& runtime,
                                    const grpc::CallbackServerContext& context,
                                    std::string_view method, SourceFactory factory) {
  auto* reactor = new StreamReactor(runtime, context, method, std::move(factory));
  const absl::Status entered = reactor->entry_.Enter(runtime, reactor->call_.principal());
  if (entered.ok()) {
    reactor->Schedule();
  } else {
    reactor->End(entered);
  }
  return reactor;
}

StreamReactor::StreamReactor(const Runtime& runtime, const grpc::CallbackServerContext& context,
                             std::string_view method, SourceFactory factory)
    : store_(runtime.store),
      executor_(runtime.executor),
      call_(runtime, method, context),
      factory_(std::move(factory)) {}

void StreamReactor::Schedule() {
  if (executor_.Post([this] { Step(); })) return;
  End(MakeError(ErrorReason::kDraining, "the server is stopping"));
}

void StreamReactor::Step() {
  if (cancelled_.load(std::memory_order_relaxed)) return End(Cancelled());
  if (source_ == nullptr) {
    auto source = factory_(call_);
    if (!source.ok()) return End(source.status());
    source_ = *std::move(source);
  }
  const absl::StatusOr<bool> more = source_->Next(&bytes_);
  if (!more.ok()) return End(more.status());
  if (!*more) return End(absl::OkStatus());
  if (bytes_.empty()) return Schedule();
  call_.CountMessage(bytes_.size());
  buffer_ = ToBuffer(std::move(bytes_));
  StartWrite(&buffer_);
}

void StreamReactor::OnWriteDone(bool ok) {
  if (ok) {
    Schedule();
  } else {
    End(Cancelled());
  }
}

void StreamReactor::OnCancel() { cancelled_.store(true, std::memory_order_relaxed); }

void StreamReactor::OnDone() { delete this; }

void StreamReactor::End(const absl::Status& status) {
  Finish(call_.Finish(query::NameOldest(store_, status)));
}

}  // namespace pledge::rpc
