#include "service/query/change_selector.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace pledge::query {
namespace {

using storage::RecordKind;
using storage::ScanParent;

absl::Status CheckTarget(const v1::WatchChangesRequest& request) {
  if (request.target() != v1::WATCH_TARGET_DOCUMENTS &&
      request.target() != v1::WATCH_TARGET_COMMITMENTS) {
    return FieldError("target", "must be DOCUMENTS or COMMITMENTS");
  }
  if (request.target() == v1::WATCH_TARGET_DOCUMENTS &&
      !request.selector().text_contains().empty()) {
    return FieldError("selector.text_contains", "must be empty for documents");
  }
  return absl::OkStatus();
}

absl::Status CheckParents(const std::vector<ScanParent>& parents) {
  for (size_t i = 0; i < parents.size(); ++i) {
    if (parents[i].ordinal == 0) continue;
    return FieldError(absl::StrCat("selector.parents[", i, "]"), "a revision never changes");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ChangeSelector> ChangeSelector::Create(const v1::WatchChangesRequest& request) {
  if (absl::Status status = CheckTarget(request); !status.ok()) return status;
  const bool of_documents = request.target() == v1::WATCH_TARGET_DOCUMENTS;
  v1::RecordSelector selector = request.selector();
  if (of_documents) selector.clear_filter();
  auto selection = MakeSelection(RecordKind::kCommitments, selector);
  if (!selection.ok()) return selection.status();
  if (absl::Status status = CheckParents(selection->scan.parents); !status.ok()) return status;
  auto mask = ReadMask::Create(request.read_mask(), of_documents ? v1::Document::descriptor()
                                                                 : v1::Commitment::descriptor());
  if (!mask.ok()) return mask.status();

  ChangeSelector out(*std::move(selection));
  if (of_documents && !request.selector().filter().empty()) {
    auto filter = DocumentFilter::Create("selector.filter", request.selector().filter());
    if (!filter.ok()) return filter.status();
    out.document_filter_ = *std::move(filter);
  }
  out.target_ = request.target();
  out.include_previous_ = request.include_previous();
  out.names_only_ = request.names_only();
  out.with_personal_data_ =
      of_documents && (mask->Names("facts.contact_person") || mask->Names("facts.contact_phone"));
  out.mask_ = *std::move(mask);
  return out;
}

bool ChangeSelector::MayWantCollection(const std::string& collection_id) const {
  const std::vector<ScanParent>& parents = selection_.scan.parents;
  return parents.empty() || std::any_of(parents.begin(), parents.end(), [&](const auto& parent) {
           return parent.collection_id == collection_id;
         });
}

bool ChangeSelector::HasParentOf(const storage::StoredRevision& revision) const {
  const std::vector<ScanParent>& parents = selection_.scan.parents;
  return parents.empty() || std::any_of(parents.begin(), parents.end(), [&](const auto& parent) {
           return parent.collection_id == revision.collection_id &&
                  (parent.document_id.empty() || parent.document_id == revision.document_id);
         });
}

bool ChangeSelector::Shows(const storage::StoredRevision& revision) const {
  if (revision.state == storage::DocumentState::kPurged) return false;
  if (revision.state == storage::DocumentState::kDeleted && !selection_.scan.include_deleted) {
    return false;
  }
  return HasParentOf(revision);
}

bool ChangeSelector::Matches(const v1::Document& document) const {
  return !document_filter_ || document_filter_->Matches(document);
}

bool ChangeSelector::Matches(const storage::ColumnRow& letter,
                             const storage::CommitmentColumns& columns, uint8_t tag,
                             const v1::Commitment& commitment) const {
  if ((selection_.scan.tag_mask & (1u << tag)) == 0) return false;
  if (selection_.filter &&
      selection_.filter->OnRecord(letter, columns, commitment) != Truth::kTrue) {
    return false;
  }
  return !selection_.text || selection_.text->OccursIn(commitment.text());
}

}  // namespace pledge::query
