#include "service/jobs/work_registry.h"

#include <memory>

#include "service/jobs/reanalyze_work.h"

namespace pledge::jobs {

WorkRegistry MakeWorkRegistry(storage::RecordStore& store) {
  return {
      {v1::Job::kReanalyze, [&store] { return std::make_unique<ReanalyzeWork>(store); }},
  };
}

}  // namespace pledge::jobs
