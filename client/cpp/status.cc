#include "client/cpp/status.h"

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"

namespace pledge::client {
namespace {

constexpr char kDetailsUrl[] = "type.googleapis.com/google.rpc.Status";
constexpr char kDomain[] = "pledge";
constexpr char kTypePrefix[] = "type.googleapis.com/";

absl::Status Make(absl::StatusCode code, std::string_view message,
                  const google::rpc::Status& details) {
  absl::Status status(code, absl::string_view(message.data(), message.size()));
  if (details.details_size() > 0) {
    status.SetPayload(kDetailsUrl, absl::Cord(details.SerializeAsString()));
  }
  return status;
}

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

void ReadDetail(const google::protobuf::Any& any, StatusDetails* out) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  google::rpc::RequestInfo request;
  google::rpc::ResourceInfo resource;
  google::rpc::RetryInfo retry;
  if (any.UnpackTo(&info)) {
    out->reason = info.reason();
    out->domain = info.domain();
    out->metadata = {info.metadata().begin(), info.metadata().end()};
  } else if (any.UnpackTo(&bad_request)) {
    for (const auto& violation : bad_request.field_violations()) {
      out->fields.push_back(violation.field());
    }
  } else if (any.UnpackTo(&request)) {
    out->request_id = request.request_id();
  } else if (any.UnpackTo(&resource)) {
    out->resource = resource.resource_name();
  } else if (any.UnpackTo(&retry)) {
    out->retry_delay = ToDuration(retry.retry_delay());
  }
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) details.Clear();
  return Make(static_cast<absl::StatusCode>(status.error_code()), status.error_message(), details);
}

absl::Status FromProto(const google::rpc::Status& status) {
  return Make(static_cast<absl::StatusCode>(status.code()), status.message(), status);
}

absl::Status MakeStatus(absl::StatusCode code, std::string_view reason, std::string_view message,
                        const std::map<std::string, std::string>& metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(kDomain);
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  google::rpc::Status details;
  details.add_details()->PackFrom(info, kTypePrefix);
  return Make(code, message, details);
}

absl::Status WithMessage(const absl::Status& status, std::string_view message) {
  absl::Status out(status.code(), absl::string_view(message.data(), message.size()));
  status.ForEachPayload(
      [&out](absl::string_view url, const absl::Cord& payload) { out.SetPayload(url, payload); });
  return out;
}

StatusDetails DetailsOf(const absl::Status& status) {
  StatusDetails out;
  const auto payload = status.GetPayload(kDetailsUrl);
  google::rpc::Status details;
  if (!payload.has_value() || !details.ParseFromString(std::string(*payload))) return out;
  for (const google::protobuf::Any& any : details.details()) ReadDetail(any, &out);
  return out;
}

bool IsOfConnection(const absl::Status& status) {
  const bool is_kind = status.code() == absl::StatusCode::kCancelled ||
                       status.code() == absl::StatusCode::kUnknown ||
                       status.code() == absl::StatusCode::kInternal;
  return is_kind && DetailsOf(status).reason.empty();
}

bool IsPassing(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    case absl::StatusCode::kResourceExhausted:
      return DetailsOf(status).reason != "DOCUMENT_TOO_LARGE";
    default:
      // A proxy that resets a stream whose end the server has told changes the
      // code, not the reason.
      return IsOfConnection(status) || DetailsOf(status).reason == "DRAINING";
  }
}

bool CanResume(const absl::Status& status) {
  return IsPassing(status) || DetailsOf(status).reason == "SEQUENCE_GAP";
}

std::string CodeName(absl::StatusCode code) { return absl::StatusCodeToString(code); }

}  // namespace pledge::client
