#include "service/rpc/call.h"

#include <atomic>

#include "absl/random/random.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/log.h"
#include "service/base/trace_context.h"
#include "service/rpc/status.h"

namespace pledge::rpc {
namespace {

constexpr size_t kMaxRequestIdBytes = 128;

std::string NewRequestId() {
  static const uint64_t seed = absl::Uniform<uint64_t>(absl::BitGen());
  static std::atomic<uint32_t> next{1};
  return absl::StrFormat("%08x-%08x", static_cast<uint32_t>(seed), next++);
}

std::string RequestIdOf(const grpc::CallbackServerContext& context) {
  const auto found = context.client_metadata().find("x-request-id");
  if (found == context.client_metadata().end() || found->second.empty() ||
      found->second.size() > kMaxRequestIdBytes) {
    return NewRequestId();
  }
  return std::string(found->second.data(), found->second.size());
}

std::string TraceIdOf(const grpc::CallbackServerContext& context) {
  const auto found = context.client_metadata().find(kTraceparent);
  if (found == context.client_metadata().end()) return "";
  const auto trace = ParseTraceparent({found->second.data(), found->second.size()});
  return trace ? trace->trace_id : "";
}

}  // namespace

Call::Call(const Runtime& runtime, std::string_view method,
           const grpc::CallbackServerContext& context)
    : gate_(runtime.gate),
      method_(method),
      info_(access::FindMethod(method)),
      peer_(context.peer()),
      request_id_(RequestIdOf(context)),
      principal_(PrincipalOf(runtime.principals, context)),
      trace_id_(TraceIdOf(context)),
      start_(absl::Now()) {}

absl::Status Call::Authorize(const google::protobuf::Message& request) {
  if (info_ == nullptr) return MakeError(ErrorReason::kBug, "a method without a row of rights");
  const access::RequestScope scope = access::ScopeOf(*info_, request);
  collections_ = access::ScopeText(scope);
  absl::Status checked = gate_.Check(principal_, *info_, scope);
  is_authorized_ = checked.ok();
  return checked;
}

absl::Status Call::AuthorizeMethod() {
  if (info_ == nullptr) return MakeError(ErrorReason::kBug, "a method without a row of rights");
  absl::Status checked = gate_.Check(principal_, *info_, access::RequestScope());
  is_authorized_ = checked.ok();
  return checked;
}

std::function<absl::Status(size_t)> MakeAdmission(const Runtime& runtime, std::string principal) {
  return [&gate = runtime.gate, principal = std::move(principal)](size_t size_bytes) {
    return gate.TakeBytes(principal, size_bytes, absl::Now());
  };
}

void Call::CountMessage(size_t size_bytes) {
  ++messages_;
  bytes_ += static_cast<int64_t>(size_bytes);
}

grpc::Status Call::Finish(const absl::Status& given) const {
  const absl::Status status = given.ok() && !is_authorized_
                                  ? MakeError(ErrorReason::kBug, "the call was not authorized")
                                  : given;
  WriteAudit(status);
  grpc::Status out = ToGrpc(status, request_id_);
  const bool is_ours = out.error_code() == grpc::StatusCode::INTERNAL ||
                       out.error_code() == grpc::StatusCode::DATA_LOSS;
  const auto reason = ReasonOf(status);
  Log(is_ours ? LogLevel::kError : LogLevel::kInfo, "call",
      {{"method", method_},
       {"code", absl::StatusCodeToString(status.code())},
       {"reason", reason ? std::string(Describe(*reason).name) : ""},
       {"message", is_ours ? std::string(status.message()) : ""},
       {"request_id", request_id_},
       {"trace_id", trace_id_},
       {"peer", peer_},
       {"principal", principal_},
       {"messages", messages_},
       {"bytes", bytes_},
       {"ms", absl::ToDoubleMilliseconds(absl::Now() - start_)}});
  return out;
}

void Call::WriteAudit(const absl::Status& status) const {
  const auto reason = ReasonOf(status);
  const bool is_read = info_ != nullptr && info_->kind == access::MethodKind::kRead;
  if (is_read && reason != ErrorReason::kNotAllowed) return;
  Log(LogLevel::kAudit, "audit",
      {{"principal", principal_},
       {"method", method_},
       {"collections", collections_},
       {"request_id", request_id_},
       {"trace_id", trace_id_},
       {"peer", peer_},
       {"code", absl::StatusCodeToString(status.code())},
       {"reason", reason ? std::string(Describe(*reason).name) : ""},
       {"messages", messages_}});
}

}  // namespace pledge::rpc
