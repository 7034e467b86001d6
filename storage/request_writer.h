// Request ids in a group (AIP-155): answers a repeated unary write with what it
// was answered before, and stores the answers of the group in its own commit.
// Committer thread only; reads block on disk.
//
// Answers stand under the period of 6 hours in which they were given. Looking
// into the current one and the four before finds every answer of the last 24
// hours; older periods are deleted whole.
#ifndef PLEDGE_STORAGE_REQUEST_WRITER_H_
#define PLEDGE_STORAGE_REQUEST_WRITER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/document_heads.h"
#include "storage/group_commits.h"
#include "storage/record_store.h"

namespace pledge::storage {

// The stored answer to a request, or nullopt. `now`: the commit clock. `heads`: of
// the group that asks; null outside of one. Errors as RequestWriter::FindAnswer.
absl::StatusOr<std::optional<PutDocumentResult>> FindStoredAnswer(
    View& view, const CollectionTable& collections, absl::Time now, const RequestIdentity& request,
    const DocumentHeads* heads = nullptr);

class RequestWriter {
 public:
  // All must outlive the writer.
  RequestWriter(View& view, const GroupCommits& commits, const DocumentHeads& heads,
                const CollectionTable& collections)
      : view_(view), commits_(commits), heads_(heads), collections_(collections) {}

  // The answer given to this request before, or nullopt. REQUEST_ID_REUSED when
  // the id was used with another request; DOCUMENT_NOT_FOUND when the document
  // of the answer was purged, also by the group; HISTORY_TRIMMED when the revision
  // of the answer was trimmed.
  absl::StatusOr<std::optional<PutDocumentResult>> FindAnswer(const RequestIdentity& request);
  // Stores `result`, which result.commit made durable, as the answer.
  void Record(const RequestIdentity& request, const PutDocumentResult& result);

  // Adds the answers.
  void Finish(Batch& batch) const;
  // Deletes rows of periods before `kept_from`, a bounded number of them.
  // Returns true when none is left.
  absl::StatusOr<bool> DeleteBefore(uint32_t kept_from, Batch& batch);

  // The first period that must be kept at this time.
  static uint32_t FirstKeptPeriod(absl::Time now);

 private:
  struct Answer {
    v1::RequestRow row;
    PutDocumentResult result;
  };

  View& view_;
  const GroupCommits& commits_;
  const DocumentHeads& heads_;
  const CollectionTable& collections_;
  std::map<std::string, Answer> answers_;  // of this group, by hash
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_REQUEST_WRITER_H_
