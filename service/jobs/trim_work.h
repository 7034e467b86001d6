// TrimRevisions: drops old revisions by rule, as the store stood when the job
// began. What a step has dropped is gone before it is counted: a server that ends
// without notice in between leaves the counts of one step out.
#ifndef PLEDGE_SERVICE_JOBS_TRIM_WORK_H_
#define PLEDGE_SERVICE_JOBS_TRIM_WORK_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "service/jobs/job_work.h"
#include "storage/record_store.h"
#include "storage/trim.h"

namespace pledge::jobs {

// Collections and documents by name; none for collections/-. FIELD_INVALID naming
// `parents`.
absl::StatusOr<std::vector<storage::ScanParent>> TrimParents(
    const google::protobuf::RepeatedPtrField<std::string>& parents);

class TrimWork final : public JobWork {
 public:
  // `store` must outlive it.
  explicit TrimWork(storage::RecordStore& store) : store_(store) {}

  absl::StatusOr<StepResult> Step(const JobPoint& from, const StepContext& context) override;

 private:
  storage::RecordStore& store_;
};

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_TRIM_WORK_H_
