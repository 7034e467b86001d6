// Builds the text index in the background: full segments that have none yet, and
// those that have gathered many changes. Reads rows in views of its own and
// writes through the committer, a little at a time, so that writes of others are
// not held up; a crash in the middle leaves rows that the next build removes.
#ifndef PLEDGE_STORAGE_TEXT_INDEX_BUILDER_H_
#define PLEDGE_STORAGE_TEXT_INDEX_BUILDER_H_

#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/committer.h"
#include "storage/engine.h"
#include "storage/store_state.h"
#include "storage/text_index.h"
#include "storage/text_postings.h"

namespace pledge::storage {

// Appends the terms of all rows of one document, with repeats. Blocks on disk.
absl::Status AppendDocumentTerms(View& view, const TextIndexOptions& options, uint32_t collection,
                                 uint32_t document, std::vector<uint64_t>* terms);

class TextIndexBuilder {
 public:
  // Starts the thread, unless options.interval is zero or there are no terms. All
  // must outlive the builder.
  TextIndexBuilder(Engine& engine, const StoreState& state, Committer& committer,
                   TextIndexOptions options);
  // Stops at the next border of a document.
  ~TextIndexBuilder();

  // Builds all that is due and returns when it is on disk. Thread-safe; one
  // caller at a time gets on. Errors of the committer and the engine.
  absl::Status Update();

 private:
  using Manifest = std::optional<v1::IndexManifest>;

  void Run();
  absl::StatusOr<std::vector<SegmentKey>> FindDue();
  absl::StatusOr<bool> IsDue(View& view, const SegmentKey& segment) const;
  absl::Status Build(const SegmentKey& segment);
  // Deletes the postings of all generations but that of the manifest.
  absl::Status DeleteOthers(const SegmentKey& segment, const Manifest& manifest);
  absl::StatusOr<std::vector<Posting>> ReadPostings(View& view, const SegmentKey& segment) const;
  absl::Status WritePostings(const SegmentKey& segment, uint32_t generation,
                             std::vector<PostingsBlock> blocks);
  absl::Status TurnTo(View& view, const SegmentKey& segment, const v1::IndexManifest& manifest);

  Engine& engine_;
  const StoreState& state_;
  Committer& committer_;
  const TextIndexOptions options_;
  absl::Mutex build_mutex_;  // one build at a time
  std::atomic<bool> is_stopping_ = false;
  absl::Mutex mutex_;
  bool wants_stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TEXT_INDEX_BUILDER_H_
