// VerifyStore: reads the whole store and names what is not as it must be. A job
// that finds faults succeeds; only one without any is noted as the time at which
// the store was verified. A restarted server begins the check anew.
#ifndef PLEDGE_SERVICE_JOBS_VERIFY_WORK_H_
#define PLEDGE_SERVICE_JOBS_VERIFY_WORK_H_

#include <memory>

#include "service/jobs/job_work.h"
#include "storage/record_store.h"
#include "storage/store_check.h"

namespace pledge::jobs {

class VerifyWork final : public JobWork {
 public:
  // `store` must outlive it.
  explicit VerifyWork(storage::RecordStore& store) : store_(store) {}

  absl::StatusOr<StepResult> Step(const JobPoint& from, const StepContext& context) override;

 private:
  storage::RecordStore& store_;
  std::unique_ptr<storage::StoreCheck> check_;
};

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_VERIFY_WORK_H_
