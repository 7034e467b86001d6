// Typed errors: every failure that a caller can meet has one reason out of one
// table, carried inside an absl::Status as a payload, so that storage, pipeline
// and rpc agree without knowing each other. rpc/status.cc turns them into gRPC
// statuses with details. Thread-safe: pure functions over constants.
#ifndef PLEDGE_SERVICE_BASE_ERROR_H_
#define PLEDGE_SERVICE_BASE_ERROR_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace pledge {

// Reasons a call can fail for. The name on the wire (ErrorInfo.reason) is the
// row of the table in error.cc; never change a name after the first release.
enum class ErrorReason {
  kFieldInvalid,
  kFilterSyntax,
  kMaskUnknownPath,
  kRequestIdReused,
  kSequenceReused,
  kTokenMalformed,
  kCharsetUndecodable,
  kDigestMismatch,
  kBlockInvalid,
  kDocumentNotFound,
  kRevisionNotFound,
  kSessionNotFound,
  kJobNotFound,
  kRuleNotFound,
  kDocumentExists,
  kNotDeleted,
  kEtagMismatch,
  kHeadMoved,
  kSessionFenced,
  kDocumentDeleted,
  kSessionExpired,
  kSessionFinished,
  kCountMismatch,
  kStoreNotEmpty,
  kImportIncomplete,
  kSequenceGap,
  kHistoryTrimmed,
  kServerBusy,
  kDiskReserve,
  kDocumentTooLarge,
  kTooManyStreams,
  kQuotaExceeded,
  kNotAllowed,
  kDraining,
  kStoreReadOnly,
  kStoreUnreachable,
  kRecoveredBehindMark,
  kChecksumFailed,
  kNotSupported,
  kCancelled,
  kBug,
};

// One row of the table.
struct ErrorReasonInfo {
  ErrorReason reason;
  std::string_view name;         // UPPER_SNAKE_CASE, on the wire
  absl::StatusCode code;         // the one code it goes with
  int retry_delay_ms;            // 0: no RetryInfo is sent
  std::string_view description;  // one sentence for the documentation
};

// Small facts about one error, such as {"field", "parent"}. Keys are
// lower_snake_case. Never document text.
using ErrorMetadata = std::map<std::string, std::string>;

// All rows, in the order of the enum.
const std::vector<ErrorReasonInfo>& ErrorReasons();

// The row of `reason`.
const ErrorReasonInfo& Describe(ErrorReason reason);

// A status with the reason's code; `message` says what and which.
absl::Status MakeError(ErrorReason reason, std::string_view message, ErrorMetadata metadata = {});

// INVALID_ARGUMENT with FIELD_INVALID; `field` is the path in the request.
absl::Status FieldError(std::string_view field, std::string_view message);

// The reason inside `status`, or nullopt when it carries none.
std::optional<ErrorReason> ReasonOf(const absl::Status& status);

// The metadata inside `status`; empty when it carries none.
ErrorMetadata MetadataOf(const absl::Status& status);

}  // namespace pledge

#endif  // PLEDGE_SERVICE_BASE_ERROR_H_
