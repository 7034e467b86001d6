#include "service/query/selection.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/mapping/text_terms.h"

namespace pledge::query {
namespace {

using storage::RecordKind;
using storage::ScanParent;

constexpr char kEverything[] = "collections/-";

uint32_t TagMask(RecordKind kind, const v1::RecordSelector& selector) {
  uint32_t mask = 0xffffffff;
  if (kind == RecordKind::kSections && !selector.include_furniture()) {
    mask &= ~(1u << v1::SECTION_KIND_FURNITURE);
  }
  if (kind == RecordKind::kCommitments && !selector.include_stances()) {
    mask &= ~(1u << v1::COMMITMENT_TYPE_STANCE);
  }
  return mask;
}

absl::StatusOr<ScanParent> ParseParent(const std::string& field, const std::string& name) {
  if (absl::StrContains(name, "/revisions/")) {
    auto revision = ParseRevisionName(field, name);
    if (!revision.ok()) return revision.status();
    return ScanParent{revision->collection, revision->document, revision->ordinal};
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

absl::Status SelectParents(const v1::RecordSelector& selector, const SelectionFields& fields,
                           storage::ScanSelector* scan) {
  const int count = selector.parents_size();
  if (count == 0 || count > static_cast<int>(kMaxSelectorParents)) {
    return FieldError(fields.parents, absl::StrCat("1 to ", kMaxSelectorParents, " names"));
  }
  if (count == 1 && selector.parents(0) == kEverything) return absl::OkStatus();
  // A list has one parent, and its field is not repeated.
  const bool is_repeated = fields.parents == SelectionFields().parents;
  for (int i = 0; i < count; ++i) {
    std::string field(fields.parents);
    if (is_repeated) absl::StrAppend(&field, "[", i, "]");
    auto parent = ParseParent(field, selector.parents(i));
    if (!parent.ok()) return parent.status();
    scan->parents.push_back(*std::move(parent));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Selection> MakeSelection(RecordKind kind, const v1::RecordSelector& selector,
                                        const SelectionFields& fields) {
  Selection selection;
  selection.scan.kind = kind;
  selection.scan.tag_mask = TagMask(kind, selector);
  selection.scan.include_deleted = selector.include_deleted();
  absl::Status parents = SelectParents(selector, fields, &selection.scan);
  if (!parents.ok()) return parents;
  if (!selector.filter().empty()) {
    auto filter = RecordFilter::Create(fields.filter, selector.filter(), kind);
    if (!filter.ok()) return filter.status();
    selection.filter = *std::move(filter);
    selection.scan.terms = selection.filter->RequiredTerms();
  }
  if (!selector.text_contains().empty()) {
    auto text = TextNeedle::Create(fields.text_contains, selector.text_contains());
    if (!text.ok()) return text.status();
    selection.text = *std::move(text);
    const auto terms = mapping::NeedleTerms(selection.text->text());
    selection.scan.terms.insert(selection.scan.terms.end(), terms.begin(), terms.end());
  }
  return selection;
}

}  // namespace pledge::query
