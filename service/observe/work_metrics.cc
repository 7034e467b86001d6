#include "service/observe/work_metrics.h"

#include <string>

namespace pledge::observe {
namespace {

using prometheus::Histogram;

// A usual letter takes a quarter of a millisecond in all stages together, the
// largest a second.
const Histogram::BucketBoundaries kStageSeconds = {2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3,
                                                   2e-3, 5e-3, 1e-2, 5e-2, 0.25, 1};
const Histogram::BucketBoundaries kSyncSeconds = {2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2,
                                                  2e-2, 5e-2, 0.1,  0.25, 1,    5};
// Groups have 1 to 128 operations and up to some 4 MiB.
const Histogram::BucketBoundaries kGroupOperations = {1, 2, 4, 8, 16, 32, 64, 128};
const Histogram::BucketBoundaries kGroupBytes = {1 << 12, 1 << 14, 1 << 16, 1 << 18,
                                                 1 << 20, 1 << 21, 1 << 22, 1 << 24};

constexpr const char* kStageNames[pipeline::kStageCount] = {"decode", "clean",   "segment",
                                                            "facts",  "extract", "verify"};

Histogram& Single(prometheus::Registry& registry, const char* name, const char* help,
                  const Histogram::BucketBoundaries& bounds) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, bounds);
}

}  // namespace

WorkMetrics::WorkMetrics(prometheus::Registry& registry)
    : group_operations_(Single(registry, "pledge_store_group_operations",
                               "Writes that one group took to the disk.", kGroupOperations)),
      group_bytes_(Single(registry, "pledge_store_group_bytes",
                          "Bytes of keys and values of one group.", kGroupBytes)),
      sync_seconds_(Single(registry, "pledge_store_sync_seconds",
                           "From a finished group until it was on disk.", kSyncSeconds)) {
  auto& family = prometheus::BuildHistogram()
                     .Name("pledge_pipeline_stage_seconds")
                     .Help("Time of a stage of the chain for one document.")
                     .Register(registry);
  for (int i = 0; i < pipeline::kStageCount; ++i) {
    stages_[i] = &family.Add({{"stage", kStageNames[i]}}, kStageSeconds);
  }
}

void WorkMetrics::OnStage(pipeline::Stage stage, std::chrono::nanoseconds took) {
  stages_[static_cast<size_t>(stage)]->Observe(std::chrono::duration<double>(took).count());
}

void WorkMetrics::OnGroup(const storage::GroupReport& group) {
  group_operations_.Observe(static_cast<double>(group.operation_count));
  group_bytes_.Observe(static_cast<double>(group.size_bytes));
  sync_seconds_.Observe(absl::ToDoubleSeconds(group.sync));
}

}  // namespace pledge::observe
