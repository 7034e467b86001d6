// How long each stage of the chain took, for whoever watches the process.
// Thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_STAGE_CLOCK_H_
#define PLEDGE_SERVICE_PIPELINE_STAGE_CLOCK_H_

#include <chrono>
#include <cstdint>

namespace pledge::pipeline {

enum class Stage : uint8_t { kDecode, kClean, kSegment, kFacts, kExtract, kVerify };
inline constexpr int kStageCount = 6;

class StageObserver {
 public:
  virtual ~StageObserver() = default;
  // Runs on the thread of the analysis; must be quick.
  virtual void OnStage(Stage stage, std::chrono::nanoseconds took) = 0;
};

// Tells `observer` of every stage from now on; null: nobody. It outlives all
// analyses that it sees. Results do not depend on it.
void ObserveStages(StageObserver* observer);

// Times the stages of one document: each ends where the next one begins.
class StageClock {
 public:
  StageClock();
  // The stage that ran since the last call, or since the clock was made, is over.
  void End(Stage stage);

 private:
  StageObserver* const observer_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_STAGE_CLOCK_H_
