// Jobs in a group: creates them, commits what a step of one has done together
// with its progress, deletes expired ones. Committer thread only; reads block
// on disk.
#ifndef PLEDGE_STORAGE_JOB_WRITER_H_
#define PLEDGE_STORAGE_JOB_WRITER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/document_writer.h"
#include "storage/engine.h"
#include "storage/group_commits.h"
#include "storage/job_reader.h"
#include "storage/job_store.h"

namespace pledge::storage {

// An update with its puts made ready. Must outlive the group's batch.
struct JobUpdateInput {
  JobUpdate update;
  std::vector<PutInput> puts;  // of update.writes, whose own are moved here
};

class JobWriter {
 public:
  // All must outlive the writer.
  JobWriter(View& view, GroupCommits& commits, DocumentWriter& documents, Batch& batch)
      : view_(view), commits_(commits), documents_(documents), batch_(batch) {}

  // As in JobStore. On an error the group is unchanged.
  absl::StatusOr<StoredJob> Create(const NewJob& job);
  absl::StatusOr<StoredJob> Cancel(const std::string& id);
  absl::StatusOr<JobUpdateResult> Update(const JobUpdateInput& input);
  // Deletes jobs whose time is over; `jobs` are their creation commits.
  absl::Status Expire(const std::vector<uint64_t>& jobs);

 private:
  // The job as the group sees it.
  absl::StatusOr<std::optional<JobAt>> Find(const std::string& id);
  absl::StatusOr<size_t> CountUnfinished();
  // Applies the writes up to the first that is refused; `progress` becomes that
  // of the last one applied.
  absl::Status ApplyWrites(const JobUpdateInput& input, std::optional<JobProgress>& progress);
  // Writes the job in a commit of its own.
  void Commit(JobAt& job);
  void End(JobAt& job, JobState state);

  View& view_;
  GroupCommits& commits_;
  DocumentWriter& documents_;
  Batch& batch_;
  std::map<std::string, JobAt> pending_;  // as this group leaves them, by id
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_JOB_WRITER_H_
