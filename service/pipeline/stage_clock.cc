#include "service/pipeline/stage_clock.h"

#include <atomic>

namespace pledge::pipeline {
namespace {

std::atomic<StageObserver*> stage_observer{nullptr};

}  // namespace

void ObserveStages(StageObserver* observer) { stage_observer.store(observer); }

StageClock::StageClock() : observer_(stage_observer.load(std::memory_order_acquire)) {
  if (observer_ != nullptr) begin_ = std::chrono::steady_clock::now();
}

void StageClock::End(Stage stage) {
  if (observer_ == nullptr) return;
  const auto end = std::chrono::steady_clock::now();
  observer_->OnStage(stage, end - begin_);
  begin_ = end;
}

}  // namespace pledge::pipeline
