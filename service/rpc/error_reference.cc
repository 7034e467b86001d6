#include "service/rpc/error_reference.h"

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::rpc {
namespace {

constexpr std::string_view kPreamble =
    "# Errors\n"
    "\n"
    "Every call that fails carries a `google.rpc.Status` in `grpc-status-details-bin`, with\n"
    "`ErrorInfo{reason, domain: \"pledge\", metadata}`. The reason is stable, the message is for "
    "people and may\n"
    "change. `RequestInfo` echoes `x-request-id`. ";

constexpr std::string_view kTableHead =
    "\n"
    "\n"
    "| code | reason | means | also carries | the client |\n"
    "|---|---|---|---|---|\n";

std::string_view ActionOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
      return "mends the call";
    case absl::StatusCode::kNotFound:
      return "stops";
    case absl::StatusCode::kAlreadyExists:
      return "reads what is there";
    case absl::StatusCode::kAborted:
      return "reads again, decides, tries again";
    case absl::StatusCode::kFailedPrecondition:
      return "changes the state first";
    case absl::StatusCode::kOutOfRange:
      return "goes on from the place in the metadata";
    case absl::StatusCode::kResourceExhausted:
      return "sends less, or waits as RetryInfo says";
    case absl::StatusCode::kUnavailable:
      return "waits as RetryInfo says, or asks another replica";
    case absl::StatusCode::kDataLoss:
      return "calls an operator";
    case absl::StatusCode::kUnimplemented:
      return "does without, or asks a newer server";
    case absl::StatusCode::kCancelled:
      return "knows: it has cancelled; a write may have happened, the same request id tells";
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return "asks for the right to call";
    default:
      return "reports it";
  }
}

std::string DetailsOf(const ErrorReasonInfo& info) {
  std::string details;
  const auto add = [&details](std::string_view name) {
    absl::StrAppend(&details, details.empty() ? "" : ", ",
                    absl::string_view(name.data(), name.size()));
  };
  if (info.code == absl::StatusCode::kInvalidArgument) add("BadRequest where a field is at fault");
  if (info.code == absl::StatusCode::kNotFound || info.code == absl::StatusCode::kAlreadyExists) {
    add("ResourceInfo");
  }
  if (info.code == absl::StatusCode::kFailedPrecondition) add("PreconditionFailure");
  if (info.code == absl::StatusCode::kResourceExhausted) add("QuotaFailure");
  if (info.retry_delay_ms > 0) add(absl::StrCat("RetryInfo ", info.retry_delay_ms, " ms"));
  return details.empty() ? "–" : details;
}

}  // namespace

std::string ErrorReference() {
  std::string out = absl::StrCat(absl::string_view(kPreamble.data(), kPreamble.size()),
                                 "All details together stay under ", kMaxErrorDetailBytes / 1024,
                                 " KiB.", absl::string_view(kTableHead.data(), kTableHead.size()));
  for (const ErrorReasonInfo& info : ErrorReasons()) {
    const std::string_view action = ActionOf(info.code);
    absl::StrAppend(&out, "| ", absl::StatusCodeToString(info.code), " | ", std::string(info.name),
                    " | ", std::string(info.description), " | ", DetailsOf(info), " | ",
                    std::string(action), " |\n");
  }
  absl::StrAppend(
      &out,
      "\nWritten from `service/base/error.cc`; `PLEDGE_UPDATE_GOLDEN=1 service_unit_test` "
      "writes it anew.\n");
  return out;
}

}  // namespace pledge::rpc
