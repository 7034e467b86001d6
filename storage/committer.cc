#include "storage/committer.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/log.h"

namespace pledge::storage {
namespace {

// How often the free disk space is looked at while nothing is written, so that
// the condition tells the truth within a second.
constexpr absl::Duration kDiskTick = absl::Milliseconds(500);

absl::Status LowDisk() {
  return MakeError(ErrorReason::kDiskReserve, "free disk space is below the reserve");
}

absl::Status ReadOnly() {
  return MakeError(ErrorReason::kStoreReadOnly,
                   "a storage error stopped writing until the store is opened again");
}

absl::Status BehindMark() {
  return MakeError(ErrorReason::kRecoveredBehindMark,
                   "the store recovered less than was acknowledged; it is read-only");
}

absl::Status Busy() {
  return MakeError(ErrorReason::kServerBusy, "too many bytes are waiting to be written");
}

void FinishAll(const std::vector<std::unique_ptr<Operation>>& operations,
               const absl::Status& status) {
  for (const std::unique_ptr<Operation>& operation : operations) operation->Finish(status);
}

}  // namespace

Committer::Committer(Engine& engine, StoreState& state, std::unique_ptr<DurableMark> mark,
                     CommitterOptions options)
    : engine_(engine),
      state_(state),
      mark_(std::move(mark)),
      options_(std::move(options)),
      log_end_(options_.log_end),
      marks_(options_.marks),
      // The mark on disk may be behind what was recovered.
      is_mark_behind_(mark_ != nullptr && state.Condition() != StoreCondition::kDataLoss),
      thread_([this] { Run(); }) {}

Committer::~Committer() {
  {
    absl::MutexLock lock(&mutex_);
    is_stopping_ = true;
  }
  thread_.join();
}

void Committer::Enqueue(std::unique_ptr<Operation> operation) {
  const size_t size_bytes = operation->size_bytes();
  absl::MutexLock lock(&mutex_);
  // One operation always fits, however large.
  if (queued_bytes_ > 0 && queued_bytes_ + size_bytes > options_.store.max_queued_bytes) {
    refused_.push_back(std::move(operation));
    return;
  }
  queued_bytes_ += size_bytes;
  waiting_.push_back(std::move(operation));
}

Committer::Queue Committer::queue() const {
  absl::MutexLock lock(&mutex_);
  return {.operation_count = waiting_.size() + serving_count_, .size_bytes = queued_bytes_};
}

void Committer::Run() {
  CheckWritable().IgnoreError();  // sets the condition
  SweepIfDue();
  WriteMarkIfDue(false);
  Group group;
  Group refused;
  while (Take(group, refused)) {
    FinishAll(refused, Busy());
    if (group.empty()) {
      CheckWritable().IgnoreError();  // sets the condition
    } else {
      Serve(group);
    }
    SweepIfDue();
    WriteMarkIfDue(false);
  }
  WriteMarkIfDue(true);
}

absl::Duration Committer::Tick() const {
  if (!is_mark_behind_) return kDiskTick;
  return std::clamp(mark_due_ - absl::Now(), absl::ZeroDuration(), kDiskTick);
}

bool Committer::Take(Group& group, Group& refused) {
  group.clear();
  refused.clear();
  const auto is_ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return is_stopping_ || !waiting_.empty() || !refused_.empty();
  };
  absl::MutexLock lock(&mutex_);
  group_bytes_ = 0;
  mutex_.AwaitWithTimeout(absl::Condition(&is_ready), Tick());
  refused.swap(refused_);
  while (!waiting_.empty() && group.size() < options_.store.max_group_items) {
    const size_t size_bytes = waiting_.front()->size_bytes();
    if (!group.empty() && group_bytes_ + size_bytes > options_.store.max_group_bytes) break;
    group_bytes_ += size_bytes;
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  serving_count_ = group.size();
  return !is_stopping_ || !group.empty() || !refused.empty();
}

void Committer::Serve(const Group& group) {
  absl::Status status = CheckWritable();
  if (status.ok()) status = Commit(group);
  {
    // Before the answers: who gets one may send the next at once.
    absl::MutexLock lock(&mutex_);
    queued_bytes_ -= group_bytes_;
    serving_count_ = 0;
  }
  FinishAll(group, status);
}

void Committer::SweepIfDue() {
  const absl::Time now = options_.store.clock();
  if (now < sweep_due_ || state_.Condition() != StoreCondition::kReadWrite) return;
  sweep_due_ = now + options_.store.session_sweep_interval;
  Group group;
  group.push_back(options_.make_sweep([this](const absl::StatusOr<bool>& is_complete) {
    // What is left is done between the next groups of others.
    if (is_complete.ok() && !*is_complete) sweep_due_ = absl::InfinitePast();
  }));
  group_bytes_ = 0;  // it never stood in the queue
  Serve(group);
}

absl::Status Committer::Commit(const Group& operations) {
  const std::unique_ptr<View> view = engine_.OpenView();
  CommitGroup group(*view, state_, log_end_, next_numbers_, marks_, options_.store.clock());
  for (const std::unique_ptr<Operation>& operation : operations) operation->Apply(group);
  if (group.empty()) return absl::OkStatus();
  if (absl::Status status = group.Finish(); !status.ok()) return status;
  return CommitBatch(group, operations.size());
}

absl::Status Committer::CommitBatch(CommitGroup& group, size_t operation_count) {
  const size_t size_bytes = group.batch().size_bytes();
  const absl::Time begin = absl::Now();
  const CommitResult result = engine_.Commit(group.batch());
  const absl::Duration sync = absl::Now() - begin;
  if (result.outcome == CommitOutcome::kRefused) {
    Log(LogLevel::kWarning, "commit_refused", {{"error", result.status.ToString()}});
    // An engine that knows more than that it failed says so.
    return ReasonOf(result.status) ? result.status : ReadOnly();
  }
  if (result.outcome == CommitOutcome::kUnknown) {
    StopWriting(result.status);
    return ReadOnly();
  }
  options_.store.on_group({operation_count, size_bytes, sync});
  log_end_ = group.after();
  if (group.import() != nullptr) FollowImport(*group.import());
  for (const auto& [number, entry] : group.commits().changed_collections()) {
    state_.collections().Set(entry);
  }
  state_.Publish(log_end_.last);
  // Before the answers: rows below the floor are deleted only after them.
  if (group.floor()) state_.RaiseOldest(*group.floor());
  is_mark_behind_ = mark_ != nullptr;
  if (options_.store.mark_interval == absl::ZeroDuration()) WriteMarkIfDue(true);
  return absl::OkStatus();
}

void Committer::FollowImport(const ImportRows& import) {
  next_numbers_.clear();  // of documents that were refused before
  for (const CollectionEntry& entry : import.collections) state_.collections().Set(entry);
  state_.SetImporting(!import.progress.is_complete());
}

absl::Status Committer::CheckWritable() {
  const StoreCondition condition = state_.Condition();
  if (condition == StoreCondition::kDataLoss) return BehindMark();
  if (condition == StoreCondition::kReadOnly) return ReadOnly();
  const absl::Status status = CheckEngine();
  StoreCondition now = StoreCondition::kReadWrite;
  if (!status.ok()) {
    now = ReasonOf(status) == ErrorReason::kDiskReserve ? StoreCondition::kLowDisk
                                                        : StoreCondition::kUnreachable;
  }
  if (now != condition) {
    Log(LogLevel::kWarning, status.ok() ? "store_writable" : "store_not_writable",
        {{"error", std::string(status.message())}});
    state_.SetCondition(now);
  }
  return status;
}

absl::Status Committer::CheckEngine() {
  const absl::StatusOr<EngineStats> stats = engine_.Stats();
  if (!stats.ok() && ReasonOf(stats.status())) return stats.status();
  // Where nobody can tell, there is none.
  const bool is_low = !stats.ok() || stats->free_disk_bytes < options_.store.disk_reserve_bytes;
  return is_low ? LowDisk() : absl::OkStatus();
}

void Committer::StopWriting(const absl::Status& why) {
  Log(LogLevel::kError, "store_read_only", {{"error", why.ToString()}});
  state_.SetCondition(StoreCondition::kReadOnly);
}

void Committer::WriteMarkIfDue(bool is_closing) {
  if (!is_mark_behind_ || (!is_closing && absl::Now() < mark_due_)) return;
  is_mark_behind_ = false;
  mark_due_ = absl::Now() + options_.store.mark_interval;
  const absl::Status status =
      mark_->Write({options_.store_id, log_end_.last.number, log_end_.digest});
  // Without a mark the next start cannot tell whether all of it came back.
  if (!status.ok()) StopWriting(status);
}

}  // namespace pledge::storage
