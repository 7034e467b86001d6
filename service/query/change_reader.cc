#include "service/query/change_reader.h"

#include <map>
#include <utility>

#include "service/base/resource_name.h"
#include "service/lineage/commitment_changes.h"
#include "service/mapping/record_list.h"
#include "service/mapping/stored_document.h"

namespace pledge::query {
namespace {

using storage::LoggedChange;
using storage::RecordKind;
using storage::StoredRevision;

std::string NameOf(const StoredRevision& revision) {
  return MakeDocumentName(revision.collection_id, revision.document_id);
}

v1::ChangeKind KindOf(bool was, bool is) {
  if (was && is) return v1::CHANGE_KIND_CHANGED;
  return is ? v1::CHANGE_KIND_ADDED : v1::CHANGE_KIND_REMOVED;
}

}  // namespace

absl::StatusOr<std::vector<v1::Change>> ChangeReader::Read(const LoggedChange& logged) {
  std::vector<v1::Change> changes;
  if (!selector_.MayWantCollection(logged.collection_id)) return changes;
  const auto after = FindSide(logged, logged.commit);
  if (!after.ok()) return after.status();
  if (!after->has_value()) return changes;  // erased since
  absl::StatusOr<Side> before = Side();
  if (logged.old_commit != 0) before = FindSide(logged, logged.old_commit);
  if (!before.ok()) return before.status();
  const absl::Status status = selector_.target() == v1::WATCH_TARGET_DOCUMENTS
                                  ? CompareDocuments(*before, *after, changes)
                                  : CompareCommitments(*before, *after, changes);
  if (!status.ok()) return status;
  for (v1::Change& change : changes) {
    change.set_commit_number(static_cast<int64_t>(logged.commit));
    // The cause of a tombstone has no name in the API: what it ends was deleted.
    change.set_cause((*after)->state == storage::DocumentState::kPurged
                         ? v1::REVISION_CAUSE_DELETED
                         : static_cast<v1::RevisionCause>((*after)->cause));
  }
  return changes;
}

absl::StatusOr<ChangeReader::Side> ChangeReader::FindSide(const LoggedChange& logged,
                                                          uint64_t commit) {
  return store_.FindRevisionAt(logged.collection_number, logged.document_number, commit);
}

absl::StatusOr<std::optional<v1::Document>> ChangeReader::ReadDocument(const Side& side) {
  if (!side || !selector_.Shows(*side)) return std::nullopt;
  mapping::DocumentOptions options;
  options.with_personal_data = selector_.with_personal_data();
  auto document = mapping::DecodeDocument(*side, options);
  if (!document.ok()) return document.status();
  if (!selector_.Matches(*document)) return std::nullopt;
  selector_.mask().Apply(&*document);
  return *std::move(document);
}

absl::Status ChangeReader::CompareDocuments(const Side& before, const Side& after,
                                            std::vector<v1::Change>& changes) {
  auto old = ReadDocument(before);
  if (!old.ok()) return old.status();
  auto now = ReadDocument(after);
  if (!now.ok()) return now.status();
  // Of an erased document only the name is left: whoever may have been shown it
  // while it was deleted is told that it is gone.
  const bool was_shown =
      old->has_value() || (after->state == storage::DocumentState::kPurged &&
                           selector_.include_deleted() && selector_.HasParentOf(*after));
  if (!was_shown && !now->has_value()) return absl::OkStatus();
  v1::Change& change = changes.emplace_back();
  change.set_kind(KindOf(was_shown, now->has_value()));
  change.set_name(NameOf(*after));
  if (selector_.names_only()) return absl::OkStatus();
  if (now->has_value()) *change.mutable_document() = **std::move(now);
  if (old->has_value() && selector_.include_previous()) {
    *change.mutable_previous_document() = **std::move(old);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ChangeReader::Watched>> ChangeReader::ReadCommitments(const Side& side) {
  std::vector<Watched> out;
  if (!side || !selector_.Shows(*side)) return out;
  const auto columns = store_.ReadColumns(*side);
  if (!columns.ok()) return columns.status();
  const auto row = store_.ReadRecords(*side, RecordKind::kCommitments);
  if (!row.ok()) return row.status();
  auto records = mapping::ParseRecords<v1::Commitment>(
      MakeRevisionName(side->collection_id, side->document_id, side->ordinal), *row);
  if (!records.ok()) return records.status();
  for (size_t i = 0; i < records->size() && i < columns->commitments.size(); ++i) {
    v1::Commitment& commitment = (*records)[i];
    if (selector_.Matches(*columns, columns->commitments[i], row->tag(i), commitment)) {
      out.push_back({std::move(commitment)});
    }
  }
  return out;
}

absl::Status ChangeReader::CompareCommitments(const Side& before, const Side& after,
                                              std::vector<v1::Change>& changes) {
  const bool same_content = before && before->content_commit == after->content_commit &&
                            selector_.Shows(*before) == selector_.Shows(*after);
  if (same_content && !selector_.has_filter()) return absl::OkStatus();
  auto old = ReadCommitments(before);
  if (!old.ok()) return old.status();
  auto now = ReadCommitments(after);
  if (!now.ok()) return now.status();
  std::map<std::string, Watched*> by_lineage;
  for (Watched& one : *old) by_lineage.emplace(one.commitment.lineage_id(), &one);
  by_lineage.erase("");  // written before there was lineage
  for (Watched& one : *now) {
    const auto found = by_lineage.find(one.commitment.lineage_id());
    if (found == by_lineage.end()) {
      SetCommitment(v1::CHANGE_KIND_ADDED, &one.commitment, nullptr, changes);
      continue;
    }
    Watched& match = *found->second;
    match.is_taken = true;
    if (lineage::CompareCommitments(match.commitment, one.commitment).empty()) continue;
    SetCommitment(v1::CHANGE_KIND_CHANGED, &one.commitment, &match.commitment, changes);
  }
  for (Watched& one : *old) {
    if (one.is_taken) continue;
    SetCommitment(v1::CHANGE_KIND_REMOVED, nullptr, &one.commitment, changes);
  }
  return absl::OkStatus();
}

void ChangeReader::SetCommitment(v1::ChangeKind kind, v1::Commitment* current,
                                 v1::Commitment* previous, std::vector<v1::Change>& changes) const {
  const v1::Commitment& shown = current != nullptr ? *current : *previous;
  v1::Change& change = changes.emplace_back();
  change.set_kind(kind);
  change.set_name(shown.name());
  change.set_lineage_id(shown.lineage_id());
  if (selector_.names_only()) return;
  if (current != nullptr) {
    selector_.mask().Apply(current);
    *change.mutable_commitment() = std::move(*current);
  }
  if (previous != nullptr && selector_.include_previous()) {
    selector_.mask().Apply(previous);
    *change.mutable_previous_commitment() = std::move(*previous);
  }
}

absl::StatusOr<std::optional<v1::Change>> ChangeReader::ReadExisting(
    const StoredRevision& revision) {
  auto document = ReadDocument(revision);
  if (!document.ok()) return document.status();
  if (!document->has_value()) return std::nullopt;
  v1::Change change;
  change.set_kind(v1::CHANGE_KIND_EXISTS);
  change.set_commit_number(static_cast<int64_t>(revision.commit.number));
  change.set_cause(static_cast<v1::RevisionCause>(revision.cause));
  change.set_name(NameOf(revision));
  if (!selector_.names_only()) *change.mutable_document() = **std::move(document);
  return change;
}

}  // namespace pledge::query
