#include "service/mapping/caller_fields.h"

#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "service/mapping/result_digest.h"
#include "storage/wire.h"

namespace pledge::mapping {

CallerFields MakeCallerFields(const v1::Document& document, const std::string& charset) {
  CallerFields out;
  out.charset = charset;
  out.document.set_source_uri(document.source_uri());
  out.document.set_media_type(document.media_type());
  *out.document.mutable_labels() = document.labels();
  if (document.has_facts()) *out.document.mutable_facts() = document.facts();
  return out;
}

std::string EncodeCallerFields(const CallerFields& fields) {
  std::string out;
  storage::AppendPrefixed(out, fields.charset);
  return out.append(SerializeDeterministic(fields.document));
}

absl::StatusOr<CallerFields> DecodeCallerFields(const storage::StoredRevision& revision) {
  CallerFields out;
  if (revision.caller.empty()) return out;
  storage::ByteReader in(revision.caller);
  out.charset = in.Prefixed();
  const std::string_view rest = in.Bytes(in.remaining());
  if (!in.AtEnd() || !out.document.ParseFromArray(rest.data(), static_cast<int>(rest.size()))) {
    return MakeError(ErrorReason::kChecksumFailed, "stored fields of the caller do not parse",
                     {{"revision", MakeRevisionName(revision.collection_id, revision.document_id,
                                                    revision.ordinal)}});
  }
  return out;
}

}  // namespace pledge::mapping
