// ReanalyzeDocuments: analyses the stored bytes of documents with the engine of
// this build. A document whose records change gets a revision, bound to the head
// that was analysed; a dry run only counts.
#ifndef PLEDGE_SERVICE_JOBS_REANALYZE_WORK_H_
#define PLEDGE_SERVICE_JOBS_REANALYZE_WORK_H_

#include "service/jobs/job_work.h"
#include "storage/record_store.h"

namespace pledge::jobs {

class ReanalyzeWork final : public JobWork {
 public:
  // `store` must outlive it.
  explicit ReanalyzeWork(storage::RecordStore& store) : store_(store) {}

  absl::StatusOr<StepResult> Step(const JobPoint& from, const StepContext& context) override;

 private:
  storage::RecordStore& store_;
};

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_REANALYZE_WORK_H_
