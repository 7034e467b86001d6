// What the caller said about a document ↔ the opaque bytes that a stored
// revision keeps of it: varint size, declared charset · Document with the
// caller's fields only. New bytes are read with it again. On disk. Pure
// functions, thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_CALLER_FIELDS_H_
#define PLEDGE_SERVICE_MAPPING_CALLER_FIELDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "pledge/v1/document.pb.h"
#include "storage/record_store.h"

namespace pledge::mapping {

struct CallerFields {
  v1::Document document;  // source_uri, media_type, labels and facts
  std::string charset;    // declared; empty: to be detected
};

// Keeps of `document` what a caller may set, and drops the rest.
CallerFields MakeCallerFields(const v1::Document& document, const std::string& charset);

std::string EncodeCallerFields(const CallerFields& fields);

// DATA_LOSS with CHECKSUM_FAILED when the stored bytes do not parse.
absl::StatusOr<CallerFields> DecodeCallerFields(const storage::StoredRevision& revision);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_CALLER_FIELDS_H_
