// Newest revisions of documents as a group of writes sees them: on disk, or made
// by the group itself. Committer thread only; reads block on disk.
#ifndef PLEDGE_STORAGE_DOCUMENT_HEADS_H_
#define PLEDGE_STORAGE_DOCUMENT_HEADS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/commit_log.h"
#include "storage/document_reader.h"
#include "storage/group_commits.h"
#include "storage/record_store.h"

namespace pledge::storage {

// A revision, with what of it is not on disk yet.
struct DocumentHead {
  RevisionAt revision;
  std::shared_ptr<const RevisionDraft>
      pending;          // holds its derived rows, when the group makes them
  std::string columns;  // value of its column row, when the group makes it
};

class DocumentHeads {
 public:
  // Both must outlive this.
  DocumentHeads(View& view, const GroupCommits& commits)
      : view_(view), reader_(view), commits_(commits) {}

  // The newest revision; nullopt when no document has this name.
  absl::StatusOr<std::optional<DocumentHead>> Find(std::string_view collection_id,
                                                   std::string_view document_id);
  // An older revision of the document that `head` belongs to. HISTORY_TRIMMED when
  // it is gone.
  absl::StatusOr<std::optional<DocumentHead>> FindOrdinal(const DocumentHead& head,
                                                          std::string_view collection_id,
                                                          uint64_t ordinal);
  // The value of its column row.
  absl::StatusOr<std::string> ReadColumns(const DocumentHead& revision);

  // The group made this revision: it is the newest one.
  void Add(std::string_view collection_id, DocumentHead head);
  // The group trims the revisions of a document before `first_kept`, an ordinal.
  void Trim(const DocumentKey& document, uint64_t first_kept);
  // True when the group made a revision of the document, or erased it.
  bool IsChanged(const DocumentKey& document) const;
  // The group erased the document that `head` belongs to.
  void Remove(std::string_view collection_id, const RevisionAt& head);
  // True when the group erased the document with these numbers.
  bool IsRemoved(uint32_t collection, uint32_t document) const;

  DocumentReader& reader() { return reader_; }

 private:
  View& view_;
  DocumentReader reader_;
  const GroupCommits& commits_;
  // Revisions made by this group, oldest first, by collection and document id.
  // An empty list: the document was erased.
  std::map<std::pair<std::string, std::string>, std::vector<DocumentHead>> pending_;
  // By collection and document number:
  std::set<std::pair<uint32_t, uint32_t>> changed_;
  std::set<std::pair<uint32_t, uint32_t>> removed_;
  std::map<std::pair<uint32_t, uint32_t>, uint64_t> trimmed_;  // the first kept ordinal
};

// What the log says of a revision; `before` is the one that it follows, or null.
LogEntry LogEntryOf(const RevisionAt& revision, const RevisionAt* before);

// The revision, as the newest one of its document.
StoredRevision ToHead(std::string_view collection_id, const RevisionAt& head);

absl::Status DocumentDeleted(std::string_view collection_id, std::string_view document_id);
// Names the etag that the document has.
absl::Status EtagMismatch(const v1::RevisionRow& head);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_DOCUMENT_HEADS_H_
