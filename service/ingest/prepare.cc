#include "service/ingest/prepare.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/base/sha256.h"
#include "service/mapping/caller_fields.h"
#include "service/mapping/columns.h"
#include "service/mapping/offset_table.h"
#include "service/mapping/personal_text.h"
#include "service/mapping/result_digest.h"
#include "service/mapping/stored_document.h"
#include "service/mapping/stored_record.h"
#include "service/mapping/stored_text.h"
#include "service/mapping/to_api.h"
#include "service/pipeline/analyze.h"
#include "storage/uuid.h"

namespace pledge::ingest {
namespace {

using storage::RevisionDraft;
using storage::TaggedRecord;

std::string Path(std::string_view prefix, std::string_view field) {
  return absl::StrCat(std::string(prefix), std::string(field));
}

absl::Status CheckLabels(std::string_view prefix, const v1::Document& document) {
  const std::string field = Path(prefix, "document.labels");
  if (document.labels().size() > kMaxLabels) {
    return FieldError(field, absl::StrCat("at most ", kMaxLabels, " labels"));
  }
  for (const auto& [key, value] : document.labels()) {
    if (!IsValidId(key)) {
      return FieldError(field, "a key is 1 to 128 of [a-z0-9._-]");
    }
    if (value.size() > kMaxLabelBytes) {
      return FieldError(
          field, absl::StrCat("the value of \"", key, "\" is over ", kMaxLabelBytes, " bytes"));
    }
  }
  return absl::OkStatus();
}

template <typename Messages>
std::string PackAll(const Messages& messages, std::string_view text) {
  std::vector<uint32_t> offsets;
  std::vector<TaggedRecord> records;
  for (const auto& message : messages) {
    mapping::CollectOffsets(message, &offsets);
    records.push_back(mapping::ToStored(message));
  }
  return storage::PackRecords(records, mapping::OffsetTable(text, std::move(offsets)).Encode());
}

}  // namespace

absl::Status CheckInput(std::string_view prefix, const v1::Document& document,
                        const v1::DocumentContent& content, size_t max_bytes) {
  if (content.data().size() > max_bytes) {
    return MakeError(ErrorReason::kDocumentTooLarge,
                     absl::StrCat(Path(prefix, "content.data"), ": ", content.data().size(),
                                  " bytes; the limit is ", max_bytes),
                     {{"size_bytes", absl::StrCat(content.data().size())},
                      {"limit_bytes", absl::StrCat(max_bytes)}});
  }
  if (content.data().empty()) {
    return FieldError(Path(prefix, "content.data"), "must not be empty");
  }
  if (!document.name().empty()) {
    return FieldError(Path(prefix, "document.name"), "must be empty");
  }
  if (document.source_uri().size() > kMaxSourceUriBytes) {
    return FieldError(Path(prefix, "document.source_uri"),
                      absl::StrCat("at most ", kMaxSourceUriBytes, " bytes"));
  }
  if (document.media_type().size() > kMaxLabelBytes) {
    return FieldError(Path(prefix, "document.media_type"),
                      absl::StrCat("at most ", kMaxLabelBytes, " bytes"));
  }
  const std::string& expected = content.expected_sha256();
  if (!expected.empty() && expected.size() != 32) {
    return FieldError(Path(prefix, "content.expected_sha256"), "must be 32 bytes");
  }
  if (!expected.empty() && expected != Sha256(content.data())) {
    return MakeError(ErrorReason::kDigestMismatch,
                     absl::StrCat(Path(prefix, "content.data"), ": the bytes have another SHA-256"),
                     {{"sha256", Hex(Sha256(content.data()))}});
  }
  return CheckLabels(prefix, document);
}

std::string DefaultDocumentId(const v1::DocumentContent& content) {
  return Hex(Sha256(content.data()));
}

absl::StatusOr<std::shared_ptr<const RevisionDraft>> Prepare(std::string_view prefix,
                                                             const v1::Document& document,
                                                             v1::DocumentContent content,
                                                             HeadBase head, size_t max_bytes) {
  absl::Status checked = CheckInput(prefix, document, content, max_bytes);
  if (!checked.ok()) return checked;
  auto analyzed = pipeline::Analyze({content.data(), content.charset(), document.media_type()});
  if (!analyzed.ok()) return analyzed.status();

  const mapping::CallerFields caller = mapping::MakeCallerFields(document, content.charset());
  v1::Document fields = caller.document;
  auto draft = std::make_shared<RevisionDraft>();
  draft->caller = mapping::EncodeCallerFields(caller);
  draft->caller_digest = Sha256(mapping::SerializeDeterministic(fields) + '\0' + content.charset());
  mapping::ApiRecords records = mapping::ToApi(*analyzed, document.facts());
  *fields.mutable_facts() = records.facts;
  *fields.mutable_analysis() = records.analysis;

  const std::string& text = analyzed->clean.text;
  draft->document = mapping::EncodeDocument(fields, text);
  draft->source = std::move(*content.mutable_data());
  draft->source_sha256 = Sha256(draft->source);
  draft->result_digest = records.analysis.result_digest();
  draft->engine_version = records.analysis.engine_version();
  draft->analysis_state = records.analysis.state();
  draft->base_commit = head.commit;
  if (head.commit == 0) {
    draft->uid = storage::NewUuid();
    head.base.uid = storage::UuidText(draft->uid);
  }
  // After the result digest, of which masks and lineage are no part.
  mapping::MaskPersonalData(&records);
  draft->text_rows =
      mapping::PackText(analyzed->clean, mapping::MaskedText(*analyzed, records), draft->source);
  lineage::AssignLineage(head.base, records.sections, records.commitments, records.achievements);
  draft->sections = PackAll(records.sections, text);
  draft->commitments = PackAll(records.commitments, text);
  draft->achievements = PackAll(records.achievements, text);
  draft->columns = mapping::MakeColumns(document, records);
  return std::shared_ptr<const RevisionDraft>(std::move(draft));
}

}  // namespace pledge::ingest
