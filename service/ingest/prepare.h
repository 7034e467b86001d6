// A caller's bytes and fields → the draft of a revision, analysed and packed:
// all the work of a write that needs no store. CPU heavy; call it on a worker.
// Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_INGEST_PREPARE_H_
#define PLEDGE_SERVICE_INGEST_PREPARE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "pledge/v1/document_service.pb.h"
#include "service/base/limits.h"
#include "service/ingest/head_base.h"
#include "storage/record_store.h"

namespace pledge::ingest {

// Checks what the caller set, before any analysis: FIELD_INVALID,
// DOCUMENT_TOO_LARGE, DIGEST_MISMATCH. `prefix` is the path of the messages in
// the request, such as "item."; `max_bytes` is for the source.
absl::Status CheckInput(std::string_view prefix, const v1::Document& document,
                        const v1::DocumentContent& content, size_t max_bytes = kMaxContentBytes);

// Id for a document whose caller gave none: the hex SHA-256 of the bytes.
std::string DefaultDocumentId(const v1::DocumentContent& content);

// Analyses, matches the records with those of `head`, and packs. Takes the
// bytes out of `content`. Fails as CheckInput and pipeline::Decode do. The put
// of the draft is refused with HEAD_MOVED when the document has another head by
// then; an empty `head` is right for a document that must be new.
absl::StatusOr<std::shared_ptr<const storage::RevisionDraft>> Prepare(
    std::string_view prefix, const v1::Document& document, v1::DocumentContent content,
    HeadBase head = {}, size_t max_bytes = kMaxContentBytes);

}  // namespace pledge::ingest

#endif  // PLEDGE_SERVICE_INGEST_PREPARE_H_
