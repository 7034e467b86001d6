// The kinds of jobs that this server can do.
#ifndef PLEDGE_SERVICE_JOBS_WORK_REGISTRY_H_
#define PLEDGE_SERVICE_JOBS_WORK_REGISTRY_H_

#include "service/jobs/job_work.h"
#include "storage/record_store.h"

namespace pledge::jobs {

// `store` must outlive what the registry makes.
WorkRegistry MakeWorkRegistry(storage::RecordStore& store);

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_WORK_REGISTRY_H_
