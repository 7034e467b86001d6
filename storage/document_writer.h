// Writes documents into a group: looks up the head (also one that is pending in
// the group), checks what the caller expects, and adds the rows of a new
// revision. Committer thread only; reads block on disk.
#ifndef PLEDGE_STORAGE_DOCUMENT_WRITER_H_
#define PLEDGE_STORAGE_DOCUMENT_WRITER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/document_heads.h"
#include "storage/group_commits.h"
#include "storage/record_store.h"
#include "storage/text_index.h"

namespace pledge::storage {

// A put with its source packed into pieces by the worker. Must outlive the
// group's batch.
struct PutInput {
  PutDocumentRequest request;
  std::vector<std::string> source_pieces;
};

// The next document number of each collection that got documents lately.
using NextNumbers = std::map<uint32_t, uint32_t>;

class DocumentWriter {
 public:
  // All arguments must outlive the writer. `next_numbers` is read and changed.
  DocumentWriter(View& view, GroupCommits& commits, DocumentHeads& heads, NextNumbers& next_numbers,
                 const IndexMarks& marks, Batch& batch)
      : view_(view),
        commits_(commits),
        heads_(heads),
        next_numbers_(next_numbers),
        marks_(marks),
        batch_(batch) {}

  // The outcome as PutDocument describes it, without sessions and request ids.
  // A revision makes a commit; kUnchanged makes none and names the last one. On
  // an error the group is unchanged.
  absl::StatusOr<PutDocumentResult> Write(const PutInput& input);

 private:
  // Place for the first revision of a document, without its commit.
  absl::StatusOr<DocumentKey> NewDocument(std::string_view collection_id);
  // True when the derived rows of `head` equal those of `draft`.
  absl::StatusOr<bool> HasSameRecords(const DocumentHead& head, const RevisionDraft& draft);
  absl::StatusOr<PutDocumentResult> AddRevision(const PutInput& input,
                                                const std::optional<DocumentHead>& head);
  v1::RevisionRow MakeRow(const PutDocumentRequest& request,
                          const std::optional<DocumentHead>& head, bool same_records) const;
  // Returns the value of the column row.
  std::string PutRows(const PutInput& input, const RevisionAt& revision);

  View& view_;
  GroupCommits& commits_;
  DocumentHeads& heads_;
  NextNumbers& next_numbers_;
  const IndexMarks& marks_;
  Batch& batch_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_DOCUMENT_WRITER_H_
