#include "storage/visible_revisions.h"

#include <optional>

#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// Beyond so many rows that are not wanted, a seek costs less than stepping.
constexpr int kMaxSteps = 8;

bool IsSameDocument(const DocumentKey& a, const DocumentKey& b) {
  return a.collection == b.collection && a.document == b.document;
}

}  // namespace

VisibleRevisions::VisibleRevisions(View& view, Tag tag, const KeyRange& range, uint64_t at)
    : tag_(tag), at_(at), cursor_(view.Scan(range.lower, range.upper, {.fill_cache = false})) {}

void VisibleRevisions::Seek(uint32_t collection, uint32_t document) {
  cursor_->Seek(RowKey(tag_, {collection, document, at_}));
  FindVisible(/*any_document=*/true);
}

void VisibleRevisions::Next() {
  cursor_->Next();
  FindVisible(/*any_document=*/false);
}

void VisibleRevisions::FindVisible(bool any_document) {
  is_valid_ = false;
  for (int steps = 0; cursor_->Valid(); ++steps) {
    const std::optional<DocumentKey> key = ParseRowKey(tag_, cursor_->key());
    if (!key) {
      status_ = DamagedRow("revision key");
      return;
    }
    const bool is_older = !any_document && IsSameDocument(*key, key_);
    if (!is_older && key->commit <= at_) {
      key_ = *key;
      is_valid_ = true;
      return;
    }
    if (steps < kMaxSteps) {
      cursor_->Next();
      continue;
    }
    steps = 0;
    if (is_older) {
      cursor_->Seek(DocumentRange(tag_, key->collection, key->document).upper);
    } else {
      cursor_->Seek(RowKey(tag_, {key->collection, key->document, at_}));
    }
  }
  status_ = cursor_->status();
}

}  // namespace pledge::storage
