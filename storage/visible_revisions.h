// Walks rows of revisions (tag kRevision or kColumns) in key order and shows,
// for each document, only the newest one at or before a commit: the state that a
// reader at this commit sees. Belongs to one thread; blocks on disk.
#ifndef PLEDGE_STORAGE_VISIBLE_REVISIONS_H_
#define PLEDGE_STORAGE_VISIBLE_REVISIONS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "storage/engine.h"
#include "storage/key_codec.h"

namespace pledge::storage {

class VisibleRevisions {
 public:
  // Walks `range` of rows of `tag`, which holds whole documents. `view` must
  // outlive this.
  VisibleRevisions(View& view, Tag tag, const KeyRange& range, uint64_t at);

  // Moves to the first document at or after (collection, document).
  void Seek(uint32_t collection, uint32_t document);
  // Moves to the next document. Needs Valid().
  void Next();
  // False at the end and after an error: look at status().
  bool Valid() const { return is_valid_; }
  // Need Valid(). The value is good until the next move.
  const DocumentKey& key() const { return key_; }
  std::string_view value() const { return cursor_->value(); }
  absl::Status status() const { return status_; }

 private:
  // Goes on until the row under the cursor is visible and of a document that
  // comes after `key_`, or is of any document when `any_document`.
  void FindVisible(bool any_document);

  const Tag tag_;
  const uint64_t at_;
  const std::unique_ptr<Cursor> cursor_;
  DocumentKey key_;
  bool is_valid_ = false;
  absl::Status status_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_VISIBLE_REVISIONS_H_
