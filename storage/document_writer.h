// Writes documents into a group: looks up the head (also one that is pending in
// the group), checks what the caller expects, and adds the rows of a new
// revision. Committer thread only; reads block on disk.
#ifndef PLEDGE_STORAGE_DOCUMENT_WRITER_H_
#define PLEDGE_STORAGE_DOCUMENT_WRITER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/document_reader.h"
#include "storage/group_commits.h"
#include "storage/record_store.h"

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
  DocumentWriter(View& view, GroupCommits& commits, NextNumbers& next_numbers, Batch& batch)
      : view_(view), reader_(view), commits_(commits), next_numbers_(next_numbers), batch_(batch) {}

  // The outcome as PutDocument describes it, without sessions and request ids.
  // A revision makes a commit; kUnchanged makes none and names the last one. On
  // an error the group is unchanged.
  absl::StatusOr<PutDocumentResult> Write(const PutInput& input);

 private:
  struct Head {
    RevisionAt revision;
    std::shared_ptr<const RevisionDraft> pending;  // set when made by this group
  };

  absl::StatusOr<std::optional<Head>> FindHead(const PutDocumentRequest& request);
  // Place for the first revision of a document, without its commit.
  absl::StatusOr<DocumentKey> NewDocument(std::string_view collection_id);
  // True when the derived rows of `head` equal those of `draft`.
  absl::StatusOr<bool> HasSameRecords(const Head& head, const RevisionDraft& draft);
  absl::StatusOr<PutDocumentResult> AddRevision(const PutInput& input,
                                                const std::optional<Head>& head);
  v1::RevisionRow MakeRow(const PutDocumentRequest& request, const std::optional<Head>& head,
                          bool same_records) const;
  void PutRows(const PutInput& input, const RevisionAt& revision);

  View& view_;
  DocumentReader reader_;
  GroupCommits& commits_;
  NextNumbers& next_numbers_;
  Batch& batch_;
  // Heads made by this group, by collection and document id.
  std::map<std::pair<std::string, std::string>, Head> pending_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_DOCUMENT_WRITER_H_
