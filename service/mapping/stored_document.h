// Document fields of the API ↔ the opaque bytes that a stored revision keeps:
//
//   varint size, offset table of the facts · varint size, personal facts ·
//   Document without names and output-only fields
//
// Personal data stands apart, so that an ordinary read never touches it. On
// disk. Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_STORED_DOCUMENT_H_
#define PLEDGE_SERVICE_MAPPING_STORED_DOCUMENT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "pledge/v1/common.pb.h"
#include "pledge/v1/document.pb.h"
#include "storage/record_store.h"

namespace pledge::mapping {

// `document` holds source_uri, media_type, labels, facts and analysis; `text` is
// the cleaned text that the facts point into.
std::string EncodeDocument(const v1::Document& document, std::string_view text);

struct DocumentOptions {
  v1::OffsetUnit unit = v1::OFFSET_UNIT_UTF8_BYTE;
  bool with_personal_data = false;
};

// The document as it was at this revision, output-only fields included.
// DATA_LOSS with CHECKSUM_FAILED when the stored bytes do not parse.
absl::StatusOr<v1::Document> DecodeDocument(const storage::StoredRevision& revision,
                                            const DocumentOptions& options);

// The revision with its snapshot.
absl::StatusOr<v1::DocumentRevision> DecodeRevision(const storage::StoredRevision& revision,
                                                    const DocumentOptions& options);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_STORED_DOCUMENT_H_
