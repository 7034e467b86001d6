#include "service/ingest/prepare.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/base/sha256.h"
#include "service/mapping/offset_table.h"
#include "service/mapping/personal_text.h"
#include "service/mapping/result_digest.h"
#include "service/mapping/stored_document.h"
#include "service/mapping/stored_record.h"
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

// What the caller says about the document, and nothing else.
v1::Document CallerFields(const v1::Document& document) {
  v1::Document out;
  out.set_source_uri(document.source_uri());
  out.set_media_type(document.media_type());
  *out.mutable_labels() = document.labels();
  if (document.has_facts()) *out.mutable_facts() = document.facts();
  return out;
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

std::optional<storage::DayNumber> DayOf(const google::type::Date& date, bool last) {
  if (date.year() == 0) return std::nullopt;
  const int month = date.month() != 0 ? date.month() : last ? 12 : 1;
  if (date.day() != 0 || !last) {
    return storage::ToDayNumber(date.year(), month, std::max(1, date.day()));
  }
  for (int day = 31; day >= 28; --day) {
    if (auto number = storage::ToDayNumber(date.year(), month, day)) {
      return number;
    }
  }
  return std::nullopt;
}

storage::CommitmentColumns ColumnsOf(const v1::Commitment& in, const std::string& issuer) {
  storage::CommitmentColumns out;
  out.type = static_cast<uint8_t>(in.type());
  out.strength = static_cast<uint8_t>(in.strength());
  out.polarity = static_cast<uint8_t>(in.polarity());
  out.verifiability = static_cast<uint8_t>(in.verifiability());
  out.has_target = in.targets_size() > 0;
  out.has_condition = in.has_condition();
  out.is_recurring = !in.deadline().recurrence().empty();
  out.has_inferred_deadline = in.deadline().inferred();
  out.deadline_start = DayOf(in.deadline().start_date(), false);
  out.deadline_end = DayOf(in.deadline().end_date(), true);
  if (in.actor().value() != issuer) out.actor = in.actor().value();
  return out;
}

storage::ColumnRow MakeColumns(const v1::Document& document, const mapping::ApiRecords& records) {
  storage::ColumnRow out;
  const v1::LetterReference letter =
      records.commitments.empty() ? v1::LetterReference() : records.commitments[0].letter();
  const v1::Argument& issuer = records.facts.issuer();
  out.issuer = issuer.value().empty() ? issuer.text() : issuer.value();
  const auto first = DayOf(letter.issue_date(), false);
  const auto last = DayOf(letter.issue_date(), true);
  if (first && last) out.issued = {*first, *last};
  out.labels = {document.labels().begin(), document.labels().end()};
  for (const v1::Commitment& commitment : records.commitments) {
    out.commitments.push_back(ColumnsOf(commitment, out.issuer));
  }
  return out;
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

  v1::Document fields = CallerFields(document);
  auto draft = std::make_shared<RevisionDraft>();
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
  lineage::AssignLineage(head.base, records.sections, records.commitments, records.achievements);
  draft->sections = PackAll(records.sections, text);
  draft->commitments = PackAll(records.commitments, text);
  draft->achievements = PackAll(records.achievements, text);
  draft->columns = MakeColumns(document, records);
  return std::shared_ptr<const RevisionDraft>(std::move(draft));
}

}  // namespace pledge::ingest
