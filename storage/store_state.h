// What the committer publishes and readers look at: collections, the newest
// durable commit, the condition. Thread-safe; no call blocks on disk.
#ifndef PLEDGE_STORAGE_STORE_STATE_H_
#define PLEDGE_STORAGE_STORE_STATE_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "storage/record_store.h"

namespace pledge::storage {

// A collection, its number in keys, and what it holds at the newest commit.
struct CollectionEntry {
  std::string id;
  uint32_t number = 0;
  uint64_t commit = 0;         // that made it
  int64_t document_count = 0;  // live ones
  int64_t update_time_us = 0;  // of the newest commit of a document; 0 for none
};

// All collections. They are kept in memory: one costs about 200 bytes.
class CollectionTable {
 public:
  // nullopt for a collection that no durable commit made.
  std::optional<uint32_t> NumberOf(std::string_view id) const;
  // Empty for an unknown number.
  std::string IdOf(uint32_t number) const;
  std::optional<CollectionEntry> Find(uint32_t number) const;
  // Up to `limit` collections that were there at commit `at`, by id, from the
  // first one behind `after`.
  std::vector<CollectionEntry> ListAfter(std::string_view after, uint64_t at, size_t limit) const;
  // Live documents of all collections.
  int64_t document_count() const;
  // The largest number given; 0 for none.
  uint32_t last_number() const;
  // Adds or replaces.
  void Set(CollectionEntry entry);

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, CollectionEntry, std::less<>> entries_ ABSL_GUARDED_BY(mutex_);
  std::map<uint32_t, std::string> ids_ ABSL_GUARDED_BY(mutex_);
};

class StoreState {
 public:
  CollectionTable& collections() { return collections_; }
  const CollectionTable& collections() const { return collections_; }

  CommitPoint Head() const;
  // The oldest commit at which everything can be read; 0 when nothing was trimmed.
  CommitPoint Oldest() const;
  // `floor` is durable, and nothing that is read at it or later was deleted yet.
  void RaiseOldest(CommitPoint floor);
  // Blocks until the head is beyond `number`, at most for `timeout`. True when
  // it is.
  bool AwaitPast(CommitNumber number, absl::Duration timeout) const;
  // `head` is durable, and its collections were added.
  void Publish(CommitPoint head);

  // When the store was last found without a fault.
  std::optional<absl::Time> Verified() const;
  void SetVerified(absl::Time time);

  StoreCondition Condition() const { return condition_; }
  void SetCondition(StoreCondition condition) { condition_ = condition; }

  // An import has begun and is not complete: rows are there that nobody may see.
  bool is_importing() const { return is_importing_; }
  void SetImporting(bool is_importing) { is_importing_ = is_importing; }

 private:
  CollectionTable collections_;
  std::atomic<StoreCondition> condition_ = StoreCondition::kReadWrite;
  std::atomic<bool> is_importing_ = false;
  mutable absl::Mutex mutex_;
  CommitPoint head_ ABSL_GUARDED_BY(mutex_);
  CommitPoint oldest_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Time> verified_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_STORE_STATE_H_
