#include "storage/name_scan.h"

#include <memory>
#include <optional>
#include <utility>

#include "storage/key_codec.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// Collections that are looked at in one go.
constexpr size_t kCollectionsAtOnce = 64;

}  // namespace

NameScan::NameScan(View& view, const CollectionTable& collections, const DocumentSelector& selector,
                   size_t max_scanned_bytes, const RecordStore::DocumentVisitor& visit)
    : view_(view),
      collections_(collections),
      selector_(selector),
      max_scanned_bytes_(max_scanned_bytes),
      visit_(visit),
      reader_(view) {}

absl::StatusOr<RecordStore::DocumentPull> NameScan::Run(const DocumentPosition& from) {
  position_ = from;
  absl::StatusOr<bool> is_complete = true;
  if (selector_.collection_id.empty()) {
    is_complete = ScanAll();
  } else if (const auto number = collections_.NumberOf(selector_.collection_id)) {
    const auto collection = collections_.Find(*number);
    if (collection) is_complete = ScanCollection(*collection, from.document_id);
  }
  if (!is_complete.ok()) return is_complete.status();
  return RecordStore::DocumentPull{position_, *is_complete};
}

absl::StatusOr<bool> NameScan::ScanAll() {
  // The collection that the walk stands in first, from where it stands.
  if (const auto number = collections_.NumberOf(position_.collection_id)) {
    const auto collection = collections_.Find(*number);
    const auto is_done = ScanCollection(*collection, position_.document_id);
    if (!is_done.ok() || !*is_done) return is_done;
  }
  for (;;) {
    const auto next =
        collections_.ListAfter(position_.collection_id, selector_.at, kCollectionsAtOnce);
    if (next.empty()) return true;
    for (const CollectionEntry& collection : next) {
      position_ = {collection.id, ""};
      const auto is_done = ScanCollection(collection, "");
      if (!is_done.ok() || !*is_done) return is_done;
    }
  }
}

absl::StatusOr<bool> NameScan::ScanCollection(const CollectionEntry& collection,
                                              const std::string& after_document) {
  const KeyRange range = CollectionRange(Tag::kName, collection.number);
  const std::unique_ptr<Cursor> cursor = view_.Scan(range.lower, range.upper, {});
  // The oldest version of a name sorts last.
  cursor->Seek(after_document.empty() ? range.lower
                                      : NameKey(collection.number, after_document, 0));
  std::string current = after_document;
  bool is_settled = true;  // what `current` means at the commit was looked at
  for (; cursor->Valid(); cursor->Next()) {
    const std::optional<ParsedNameKey> name = ParseNameKey(cursor->key());
    if (!name) return DamagedRow("name key");
    if (name->document_id != current) {
      if (!current.empty()) position_ = {collection.id, current};
      // Each pull gets on by one name at least.
      if (scanned_bytes_ > 0 && scanned_bytes_ >= max_scanned_bytes_) return false;
      current = name->document_id;
      is_settled = false;
    }
    scanned_bytes_ += cursor->key().size();
    // The first version at or before the commit is the one that counts.
    if (is_settled || name->commit > selector_.at) continue;
    is_settled = true;
    const auto is_taken = ShowDocument(collection, cursor->value());
    if (!is_taken.ok() || !*is_taken) return is_taken;
  }
  if (!cursor->status().ok()) return cursor->status();
  return true;
}

absl::StatusOr<bool> NameScan::ShowDocument(const CollectionEntry& collection,
                                            std::string_view value) {
  const auto row = ParseRow<v1::NameRow>(value);
  if (!row.ok()) return row.status();
  if (row->purged()) return true;
  const auto found = reader_.FindNewest(collection.number, row->document_number(), selector_.at);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return DamagedRow("document without a revision");
  scanned_bytes_ += (*found)->row.ByteSizeLong();
  if (StateOf((*found)->row) != DocumentState::kActive && !selector_.include_deleted) return true;
  StoredRevision revision = ToRevision(collection.id, (*found)->key, (*found)->row);
  revision.is_head = true;
  return visit_(revision);
}

}  // namespace pledge::storage
