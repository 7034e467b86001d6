#include "service/rpc/status.h"

#include <string_view>

#include "absl/strings/match.h"
#include "google/rpc/error_details.pb.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/mutant.h"

namespace pledge::rpc {
namespace {

constexpr char kDomain[] = "pledge";
constexpr char kTypePrefix[] = "type.googleapis.com/";
// Longest value kept of one metadata entry, and longest message.
constexpr size_t kMaxMetadataValueBytes = 256;
constexpr size_t kMaxErrorMessageBytes = 1024;
// Of all metadata entries of one error, so that ErrorInfo always has room.
constexpr size_t kMaxMetadataBytesOfError = 1024;

// Cut at a character border.
std::string Clamp(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return std::string(text.substr(0, end));
}

class Details {
 public:
  explicit Details(google::rpc::Status* status) : status_(status) {}

  // Adds the detail, unless it would break the limit.
  void Add(const google::protobuf::Message& detail) {
    google::protobuf::Any any;
    any.PackFrom(detail, kTypePrefix);
    const size_t size = any.ByteSizeLong();
    if (used_bytes_ + size > kMaxErrorDetailBytes - kMaxErrorMessageBytes) {
      return;
    }
    used_bytes_ += size;
    *status_->add_details() = std::move(any);
  }

 private:
  google::rpc::Status* status_;
  size_t used_bytes_ = 0;
};

void AddErrorInfo(const ErrorReasonInfo& info, const ErrorMetadata& metadata, Details* details) {
  google::rpc::ErrorInfo detail;
  detail.set_reason(std::string(info.name));
  detail.set_domain(kDomain);
  size_t used_bytes = 0;
  for (const auto& [key, value] : metadata) {
    const std::string kept = Clamp(value, kMaxMetadataValueBytes);
    used_bytes += key.size() + kept.size();
    if (used_bytes > kMaxMetadataBytesOfError) break;
    (*detail.mutable_metadata())[key] = kept;
  }
  details->Add(detail);
}

void AddRetryInfo(const ErrorReasonInfo& info, Details* details) {
  google::rpc::RetryInfo detail;
  detail.mutable_retry_delay()->set_seconds(info.retry_delay_ms / 1000);
  detail.mutable_retry_delay()->set_nanos(info.retry_delay_ms % 1000 * 1'000'000);
  details->Add(detail);
}

void AddBadRequest(const std::string& field, const std::string& message, Details* details) {
  google::rpc::BadRequest detail;
  auto* violation = detail.add_field_violations();
  violation->set_field(field);
  violation->set_description(Clamp(message, kMaxMetadataValueBytes));
  details->Add(detail);
}

void AddResourceInfo(const std::string& name, Details* details) {
  google::rpc::ResourceInfo detail;
  const bool is_session = absl::StrContains(name, "/ingestSessions/");
  const bool is_job = absl::StartsWith(name, "jobs/");
  const bool is_revision = absl::StrContains(name, "/revisions/");
  detail.set_resource_type(is_session    ? "pledge.v1.IngestSession"
                           : is_job      ? "pledge.v1.Job"
                           : is_revision ? "pledge.v1.DocumentRevision"
                                         : "pledge.v1.Document");
  detail.set_resource_name(Clamp(name, 2 * kMaxMetadataValueBytes));
  details->Add(detail);
}

void AddPrecondition(const ErrorReasonInfo& info, const std::string& message, Details* details) {
  google::rpc::PreconditionFailure detail;
  auto* violation = detail.add_violations();
  violation->set_type(std::string(info.name));
  violation->set_description(Clamp(message, kMaxMetadataValueBytes));
  details->Add(detail);
}

void AddQuota(const ErrorReasonInfo& info, const std::string& message, Details* details) {
  google::rpc::QuotaFailure detail;
  auto* violation = detail.add_violations();
  violation->set_subject(std::string(info.name));
  violation->set_description(Clamp(message, kMaxMetadataValueBytes));
  details->Add(detail);
}

void AddDetails(const ErrorReasonInfo& info, const ErrorMetadata& metadata,
                const std::string& message, Details* details) {
  if (!IsMutant("p16-reason-left-out")) AddErrorInfo(info, metadata, details);
  if (info.retry_delay_ms > 0) AddRetryInfo(info, details);
  const auto field = metadata.find("field");
  if (field != metadata.end()) {
    AddBadRequest(field->second, message, details);
  }
  const auto resource = metadata.find("resource");
  if (resource != metadata.end()) AddResourceInfo(resource->second, details);
  if (info.code == absl::StatusCode::kFailedPrecondition) {
    AddPrecondition(info, message, details);
  }
  if (info.code == absl::StatusCode::kResourceExhausted) {
    AddQuota(info, message, details);
  }
}

}  // namespace

google::rpc::Status ToProto(const absl::Status& status, const std::string& request_id) {
  google::rpc::Status out;
  if (status.ok()) return out;
  const ErrorReason reason = ReasonOf(status).value_or(ErrorReason::kBug);
  const ErrorReasonInfo& info = Describe(reason);
  const std::string message =
      Clamp({status.message().data(), status.message().size()}, kMaxErrorMessageBytes);
  out.set_code(static_cast<int>(info.code));
  out.set_message(message);
  Details details(&out);
  AddDetails(info, MetadataOf(status), message, &details);
  if (!request_id.empty()) {
    google::rpc::RequestInfo detail;
    detail.set_request_id(Clamp(request_id, kMaxMetadataValueBytes));
    details.Add(detail);
  }
  return out;
}

grpc::Status ToGrpc(const absl::Status& status, const std::string& request_id) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status proto = ToProto(status, request_id);
  return grpc::Status(static_cast<grpc::StatusCode>(proto.code()), proto.message(),
                      proto.SerializeAsString());
}

}  // namespace pledge::rpc
