// The one thread that writes. Takes everything that is waiting, up to the
// limits of a group, applies it in order, commits it as one batch, publishes
// the new head and answers in order. There is no timer: while one group is on
// its way to the disk the next one gathers.
#ifndef PLEDGE_STORAGE_COMMITTER_H_
#define PLEDGE_STORAGE_COMMITTER_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/commit_group.h"
#include "storage/durable_mark.h"
#include "storage/engine.h"
#include "storage/store_state.h"

namespace pledge::storage {

// A write that waits for the committer, which calls Apply at most once and then
// Finish exactly once.
class Operation {
 public:
  virtual ~Operation() = default;

  // About the memory that it holds.
  virtual size_t size_bytes() const = 0;
  // Adds itself to the group and keeps its answer.
  virtual void Apply(CommitGroup& group) = 0;
  // Gives its answer when `group` is OK, for the group is on disk; else
  // `group`.
  virtual void Finish(const absl::Status& group) = 0;
};

struct CommitterOptions {
  RecordStoreOptions store;
  std::string store_id;
  LogEnd log_end;
  IndexMarks marks;
  // Makes the operation that takes a step in sweeping expired sessions.
  std::function<std::unique_ptr<Operation>(RecordStore::SweepDone)> make_sweep;
};

class Committer {
 public:
  // Starts the thread. `engine` and `state` must outlive the committer; `mark`
  // may be null. The condition kDataLoss stays for good; the others are the
  // committer's to set.
  Committer(Engine& engine, StoreState& state, std::unique_ptr<DurableMark> mark,
            CommitterOptions options);
  // Finishes what is waiting, then writes the mark.
  ~Committer();

  // Hands over a write. Never blocks. Thread-safe.
  void Enqueue(std::unique_ptr<Operation> operation);

  // Writes that wait or are being written, and the memory that they hold.
  struct Queue {
    size_t operation_count = 0;
    size_t size_bytes = 0;
  };
  Queue queue() const;

 private:
  using Group = std::vector<std::unique_ptr<Operation>>;

  void Run();
  // Waits for operations, at most for a tick. Returns false when stopping and
  // nothing is left.
  bool Take(Group& group, Group& refused);
  absl::Duration Tick() const;
  void Serve(const Group& group);
  // Takes the next step in sweeping when it is time for one.
  void SweepIfDue();
  // Applies and commits; the status is the answer to all when it is not OK.
  absl::Status Commit(const Group& group);
  absl::Status CommitBatch(CommitGroup& group, size_t operation_count);
  // Rows of an import are on disk.
  void FollowImport(const ImportRows& import);
  // Looks at the condition and the engine, and moves between kReadWrite,
  // kLowDisk and kUnreachable.
  absl::Status CheckWritable();
  // Whether the engine can write now; DISK_RESERVE or what the engine says.
  absl::Status CheckEngine();
  void StopWriting(const absl::Status& why);
  void WriteMarkIfDue(bool is_closing);

  Engine& engine_;
  StoreState& state_;
  const std::unique_ptr<DurableMark> mark_;
  const CommitterOptions options_;

  // Of the committer thread:
  LogEnd log_end_;
  NextNumbers next_numbers_;
  IndexMarks marks_;
  size_t group_bytes_ = 0;  // of the group that is being served
  bool is_mark_behind_ = false;
  absl::Time mark_due_ = absl::InfinitePast();
  absl::Time sweep_due_ = absl::InfinitePast();  // by the store's clock

  mutable absl::Mutex mutex_;
  std::deque<std::unique_ptr<Operation>> waiting_ ABSL_GUARDED_BY(mutex_);
  Group refused_ ABSL_GUARDED_BY(mutex_);  // too many were waiting
  size_t queued_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t serving_count_ ABSL_GUARDED_BY(mutex_) = 0;  // operations of the group being served
  bool is_stopping_ ABSL_GUARDED_BY(mutex_) = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_COMMITTER_H_
