// The jobs of a store: JobStore over its engine and committer.
#ifndef PLEDGE_STORAGE_JOB_OPERATIONS_H_
#define PLEDGE_STORAGE_JOB_OPERATIONS_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "storage/committer.h"
#include "storage/engine.h"
#include "storage/job_store.h"

namespace pledge::storage {

class JobStoreImpl final : public JobStore {
 public:
  // All must outlive it. `now` is the commit clock.
  JobStoreImpl(Engine& engine, Committer& committer, std::function<absl::Time()> now)
      : engine_(engine), committer_(committer), now_(std::move(now)) {}

  void CreateJob(NewJob job, JobDone done) override;
  void CancelJob(std::string id, JobDone done) override;
  void UpdateJob(JobUpdate update, JobUpdateDone done) override;
  absl::StatusOr<StoredJob> GetJob(std::string_view id) override;
  absl::StatusOr<std::vector<StoredJob>> ListJobs(CommitNumber before, size_t limit) override;
  absl::StatusOr<std::optional<StoredJob>> FirstUnfinishedJob() override;
  absl::Status ExpireJobs() override;

 private:
  Engine& engine_;
  Committer& committer_;
  const std::function<absl::Time()> now_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_JOB_OPERATIONS_H_
