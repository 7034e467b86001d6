#include "storage/maintenance.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "storage/document_reader.h"
#include "storage/document_rows.h"
#include "storage/key_codec.h"
#include "storage/store_operations.h"
#include "storage/stored_values.h"
#include "storage/text_index.h"
#include "storage/typed_operation.h"

namespace pledge::storage {
namespace {

// Documents that one run purges at most, so that others can write between.
constexpr size_t kMaxPurges = 200;

absl::StatusOr<std::vector<DocumentKey>> FindDue(View& view, absl::Time now) {
  std::vector<DocumentKey> due;
  const KeyRange range = PurgesDueUntil(ToMicros(now));
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  for (cursor->Seek(range.lower); cursor->Valid() && due.size() < kMaxPurges; cursor->Next()) {
    const auto key = ParsePurgeDueKey(cursor->key());
    if (!key) return DamagedRow("purge due key");
    due.push_back(*key);
  }
  if (!cursor->status().ok()) return cursor->status();
  return due;
}

absl::StatusOr<std::vector<ChangeDocumentRequest>> MakePurges(View& view, const StoreState& state,
                                                              absl::Time now) {
  const auto due = FindDue(view, now);
  if (!due.ok()) return due.status();
  DocumentReader reader(view);
  std::vector<ChangeDocumentRequest> purges;
  for (const DocumentKey& key : *due) {
    const auto head = reader.FindNewest(key.collection, key.document, UINT64_MAX);
    if (!head.ok()) return head.status();
    if (!head->has_value()) return DamagedRow("document to purge");
    ChangeDocumentRequest& purge = purges.emplace_back();
    purge.change = DocumentChange::kPurge;
    purge.collection_id = state.collections().IdOf(key.collection);
    purge.document_id = (*head)->row.document_id();
    purge.only_when_due = true;
  }
  return purges;
}

// Answers of operations that were handed over, the first error among them.
class FirstError {
 public:
  PutDone Expect() {
    absl::MutexLock lock(&mutex_);
    ++waiting_;
    return [this](absl::StatusOr<PutDocumentResult> result) {
      absl::MutexLock lock(&mutex_);
      if (status_.ok()) status_ = result.status();
      --waiting_;
    };
  }
  absl::Status Wait() {
    const auto is_done = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return waiting_ == 0; };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&is_done));
    return status_;
  }

 private:
  absl::Mutex mutex_;
  int waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

// Documents of one collection that rows were deleted of.
struct ErasedSpan {
  uint32_t collection = 0;
  uint32_t first = 0;
  uint32_t last = 0;
  auto operator<=>(const ErasedSpan&) const = default;
};

// So many documents between two spans are erased along with them: one range costs
// less than two that rewrite the same files.
constexpr uint32_t kMaxGap = 4096;

struct EraseWork {
  std::vector<uint64_t> tasks;  // commits that deleted
  std::vector<ErasedSpan> spans;
  std::set<SegmentKey> segments;  // of the text index
};

// The segments that hold documents `span`.
void AddSegments(const ErasedSpan& span, uint32_t segment_bits, std::set<SegmentKey>& out) {
  const SegmentKey last = SegmentOf(span.collection, span.last, segment_bits);
  for (SegmentKey at = SegmentOf(span.collection, span.first, segment_bits); at <= last;
       ++at.segment) {
    out.insert(at);
  }
}

std::vector<EraseRange> RangesOf(EraseWork work) {
  std::sort(work.spans.begin(), work.spans.end());
  std::vector<ErasedSpan> merged;
  for (const ErasedSpan& span : work.spans) {
    if (!merged.empty() && merged.back().collection == span.collection &&
        span.first <= uint64_t{merged.back().last} + kMaxGap) {
      merged.back().last = std::max(merged.back().last, span.last);
    } else {
      merged.push_back(span);
    }
  }
  std::vector<EraseRange> ranges;
  for (const ErasedSpan& span : merged) {
    for (KeyRange& rows : RangesOfDocuments(span.collection, span.first, span.last)) {
      ranges.push_back({std::move(rows.lower), std::move(rows.upper)});
    }
  }
  for (const SegmentKey& segment : work.segments) {
    KeyRange postings = IndexSegmentRange(Tag::kIndexPostings, segment);
    ranges.push_back({std::move(postings.lower), std::move(postings.upper)});
  }
  return ranges;
}

absl::StatusOr<EraseWork> FindEraseWork(View& view) {
  EraseWork work;
  const KeyRange range = RangeOf(Tag::kEraseTask);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    const auto commit = ParseEraseTaskKey(cursor->key());
    const auto task = ParseRow<v1::EraseTask>(cursor->value());
    if (!task.ok()) return task.status();
    if (!commit) return DamagedRow("erase task key");
    work.tasks.push_back(*commit);
    const ErasedSpan span{task->collection_number(), task->document_number(),
                          std::max(task->document_number(), task->last_document_number())};
    work.spans.push_back(span);
    if (task->has_segment_bits()) AddSegments(span, task->segment_bits(), work.segments);
  }
  if (!cursor->status().ok()) return cursor->status();
  return work;
}

}  // namespace

absl::Status PurgeDue(Engine& engine, const StoreState& state, Committer& committer,
                      absl::Time now) {
  absl::StatusOr<std::vector<ChangeDocumentRequest>> purges =
      MakePurges(*engine.OpenView(), state, now);
  if (!purges.ok()) return purges.status();
  FirstError answers;
  for (ChangeDocumentRequest& purge : *purges) {
    committer.Enqueue(NewChangeOperation(std::move(purge), answers.Expect()));
  }
  return answers.Wait();
}

absl::Status EraseDeleted(Engine& engine, Committer& committer) {
  const absl::StatusOr<EraseWork> work = FindEraseWork(*engine.OpenView());
  if (!work.ok()) return work.status();
  if (work->tasks.empty()) return absl::OkStatus();
  if (absl::Status status = engine.Erase(RangesOf(*work)); !status.ok()) return status;
  return CommitAndWait<CommitPoint>(
             committer,
             [tasks = work->tasks](CommitGroup& group) -> absl::StatusOr<CommitPoint> {
               return group.ForgetErased(tasks);
             })
      .status();
}

}  // namespace pledge::storage
