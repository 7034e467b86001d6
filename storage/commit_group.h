// One group of writes on its way into one batch: gives each its commit number,
// applies it on top of what the group already holds, and closes the batch with
// the rows that the group shares. Nothing is visible before the batch is
// committed; dropping the group undoes it, but for document numbers, of which
// some are then never used. Committer thread only.
#ifndef PLEDGE_STORAGE_COMMIT_GROUP_H_
#define PLEDGE_STORAGE_COMMIT_GROUP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/document_changer.h"
#include "storage/document_heads.h"
#include "storage/document_writer.h"
#include "storage/group_commits.h"
#include "storage/import_operation.h"
#include "storage/job_writer.h"
#include "storage/request_writer.h"
#include "storage/session_writer.h"
#include "storage/text_index.h"
#include "storage/trim_writer.h"

namespace pledge::storage {

// Where the log stands: carried from group to group.
struct LogEnd {
  CommitPoint last;
  std::string digest;               // running digest
  uint32_t requests_kept_from = 0;  // request rows of earlier periods are gone
};

class CommitGroup {
 public:
  // All must outlive the group. `wall`: the wall clock.
  CommitGroup(View& view, const StoreState& state, const LogEnd& before, NextNumbers& next_numbers,
              IndexMarks& marks, absl::Time wall);

  // As in RecordStore, without waiting for the disk. `input` must outlive the
  // batch. On an error the group is unchanged.
  absl::StatusOr<PutDocumentResult> Put(const PutInput& input);
  absl::StatusOr<PutDocumentResult> Change(const ChangeDocumentRequest& request);
  absl::StatusOr<StoredSession> CreateSession(const std::string& collection_id,
                                              const std::string& session_id, absl::Duration ttl);
  absl::StatusOr<StoredSession> AttachSession(const std::string& collection_id,
                                              const std::string& session_id);

  absl::StatusOr<StoredSession> FinishSession(const std::string& collection_id,
                                              const std::string& session_id,
                                              std::optional<int64_t> expected_count);
  // Deletes some of what expired sessions left, from `place` on, which moves.
  absl::StatusOr<bool> SweepSessions(std::string& place);
  absl::StatusOr<StoredJob> CreateJob(const NewJob& job);
  absl::StatusOr<StoredJob> CancelJob(const std::string& id) { return jobs_.Cancel(id); }
  absl::StatusOr<JobUpdateResult> UpdateJob(const JobUpdateInput& input);
  // Deletes the jobs with these creation commits, for their time is over.
  absl::Status ExpireJobs(const std::vector<uint64_t>& jobs) { return jobs_.Expire(jobs); }
  // From here on, new content in the segment leaves a dirty mark, whatever becomes
  // of the group.
  void MarkSegment(const SegmentKey& segment) { marks_.segments.insert(segment); }
  // Rows of the text index; they make no commit of their own. ABORTED when a
  // segment is no longer marked that should be.
  absl::Status WriteIndexRows(const IndexRows& rows);

  // As WriteImport (import_operation.h); `rows` must outlive the batch. Makes no
  // commit: the complete import is the state of the export.
  absl::Status WriteImport(const ImportRows& rows);
  // True when only an import may write.
  bool is_importing() const { return is_importing_; }
  // From this group on nothing is read before `floor`. Makes no commit.
  absl::Status RaiseFloor(const CommitPoint& floor);
  // Deletes rows of trimmed revisions, below the floor. The documents that have
  // changed since they were looked at stay as they are; their places in
  // `documents` are returned.
  absl::StatusOr<std::vector<size_t>> Trim(const std::vector<DocumentTrim>& documents);

  // The whole store was found without a fault. Makes no commit.
  void NoteVerified(absl::Time time);

  // Forgets the erase tasks of these purges, for they are done.
  CommitPoint ForgetErased(const std::vector<uint64_t>& purges);

  // True when there is nothing to write.
  bool empty() const { return batch_.empty() && commits_.empty(); }
  // Completes the batch; call once. Needs !empty().
  absl::Status Finish();
  Batch& batch() { return batch_; }
  // After Finish: the end of the log when the batch is on disk.
  const LogEnd& after() const { return after_; }
  const GroupCommits& commits() const { return commits_; }
  // Where the group raises the floor to, if it does.
  const std::optional<CommitPoint>& floor() const { return floor_; }
  // What of an import the group writes; null for none.
  const ImportRows* import() const { return import_; }

 private:
  absl::StatusOr<PutDocumentResult> PutItem(const PutInput& input);
  // The stored answer to `identity`; else what `write` gives, stored as the
  // answer.
  template <typename Write>
  absl::StatusOr<PutDocumentResult> AnswerOnce(const RequestIdentity& identity,
                                               const std::string& collection_id,
                                               const Write& write);
  // A commit for an answer that changes no document. Makes no collection.
  CommitPoint AddAnswer(const std::string& collection_id);

  View& view_;
  LogEnd after_;
  std::optional<CommitPoint> floor_;
  const ImportRows* import_ = nullptr;
  bool is_importing_;
  IndexMarks& marks_;
  Batch batch_;
  GroupCommits commits_;
  DocumentHeads heads_;
  DocumentWriter documents_;
  DocumentChanger changes_;
  JobWriter jobs_;
  SessionWriter sessions_;
  RequestWriter requests_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_COMMIT_GROUP_H_
