// How long the work behind the calls takes: the stages of the chain, and the
// groups of writes on their way to the disk. Thread-safe.
#ifndef PLEDGE_SERVICE_OBSERVE_WORK_METRICS_H_
#define PLEDGE_SERVICE_OBSERVE_WORK_METRICS_H_

#include <array>
#include <chrono>

#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "service/pipeline/stage_clock.h"
#include "storage/record_store.h"

namespace pledge::observe {

class WorkMetrics final : public pipeline::StageObserver {
 public:
  // `registry` must outlive it.
  explicit WorkMetrics(prometheus::Registry& registry);

  void OnStage(pipeline::Stage stage, std::chrono::nanoseconds took) override;
  void OnGroup(const storage::GroupReport& group);

 private:
  std::array<prometheus::Histogram*, pipeline::kStageCount> stages_{};
  prometheus::Histogram& group_operations_;
  prometheus::Histogram& group_bytes_;
  prometheus::Histogram& sync_seconds_;
};

}  // namespace pledge::observe

#endif  // PLEDGE_SERVICE_OBSERVE_WORK_METRICS_H_
