#include "service/query/change_selector.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"

namespace pledge::query {
namespace {

using storage::ScanParent;

absl::Status CheckRequest(const v1::WatchChangesRequest& request) {
  if (request.target() != v1::WATCH_TARGET_DOCUMENTS &&
      request.target() != v1::WATCH_TARGET_COMMITMENTS) {
    return FieldError("target", "must be DOCUMENTS or COMMITMENTS");
  }
  const v1::RecordSelector& selector = request.selector();
  if (!selector.filter().empty()) {
    return FieldError("selector.filter", "is not supported for watches");
  }
  if (!selector.text_contains().empty()) {
    return FieldError("selector.text_contains", "is not supported for watches");
  }
  return absl::OkStatus();
}

absl::StatusOr<ScanParent> ParseParent(const std::string& field, const std::string& name) {
  if (absl::StrContains(name, "/revisions/")) {
    return FieldError(field, "a revision never changes");
  }
  if (absl::StrContains(name, "/documents/")) {
    auto document = ParseDocumentName(field, name);
    if (!document.ok()) return document.status();
    return ScanParent{document->collection, document->document, 0};
  }
  auto collection = ParseCollectionName(field, name);
  if (!collection.ok()) return collection.status();
  return ScanParent{collection->collection, "", 0};
}

absl::StatusOr<std::vector<ScanParent>> ParseParents(const v1::RecordSelector& selector) {
  std::vector<ScanParent> parents;
  const int count = selector.parents_size();
  if (count == 0 || count > static_cast<int>(kMaxSelectorParents)) {
    return FieldError("selector.parents", absl::StrCat("1 to ", kMaxSelectorParents, " names"));
  }
  if (count == 1 && selector.parents(0) == "collections/-") return parents;
  for (int i = 0; i < count; ++i) {
    auto parent = ParseParent(absl::StrCat("selector.parents[", i, "]"), selector.parents(i));
    if (!parent.ok()) return parent.status();
    parents.push_back(*std::move(parent));
  }
  return parents;
}

}  // namespace

absl::StatusOr<ChangeSelector> ChangeSelector::Create(const v1::WatchChangesRequest& request) {
  if (absl::Status status = CheckRequest(request); !status.ok()) return status;
  const bool of_documents = request.target() == v1::WATCH_TARGET_DOCUMENTS;
  auto parents = ParseParents(request.selector());
  if (!parents.ok()) return parents.status();
  auto mask = ReadMask::Create(request.read_mask(), of_documents ? v1::Document::descriptor()
                                                                 : v1::Commitment::descriptor());
  if (!mask.ok()) return mask.status();

  ChangeSelector out;
  out.target_ = request.target();
  out.include_previous_ = request.include_previous();
  out.names_only_ = request.names_only();
  out.include_deleted_ = request.selector().include_deleted();
  out.with_personal_data_ =
      of_documents && (mask->Names("facts.contact_person") || mask->Names("facts.contact_phone"));
  out.mask_ = *std::move(mask);
  out.parents_ = *std::move(parents);
  if (!request.selector().include_stances()) out.tag_mask_ &= ~(1u << v1::COMMITMENT_TYPE_STANCE);
  return out;
}

bool ChangeSelector::MayWantCollection(const std::string& collection_id) const {
  return parents_.empty() ||
         std::any_of(parents_.begin(), parents_.end(), [&](const ScanParent& parent) {
           return parent.collection_id == collection_id;
         });
}

bool ChangeSelector::HasParentOf(const storage::StoredRevision& revision) const {
  return parents_.empty() ||
         std::any_of(parents_.begin(), parents_.end(), [&](const ScanParent& parent) {
           return parent.collection_id == revision.collection_id &&
                  (parent.document_id.empty() || parent.document_id == revision.document_id);
         });
}

bool ChangeSelector::Shows(const storage::StoredRevision& revision) const {
  if (revision.state == storage::DocumentState::kPurged) return false;
  if (revision.state == storage::DocumentState::kDeleted && !include_deleted_) return false;
  return HasParentOf(revision);
}

}  // namespace pledge::query
