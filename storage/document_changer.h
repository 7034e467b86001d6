// Changes of a document as a whole: delete, undelete, roll back, purge. Each is
// a revision that points to rows which are there already, or, for a purge, a
// tombstone in place of all of them. Committer thread only; reads block on disk.
#ifndef PLEDGE_STORAGE_DOCUMENT_CHANGER_H_
#define PLEDGE_STORAGE_DOCUMENT_CHANGER_H_

#include <string>

#include "absl/status/statusor.h"
#include "storage/document_heads.h"
#include "storage/group_commits.h"
#include "storage/record_store.h"
#include "storage/text_index.h"

namespace pledge::storage {

class DocumentChanger {
 public:
  // All must outlive the changer.
  DocumentChanger(View& view, GroupCommits& commits, DocumentHeads& heads, IndexMarks& marks,
                  Batch& batch)
      : view_(view), commits_(commits), heads_(heads), marks_(marks), batch_(batch) {}

  // As RecordStore::ChangeDocument, without request ids. kUnchanged makes no
  // commit and names the last one. On an error the group is unchanged.
  absl::StatusOr<PutDocumentResult> Change(const ChangeDocumentRequest& request);

 private:
  absl::StatusOr<PutDocumentResult> Delete(const ChangeDocumentRequest& request,
                                           const DocumentHead& head);
  absl::StatusOr<PutDocumentResult> Undelete(const ChangeDocumentRequest& request,
                                             const DocumentHead& head);
  absl::StatusOr<PutDocumentResult> RollBack(const ChangeDocumentRequest& request,
                                             const DocumentHead& head);
  absl::StatusOr<PutDocumentResult> Purge(const ChangeDocumentRequest& request,
                                          const DocumentHead& head);

  // Makes a revision with the content of `content`, which is `head` or an older
  // one. `row` brings what is new: cause, state and its times.
  absl::StatusOr<PutDocumentResult> AddRevision(const ChangeDocumentRequest& request,
                                                const DocumentHead& head,
                                                const DocumentHead& content,
                                                const v1::RevisionRow& row);
  // Deletes every row of the document, of the store and of this group.
  absl::Status DeleteRows(const DocumentKey& document, const std::string& document_id);
  absl::Status DeleteRange(const KeyRange& range);

  View& view_;
  GroupCommits& commits_;
  DocumentHeads& heads_;
  IndexMarks& marks_;
  Batch& batch_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_DOCUMENT_CHANGER_H_
