#include "service/base/error.h"

#include "absl/strings/cord.h"

namespace pledge {
namespace {

constexpr char kReasonUrl[] = "pledge.dev/reason";
constexpr char kMetadataUrl[] = "pledge.dev/metadata";

// Key and value pairs, each closed by a NUL byte: neither ever holds one.
std::string Encode(const ErrorMetadata& metadata) {
  std::string out;
  for (const auto& [key, value] : metadata) {
    out.append(key).push_back('\0');
    out.append(value).push_back('\0');
  }
  return out;
}

ErrorMetadata Decode(const std::string& bytes) {
  ErrorMetadata out;
  size_t at = 0;
  while (at < bytes.size()) {
    const size_t key_end = bytes.find('\0', at);
    if (key_end == std::string::npos) break;
    const size_t value_end = bytes.find('\0', key_end + 1);
    if (value_end == std::string::npos) break;
    out[bytes.substr(at, key_end - at)] = bytes.substr(key_end + 1, value_end - key_end - 1);
    at = value_end + 1;
  }
  return out;
}

}  // namespace

const std::vector<ErrorReasonInfo>& ErrorReasons() {
  using Code = absl::StatusCode;
  using R = ErrorReason;
  static const auto& table = *new std::vector<ErrorReasonInfo>{
      {R::kFieldInvalid, "FIELD_INVALID", Code::kInvalidArgument, 0,
       "A field of the request is missing, malformed or out of range."},
      {R::kFilterSyntax, "FILTER_SYNTAX", Code::kInvalidArgument, 0,
       "A filter does not parse; metadata gives the byte offset of the mistake."},
      {R::kMaskUnknownPath, "MASK_UNKNOWN_PATH", Code::kInvalidArgument, 0,
       "A field mask names a path that the message does not have."},
      {R::kRequestIdReused, "REQUEST_ID_REUSED", Code::kInvalidArgument, 0,
       "The request id or job id was used before with another request."},
      {R::kSequenceReused, "SEQUENCE_REUSED", Code::kInvalidArgument, 0,
       "The sequence is durable already with another item."},
      {R::kTokenMalformed, "TOKEN_MALFORMED", Code::kInvalidArgument, 0,
       "A token was not made by this store, or not for this request."},
      {R::kCharsetUndecodable, "CHARSET_UNDECODABLE", Code::kInvalidArgument, 0,
       "The bytes are not text in any charset that Pledge reads."},
      {R::kDigestMismatch, "DIGEST_MISMATCH", Code::kInvalidArgument, 0,
       "The bytes do not have the SHA-256 that the caller expects."},
      {R::kBlockInvalid, "BLOCK_INVALID", Code::kInvalidArgument, 0,
       "A block of an export is cut, damaged, out of order, or of another version."},
      {R::kDocumentNotFound, "DOCUMENT_NOT_FOUND", Code::kNotFound, 0,
       "No document has this name at this read point."},
      {R::kRevisionNotFound, "REVISION_NOT_FOUND", Code::kNotFound, 0,
       "The document has no revision with this number."},
      {R::kSessionNotFound, "SESSION_NOT_FOUND", Code::kNotFound, 0,
       "No ingest session has this name."},
      {R::kJobNotFound, "JOB_NOT_FOUND", Code::kNotFound, 0, "No job has this name."},
      {R::kRuleNotFound, "RULE_NOT_FOUND", Code::kNotFound, 0,
       "No rule and no gate of the pipeline has this id."},
      {R::kDocumentExists, "DOCUMENT_EXISTS", Code::kAlreadyExists, 0,
       "A document with this id is there already."},
      {R::kNotDeleted, "NOT_DELETED", Code::kAlreadyExists, 0,
       "The document is live; only a deleted one can be restored or purged."},
      {R::kEtagMismatch, "ETAG_MISMATCH", Code::kAborted, 0,
       "The document has another etag than the caller expects."},
      {R::kHeadMoved, "HEAD_MOVED", Code::kAborted, 100,
       "Other writes of the document came between, again and again; try again."},
      {R::kSessionFenced, "SESSION_FENCED", Code::kAborted, 0,
       "A newer stream has attached to the session."},
      {R::kDocumentDeleted, "DOCUMENT_DELETED", Code::kFailedPrecondition, 0,
       "The document is deleted; restore it before writing to it."},
      {R::kSessionExpired, "SESSION_EXPIRED", Code::kFailedPrecondition, 0,
       "The session was not used for its time to live."},
      {R::kSessionFinished, "SESSION_FINISHED", Code::kFailedPrecondition, 0,
       "The session was finished and takes no more items."},
      {R::kCountMismatch, "COUNT_MISMATCH", Code::kFailedPrecondition, 0,
       "The session has another number of results than the caller expects."},
      {R::kStoreNotEmpty, "STORE_NOT_EMPTY", Code::kFailedPrecondition, 0,
       "An import needs an empty store, or one whose import of the same was cut."},
      {R::kImportIncomplete, "IMPORT_INCOMPLETE", Code::kFailedPrecondition, 0,
       "An import has begun and is not complete; only it may write."},
      {R::kSequenceGap, "SEQUENCE_GAP", Code::kOutOfRange, 0,
       "The sequence is not the next one; metadata names the expected one."},
      {R::kHistoryTrimmed, "HISTORY_TRIMMED", Code::kOutOfRange, 0,
       "The read point or revision is older than what is kept, or the point is newer than the "
       "head."},
      {R::kServerBusy, "SERVER_BUSY", Code::kResourceExhausted, 500,
       "The server has as much work waiting as it takes."},
      {R::kDiskReserve, "DISK_RESERVE", Code::kResourceExhausted, 5000,
       "Free disk space is below the reserve; reads still work."},
      {R::kDocumentTooLarge, "DOCUMENT_TOO_LARGE", Code::kResourceExhausted, 0,
       "The document is larger than the limit."},
      {R::kTooManyStreams, "TOO_MANY_STREAMS", Code::kResourceExhausted, 1000,
       "As many streams are open as the server serves."},
      {R::kQuotaExceeded, "QUOTA_EXCEEDED", Code::kResourceExhausted, 1000,
       "The caller has as much as the policy of the server gives him; metadata names the quota."},
      {R::kNotAllowed, "NOT_ALLOWED", Code::kPermissionDenied, 0,
       "The policy of the server does not allow the call, whether or not what it names is there."},
      {R::kDraining, "DRAINING", Code::kUnavailable, 1000,
       "The server is about to stop; try again or another replica."},
      {R::kStoreReadOnly, "STORE_READ_ONLY", Code::kUnavailable, 5000,
       "A storage error made the store read-only until it is reopened."},
      {R::kStoreUnreachable, "STORE_UNREACHABLE", Code::kUnavailable, 1000,
       "The database of the store does not answer; what was acknowledged is kept."},
      {R::kRecoveredBehindMark, "RECOVERED_BEHIND_MARK", Code::kDataLoss, 0,
       "The store recovered less than was acknowledged; reads only."},
      {R::kChecksumFailed, "CHECKSUM_FAILED", Code::kDataLoss, 0,
       "Stored bytes do not parse or fail their checksum."},
      {R::kNotSupported, "NOT_SUPPORTED", Code::kUnimplemented, 0,
       "The engine of the store has no such operation; the message names what does it."},
      {R::kCancelled, "CANCELLED", Code::kCancelled, 0, "The caller cancelled or went away."},
      {R::kBug, "BUG", Code::kInternal, 0,
       "A defect of Pledge; please report it with the request id."},
  };
  return table;
}

const ErrorReasonInfo& Describe(ErrorReason reason) {
  return ErrorReasons()[static_cast<size_t>(reason)];
}

absl::Status MakeError(ErrorReason reason, std::string_view message, ErrorMetadata metadata) {
  const ErrorReasonInfo& info = Describe(reason);
  absl::Status status(info.code, absl::string_view(message.data(), message.size()));
  status.SetPayload(kReasonUrl, absl::Cord(std::to_string(static_cast<int>(info.reason))));
  if (!metadata.empty()) {
    status.SetPayload(kMetadataUrl, absl::Cord(Encode(metadata)));
  }
  return status;
}

absl::Status FieldError(std::string_view field, std::string_view message) {
  return MakeError(ErrorReason::kFieldInvalid, std::string(field) + ": " + std::string(message),
                   {{"field", std::string(field)}});
}

std::optional<ErrorReason> ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kReasonUrl);
  if (!payload.has_value()) return std::nullopt;
  return static_cast<ErrorReason>(std::stoi(std::string(*payload)));
}

ErrorMetadata MetadataOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kMetadataUrl);
  if (!payload.has_value()) return {};
  return Decode(std::string(*payload));
}

}  // namespace pledge
