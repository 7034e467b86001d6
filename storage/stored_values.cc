#include "storage/stored_values.h"

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/sha256.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

// 96 bits of the chain digest.
constexpr size_t kEtagBytes = 12;

// A field of a digest's input; nothing when it has its default.
void AppendField(std::string& input, int number, std::string_view bytes) {
  if (bytes.empty()) return;
  AppendU8(input, static_cast<uint8_t>(number));
  AppendPrefixed(input, bytes);
}

void AppendField(std::string& input, int number, int64_t value) {
  if (value == 0) return;
  AppendU8(input, static_cast<uint8_t>(number));
  AppendU64(input, static_cast<uint64_t>(value));
}

std::optional<absl::Time> TimeOrNone(int64_t micros) {
  if (micros == 0) return std::nullopt;
  return FromMicros(micros);
}

std::optional<ErrorReason> ReasonNamed(std::string_view name) {
  for (const ErrorReasonInfo& info : ErrorReasons()) {
    if (info.name == name) return info.reason;
  }
  return std::nullopt;
}

}  // namespace

absl::Status DamagedRow(std::string_view kind) {
  return MakeError(ErrorReason::kChecksumFailed,
                   absl::StrCat("a stored ", std::string(kind), " does not parse"));
}

std::string ChainDigest(std::string_view previous, uint64_t commit, const v1::RevisionRow& row) {
  std::string input;
  AppendPrefixed(input, previous);
  AppendU64(input, commit);
  AppendU64(input, static_cast<uint64_t>(row.commit_time_us()));
  AppendU64(input, row.ordinal());
  AppendU32(input, row.cause());
  AppendPrefixed(input, row.uid());
  AppendPrefixed(input, row.document_id());
  AppendPrefixed(input, row.source_sha256());
  AppendPrefixed(input, row.caller_digest());
  AppendPrefixed(input, row.result_digest());
  AppendPrefixed(input, row.engine_version());
  AppendPrefixed(input, row.actor());
  AppendPrefixed(input, row.document());
  // What only some revisions have, each under its field number.
  AppendField(input, v1::RevisionRow::kCallerFieldNumber, std::string_view(row.caller()));
  AppendField(input, v1::RevisionRow::kStateFieldNumber, int64_t{row.state()});
  AppendField(input, v1::RevisionRow::kDeleteTimeUsFieldNumber, row.delete_time_us());
  AppendField(input, v1::RevisionRow::kPurgeTimeUsFieldNumber, row.purge_time_us());
  AppendField(input, v1::RevisionRow::kCommentFieldNumber, std::string_view(row.comment()));
  AppendField(input, v1::RevisionRow::kRestoredFromFieldNumber,
              static_cast<int64_t>(row.restored_from()));
  return Sha256(input);
}

DocumentState StateOf(const v1::RevisionRow& row) {
  return row.state() == 0 ? DocumentState::kActive : static_cast<DocumentState>(row.state());
}

std::string EtagOf(const v1::RevisionRow& row) {
  return absl::StrCat("\"", Hex(std::string_view(row.chain_digest()).substr(0, kEtagBytes)), "\"");
}

StoredRevision ToRevision(std::string_view collection_id, const DocumentKey& key,
                          const v1::RevisionRow& row) {
  StoredRevision revision;
  revision.collection_id = collection_id;
  revision.document_id = row.document_id();
  revision.collection_number = key.collection;
  revision.document_number = key.document;
  revision.ordinal = row.ordinal();
  revision.cause = static_cast<RevisionCause>(row.cause());
  revision.uid = UuidText(row.uid());
  revision.etag = EtagOf(row);
  revision.commit = {key.commit, FromMicros(row.commit_time_us())};
  revision.create_time = FromMicros(row.create_time_us());
  revision.content_commit = row.content_commit();
  revision.source_commit = row.source_commit();
  revision.previous_commit = row.previous_commit();
  revision.source_sha256 = row.source_sha256();
  revision.source_size = row.source_size_bytes();
  revision.result_digest = row.result_digest();
  revision.engine_version = row.engine_version();
  revision.chain_digest = row.chain_digest();
  revision.actor = row.actor();
  revision.document = row.document();
  revision.caller = row.caller();
  revision.comment = row.comment();
  revision.restored_from = row.restored_from();
  revision.state = StateOf(row);
  revision.delete_time = TimeOrNone(row.delete_time_us());
  revision.purge_time = TimeOrNone(row.purge_time_us());
  revision.analysis_state = row.analysis_state();
  return revision;
}

v1::Rejection ToRejection(const absl::Status& status) {
  v1::Rejection rejection;
  rejection.set_code(static_cast<int>(status.code()));
  rejection.set_message(std::string(status.message()));
  if (const auto reason = ReasonOf(status)) {
    rejection.set_reason(std::string(Describe(*reason).name));
  }
  for (const auto& [key, value] : MetadataOf(status)) (*rejection.mutable_metadata())[key] = value;
  return rejection;
}

absl::Status FromRejection(const v1::Rejection& rejection) {
  const std::optional<ErrorReason> reason = ReasonNamed(rejection.reason());
  if (!reason) {
    return absl::Status(static_cast<absl::StatusCode>(rejection.code()), rejection.message());
  }
  return MakeError(*reason, rejection.message(),
                   ErrorMetadata(rejection.metadata().begin(), rejection.metadata().end()));
}

PutDocumentResult ToResult(std::string_view collection_id, const v1::ItemResult& result) {
  PutDocumentResult out;
  out.outcome = static_cast<PutOutcome>(result.outcome());
  out.replayed = true;
  out.revision.collection_id = collection_id;
  out.revision.document_id = result.document_id();
  out.revision.ordinal = result.ordinal();
  out.revision.commit.number = result.revision_commit();
  out.revision.analysis_state = result.analysis_state();
  out.commit = {result.commit(), FromMicros(result.commit_time_us())};
  if (result.has_rejection()) out.rejection = FromRejection(result.rejection());
  return out;
}

v1::ItemResult ToItemResult(const PutDocumentResult& result, std::string_view document_id,
                            std::string_view digest) {
  v1::ItemResult out;
  out.set_digest(std::string(digest));
  out.set_outcome(static_cast<uint32_t>(result.outcome));
  out.set_commit(result.commit.number);
  out.set_commit_time_us(ToMicros(result.commit.time));
  out.set_document_id(std::string(document_id));
  out.set_ordinal(result.revision.ordinal);
  out.set_revision_commit(result.revision.commit.number);
  out.set_analysis_state(result.revision.analysis_state);
  if (!result.rejection.ok()) *out.mutable_rejection() = ToRejection(result.rejection);
  return out;
}

StoredSession ToSession(std::string_view collection_id, std::string_view session_id,
                        const v1::SessionRow& row, absl::Time now) {
  StoredSession session;
  session.collection_id = collection_id;
  session.session_id = session_id;
  session.expired = now >= FromMicros(row.expire_time_us());
  session.finished = row.is_finished();
  session.durable_sequence = row.durable_sequence();
  session.created = row.created();
  session.updated = row.updated();
  session.unchanged = row.unchanged();
  session.failed = row.failed();
  session.bytes_stored = row.bytes_stored();
  session.epoch = row.epoch();
  session.create_time = FromMicros(row.create_time_us());
  session.expire_time = FromMicros(row.expire_time_us());
  session.commit = {row.commit(), FromMicros(row.commit_time_us())};
  return session;
}

}  // namespace pledge::storage
