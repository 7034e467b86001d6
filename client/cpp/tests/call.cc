#include "client/cpp/tests/call.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cpp/status.h"
#include "client/cpp/tests/require.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/generic/generic_stub.h"
#include "pledge/v1/admin_service.pb.h"
#include "pledge/v1/document_service.pb.h"
#include "pledge/v1/ingest_service.pb.h"
#include "pledge/v1/job_service.pb.h"
#include "pledge/v1/query_service.pb.h"
#include "pledge/v1/watch_service.pb.h"

namespace pledge::conformance {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

constexpr double kDeadlineMs = 30'000;

// A linker keeps the descriptions of what somebody uses.
void LinkServices() {
  v1::GetServerInfoRequest::descriptor();
  v1::GetDocumentRequest::descriptor();
  v1::GetIngestSessionRequest::descriptor();
  v1::GetJobRequest::descriptor();
  v1::ListCommitmentsRequest::descriptor();
  v1::WatchChangesRequest::descriptor();
}

const MethodDescriptor* FindMethod(const std::string& path) {
  LinkServices();
  const size_t slash = path.find('/');
  const auto* service = DescriptorPool::generated_pool()->FindServiceByName(
      absl::StrCat("pledge.v1.", path.substr(0, slash)));
  Require(service != nullptr, path);
  const MethodDescriptor* method = service->FindMethodByName(path.substr(slash + 1));
  Require(method != nullptr, path);
  return method;
}

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(type)->New());
}

grpc::ByteBuffer ToBytes(const google::protobuf::Descriptor* type, const Value& json) {
  const auto message = NewMessage(type);
  const auto status = google::protobuf::util::JsonStringToMessage(ToJson(json), message.get());
  Require(status.ok(), status.ToString());
  const grpc::Slice slice(message->SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

Value FromBytes(const google::protobuf::Descriptor* type, grpc::ByteBuffer* bytes) {
  grpc::Slice slice;
  Require(bytes->DumpToSingleSlice(&slice).ok(), "the bytes of an answer");
  const auto message = NewMessage(type);
  Require(message->ParseFromArray(slice.begin(), static_cast<int>(slice.size())),
          type->full_name());
  std::string json;
  Require(google::protobuf::util::MessageToJsonString(*message, &json).ok(), type->full_name());
  return FromJson(json);
}

// One call of any shape, each operation waited for. A call with one message
// looks like a stream of one on the wire.
class Call {
 public:
  Call(const std::shared_ptr<grpc::Channel>& channel, const MethodDescriptor* method,
       const Value& step)
      : stub_(channel), context_(std::make_unique<grpc::ClientContext>()) {
    context_->set_deadline(absl::ToChronoTime(absl::Now() + Timeout(step)));
    for (const auto& [key, value] : Field(step, "metadata").struct_value().fields()) {
      context_->AddMetadata(key, value.string_value());
    }
    const std::string name =
        absl::StrCat("/", std::string(method->service()->full_name()), "/", method->name());
    stream_ = stub_.PrepareCall(context_.get(), name, &queue_);
    stream_->StartCall(this);
    is_open_ = Wait();
  }

  void Send(const grpc::ByteBuffer& request) {
    if (!is_open_) return;
    stream_->Write(request, this);
    is_open_ = Wait();
  }

  void CloseSending() {
    if (!is_open_) return;
    stream_->WritesDone(this);
    Wait();
  }

  bool Read(grpc::ByteBuffer* answer) {
    stream_->Read(answer, this);
    return Wait();
  }

  void Cancel() { context_->TryCancel(); }

  absl::Status Finish() {
    grpc::Status status;
    stream_->Finish(&status, this);
    Wait();
    return client::FromGrpc(status);
  }

 private:
  static absl::Duration Timeout(const Value& step) {
    const Value& asked = Field(step, "deadline_ms");
    return absl::Milliseconds(IsNull(asked) ? kDeadlineMs : asked.number_value());
  }

  bool Wait() {
    void* tag = nullptr;
    bool ok = false;
    Require(queue_.Next(&tag, &ok), "the queue of a call");
    return ok;
  }

  grpc::GenericStub stub_;
  grpc::CompletionQueue queue_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
  bool is_open_ = false;
};

void AddFailure(const absl::Status& status, Value* result) {
  auto& fields = *result->mutable_struct_value()->mutable_fields();
  const client::StatusDetails details = client::DetailsOf(status);
  fields["code"] = Text(client::CodeName(status.code()));
  fields["message"] = Text(std::string(status.message()));
  fields["reason"] = Text(details.reason);
  fields["domain"] = Text(details.domain);
  fields["resource"] = Text(details.resource);
  fields["requestId"] = Text(details.request_id);
  std::vector<Value> paths;
  for (const std::string& path : details.fields) paths.push_back(Text(path));
  fields["fields"] = List(paths);
  auto& metadata = *fields["metadata"].mutable_struct_value()->mutable_fields();
  for (const auto& [key, value] : details.metadata) metadata[key] = Text(value);
}

bool IsEnough(const Value& result, const Value& stop_after) {
  if (IsNull(stop_after)) return false;
  const auto& parts = stop_after.list_value().values();
  return ValuesAt(result, parts[0].string_value()).size() >= parts[1].number_value();
}

}  // namespace

Value RunStep(const std::shared_ptr<grpc::Channel>& channel, const Value& step) {
  const MethodDescriptor* method = FindMethod(Field(step, "method").string_value());
  std::vector<Value> requests = ValuesAt(step, "requests.*");
  if (IsNull(Field(step, "requests"))) requests = {Field(step, "request")};

  Call call(channel, method, step);
  for (const Value& request : requests) call.Send(ToBytes(method->input_type(), request));
  call.CloseSending();

  Value result;
  auto& fields = *result.mutable_struct_value()->mutable_fields();
  auto& messages = *fields["messages"].mutable_list_value();
  grpc::ByteBuffer answer;
  bool is_enough = false;
  while (call.Read(&answer)) {
    if (is_enough) continue;  // it was underway already
    *messages.add_values() = FromBytes(method->output_type(), &answer);
    is_enough = IsEnough(result, Field(step, "stop_after"));
    if (is_enough) call.Cancel();
  }
  const absl::Status status = call.Finish();
  if (is_enough) {
    fields["code"] = Text("CANCELLED");
  } else if (status.ok()) {
    fields["code"] = Text("OK");
  } else {
    AddFailure(status, &result);
  }
  return result;
}

}  // namespace pledge::conformance
