#include "storage/document_reader.h"

#include <limits>
#include <utility>

#include "service/base/error.h"
#include "storage/stored_values.h"
#include "storage/trim_floor.h"

namespace pledge::storage {
namespace {

std::unique_ptr<Cursor> ScanTag(View& view, Tag tag) {
  const KeyRange range = RangeOf(tag);
  return view.Scan(range.lower, range.upper, {});
}

// The revision that the cursor stands on, when it is one of this document.
absl::StatusOr<std::optional<RevisionAt>> RevisionHere(const Cursor& cursor, uint32_t collection,
                                                       uint32_t document) {
  if (!cursor.Valid()) {
    if (!cursor.status().ok()) return cursor.status();
    return std::nullopt;
  }
  const std::optional<DocumentKey> key = ParseRowKey(Tag::kRevision, cursor.key());
  if (!key) return DamagedRow("revision key");
  if (key->collection != collection || key->document != document) return std::nullopt;
  auto row = ParseRow<v1::RevisionRow>(cursor.value());
  if (!row.ok()) return row.status();
  return RevisionAt{*key, *std::move(row)};
}

}  // namespace

Cursor& DocumentReader::Names() {
  if (names_ == nullptr) names_ = ScanTag(view_, Tag::kName);
  return *names_;
}

Cursor& DocumentReader::Revisions() {
  if (revisions_ == nullptr) revisions_ = ScanTag(view_, Tag::kRevision);
  return *revisions_;
}

absl::StatusOr<std::optional<uint32_t>> DocumentReader::FindNumber(uint32_t collection,
                                                                   std::string_view document_id,
                                                                   uint64_t at) {
  Cursor& names = Names();
  names.Seek(NameKey(collection, document_id, at));
  if (!names.status().ok()) return names.status();
  const KeyRange range = NameRange(collection, document_id);
  if (!names.Valid() || names.key() >= range.upper) return std::nullopt;
  const auto row = ParseRow<v1::NameRow>(names.value());
  if (!row.ok()) return row.status();
  if (row->purged()) return std::nullopt;
  return row->document_number();
}

absl::StatusOr<std::optional<RevisionAt>> DocumentReader::FindNewest(uint32_t collection,
                                                                     uint32_t document,
                                                                     uint64_t at) {
  Cursor& revisions = Revisions();
  revisions.Seek(RowKey(Tag::kRevision, {collection, document, at}));
  return RevisionHere(revisions, collection, document);
}

absl::StatusOr<std::optional<RevisionAt>> DocumentReader::FindOrdinal(uint32_t collection,
                                                                      uint32_t document,
                                                                      uint64_t ordinal,
                                                                      uint64_t at) {
  if (ordinal == 0) return std::nullopt;  // they begin at 1
  auto found = FindNewest(collection, document, at);
  if (found.ok() && found->has_value() && (*found)->row.ordinal() < ordinal) return std::nullopt;
  uint64_t oldest = 0;  // commit of the last one passed
  while (found.ok() && found->has_value() && (*found)->row.ordinal() > ordinal) {
    oldest = (*found)->key.commit;
    Revisions().Next();
    found = RevisionHere(Revisions(), collection, document);
  }
  if (!found.ok()) return found;
  if (!found->has_value() && oldest != 0) return TrimmedBefore(view_, oldest, "missing revision");
  if (found->has_value() && (*found)->row.ordinal() != ordinal) {
    return DamagedRow("ordinals with a gap");
  }
  return found;
}

absl::StatusOr<std::optional<RevisionAt>> DocumentReader::FindOldest(uint32_t collection,
                                                                     uint32_t document) {
  const KeyRange range = DocumentRange(Tag::kRevision, collection, document);
  const auto cursor = view_.Scan(range.lower, range.upper, {.direction = ScanDirection::kBackward});
  cursor->Seek(range.upper);
  return RevisionHere(*cursor, collection, document);
}

absl::StatusOr<bool> DocumentReader::WalkBefore(
    uint32_t collection, uint32_t document, uint64_t before,
    const std::function<bool(const RevisionAt&)>& visit) {
  if (before == 0) return true;
  auto found = FindNewest(collection, document, before - 1);
  while (found.ok() && found->has_value()) {
    if (!visit(**found)) return false;
    Revisions().Next();
    found = RevisionHere(Revisions(), collection, document);
  }
  if (!found.ok()) return found.status();
  return true;
}

absl::StatusOr<RevisionAt> DocumentReader::ReadAt(const DocumentKey& key) {
  auto found = FindNewest(key.collection, key.document, key.commit);
  if (!found.ok()) return found.status();
  if (!found->has_value() || (*found)->key.commit != key.commit) {
    return MissingRow(view_, key, "column row without its revision");
  }
  return **std::move(found);
}

absl::StatusOr<uint32_t> DocumentReader::LastNumber(uint32_t collection) {
  const KeyRange range = CollectionRange(Tag::kRevision, collection);
  const auto cursor = view_.Scan(range.lower, range.upper, {.direction = ScanDirection::kBackward});
  cursor->Seek(range.upper);
  if (!cursor->status().ok()) return cursor->status();
  if (!cursor->Valid()) return 0;
  const std::optional<DocumentKey> key = ParseRowKey(Tag::kRevision, cursor->key());
  if (!key) return DamagedRow("revision key");
  return key->document;
}

absl::Status DocumentPurged() {
  return MakeError(ErrorReason::kDocumentNotFound, "the document was purged");
}

absl::Status MissingRow(View& view, const DocumentKey& key, std::string_view what) {
  DocumentReader reader(view);
  const auto oldest = reader.FindOldest(key.collection, key.document);
  if (!oldest.ok()) return oldest.status();
  if (!oldest->has_value() || (*oldest)->key.commit <= key.commit) return DamagedRow(what);
  // Only the tombstone is left of a purged document.
  if (StateOf((*oldest)->row) == DocumentState::kPurged) return DocumentPurged();
  return TrimmedBefore(view, (*oldest)->key.commit, what);
}

}  // namespace pledge::storage
