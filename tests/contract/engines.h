// The engines that the contract suites run on, each with a way to close and
// open it again, and an engine that fails on command.
#ifndef PLEDGE_TESTS_CONTRACT_ENGINES_H_
#define PLEDGE_TESTS_CONTRACT_ENGINES_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "storage/engine.h"

namespace pledge::testing {

// A place where an engine keeps its data.
class EngineHome {
 public:
  virtual ~EngineHome() = default;

  // Opens the engine, with what earlier ones of this home committed. One at a
  // time. Aborts when it fails.
  virtual std::unique_ptr<storage::Engine> Open() = 0;
  // Folder for what stands beside the engine; empty when there is none.
  virtual std::string dir() const = 0;
};

// What an operation costs: for how many of them a test of many can take.
enum class EngineCost { kMemory, kFiles, kRoundTrips };

struct EngineKind {
  std::string name;
  std::function<std::unique_ptr<EngineHome>()> make_home;
  EngineCost cost = EngineCost::kMemory;
};

// All engines; without the one on PostgreSQL where that is not installed, which
// postgres_engine_test says.
const std::vector<EngineKind>& EngineKinds();

std::unique_ptr<EngineHome> MakeRocksDbHome();

// Orders to an engine; may be changed at any time from any thread.
class Faults {
 public:
  enum class NextCommit { kNormal, kRefuse, kFailBefore, kFailAfter };

  // What happens to the next commit; then kNormal again.
  void SetNextCommit(NextCommit what) { SetCommitAfter(0, what); }
  // The same for the commit behind the next `count` ones.
  void SetCommitAfter(int count, NextCommit what) {
    commits_before_ = count;
    next_commit_ = what;
  }
  NextCommit TakeNextCommit() {
    if (next_commit_ != NextCommit::kNormal && commits_before_ > 0) {
      --commits_before_;
      return NextCommit::kNormal;
    }
    return next_commit_.exchange(NextCommit::kNormal);
  }

  // What Stats reports from now on.
  std::atomic<uint64_t> free_disk_bytes = UINT64_MAX;
  std::atomic<bool> log_was_damaged = false;
  // Counts batches that reached the engine.
  std::atomic<int> commits = 0;

  // While held, commits wait before they begin.
  void Hold();
  void Release();
  void WaitWhileHeld();

 private:
  std::atomic<NextCommit> next_commit_ = NextCommit::kNormal;
  std::atomic<int> commits_before_ = 0;
  absl::Mutex mutex_;
  bool is_held_ = false;
};

// `engine`, obeying `faults`.
std::unique_ptr<storage::Engine> MakeFaulty(std::unique_ptr<storage::Engine> engine,
                                            std::shared_ptr<Faults> faults);

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_ENGINES_H_
