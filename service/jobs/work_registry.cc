#include "service/jobs/work_registry.h"

#include <memory>

#include "service/jobs/reanalyze_work.h"
#include "service/jobs/trim_work.h"
#include "service/jobs/verify_work.h"

namespace pledge::jobs {

WorkRegistry MakeWorkRegistry(storage::RecordStore& store) {
  return {
      {v1::Job::kTrim, [&store] { return std::make_unique<TrimWork>(store); }},
      {v1::Job::kVerify, [&store] { return std::make_unique<VerifyWork>(store); }},
      {v1::Job::kReanalyze, [&store] { return std::make_unique<ReanalyzeWork>(store); }},
  };
}

}  // namespace pledge::jobs
