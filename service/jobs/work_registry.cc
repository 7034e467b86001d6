#include "service/jobs/work_registry.h"

namespace pledge::jobs {

WorkRegistry MakeWorkRegistry(storage::RecordStore&) { return {}; }

}  // namespace pledge::jobs
