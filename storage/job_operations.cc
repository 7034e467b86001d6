#include "storage/job_operations.h"

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/synchronization/notification.h"
#include "storage/job_reader.h"
#include "storage/store_operations.h"
#include "storage/typed_operation.h"

namespace pledge::storage {
namespace {

class UpdateJobOperation final : public TypedOperation<JobUpdateResult> {
 public:
  UpdateJobOperation(JobUpdate update, JobUpdateDone done) : TypedOperation(std::move(done)) {
    for (JobWrite& write : update.writes) {
      size_bytes_ += write.after.work.size() + write.after.cursor.size();
      input_.puts.push_back(MakePutInput(std::move(write.put)));
      size_bytes_ += SizeOf(input_.puts.back());
    }
    input_.update = std::move(update);
  }

  size_t size_bytes() const override { return size_bytes_; }

 private:
  absl::StatusOr<JobUpdateResult> Run(CommitGroup& group) override {
    return group.UpdateJob(input_);
  }

  JobUpdateInput input_;
  size_t size_bytes_ = kOperationOverheadBytes;
};

}  // namespace

void JobStoreImpl::CreateJob(NewJob job, JobDone done) {
  committer_.Enqueue(MakeOperation<StoredJob>(
      [job = std::move(job)](CommitGroup& group) { return group.CreateJob(job); },
      std::move(done)));
}

void JobStoreImpl::CancelJob(std::string id, JobDone done) {
  committer_.Enqueue(MakeOperation<StoredJob>(
      [id = std::move(id)](CommitGroup& group) { return group.CancelJob(id); }, std::move(done)));
}

void JobStoreImpl::UpdateJob(JobUpdate update, JobUpdateDone done) {
  committer_.Enqueue(std::make_unique<UpdateJobOperation>(std::move(update), std::move(done)));
}

absl::StatusOr<StoredJob> JobStoreImpl::GetJob(std::string_view id) {
  const std::unique_ptr<View> view = engine_.OpenView();
  const auto job = FindJob(*view, id);
  if (!job.ok()) return job.status();
  if (!job->has_value()) return JobNotFound(id);
  return ToJob(**job);
}

absl::StatusOr<std::vector<StoredJob>> JobStoreImpl::ListJobs(CommitNumber before, size_t limit) {
  const std::unique_ptr<View> view = engine_.OpenView();
  const auto rows = ReadJobs(*view, before, limit);
  if (!rows.ok()) return rows.status();
  std::vector<StoredJob> jobs;
  for (const JobAt& job : *rows) jobs.push_back(ToJob(job));
  return jobs;
}

absl::StatusOr<std::optional<StoredJob>> JobStoreImpl::FirstUnfinishedJob() {
  const std::unique_ptr<View> view = engine_.OpenView();
  const auto jobs = ReadUnfinishedJobs(*view, 1);
  if (!jobs.ok()) return jobs.status();
  if (jobs->empty()) return std::nullopt;
  const auto job = ReadJobAt(*view, jobs->front());
  if (!job.ok()) return job.status();
  return ToJob(*job);
}

absl::Status JobStoreImpl::ExpireJobs() {
  std::vector<uint64_t> expired;
  {
    const auto jobs = FindExpiredJobs(*engine_.OpenView(), now_());
    if (!jobs.ok()) return jobs.status();
    for (const JobAt& job : *jobs) expired.push_back(job.create_commit);
  }
  if (expired.empty()) return absl::OkStatus();
  absl::Notification done;
  absl::Status deleted;
  committer_.Enqueue(MakeOperation<bool>(
      [expired](CommitGroup& group) -> absl::StatusOr<bool> {
        if (absl::Status status = group.ExpireJobs(expired); !status.ok()) return status;
        return true;
      },
      [&](const absl::StatusOr<bool>& result) {
        deleted = result.status();
        done.Notify();
      }));
  done.WaitForNotification();
  return deleted;
}

}  // namespace pledge::storage
