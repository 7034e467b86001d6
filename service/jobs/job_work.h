// What a kind of job does, one bounded step after another. The runner
// (job_runner.h) calls the steps, commits what they leave, and sees to
// cancelling, restarts and failures of the store.
#ifndef PLEDGE_SERVICE_JOBS_JOB_WORK_H_
#define PLEDGE_SERVICE_JOBS_JOB_WORK_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "pledge/v1/job_service.pb.h"
#include "storage/job_store.h"
#include "storage/record_store.h"

namespace pledge::jobs {

// How far a job is.
struct JobPoint {
  v1::Job job;         // done, total, failed and the work; all else is the runner's
  std::string cursor;  // the work's own; empty at the start
};

// A write that a step wants, and where the job stands once it is done.
struct StepWrite {
  storage::PutDocumentRequest put;
  JobPoint after;
};

// What a step leaves. Everything in it is committed together, so that a job goes
// on from exactly what it has written, whatever ends the process.
struct StepResult {
  // In this order, up to the first one that the store refuses (HEAD_MOVED and
  // the like): the job then goes on from the `after` before it.
  std::vector<StepWrite> writes;
  JobPoint after;  // when all of them were done
  bool is_finished = false;
};

struct StepContext {
  std::string job_name;  // jobs/{job}
  std::string actor;     // who asked for the job
  // How many writes in a row were refused right at the point that the step goes
  // on from; 0 when the one before went through.
  int refusals = 0;
  // True once the step should return what it has. Cheap, from any thread.
  std::function<bool()> must_stop;
};

// Lives for one job in one process and is used by one thread.
class JobWork {
 public:
  virtual ~JobWork() = default;
  // Goes on from `from` with a piece of work that takes about kJobStepMilliseconds, or
  // less when context.must_stop(). May block on disk. An error ends the job,
  // unless it is one that passes (STORE_READ_ONLY and the like), after which the
  // same step is asked for again.
  virtual absl::StatusOr<StepResult> Step(const JobPoint& from, const StepContext& context) = 0;
};

// Makes the work of one kind of job.
using WorkFactory = std::function<std::unique_ptr<JobWork>()>;
using WorkRegistry = std::map<v1::Job::WorkCase, WorkFactory>;

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_JOB_WORK_H_
