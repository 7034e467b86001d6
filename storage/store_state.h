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

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "storage/record_store.h"

namespace pledge::storage {

// Ids of collections and their numbers in keys. All are kept in memory: a
// collection costs about 150 bytes.
class CollectionTable {
 public:
  // nullopt for a collection that no durable commit made.
  std::optional<uint32_t> NumberOf(std::string_view id) const;
  // Empty for an unknown number.
  std::string IdOf(uint32_t number) const;
  // The largest number given; 0 for none.
  uint32_t last_number() const;
  void Add(std::string id, uint32_t number);

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, uint32_t, std::less<>> numbers_ ABSL_GUARDED_BY(mutex_);
  std::map<uint32_t, std::string> ids_ ABSL_GUARDED_BY(mutex_);
};

class StoreState {
 public:
  CollectionTable& collections() { return collections_; }
  const CollectionTable& collections() const { return collections_; }

  CommitPoint Head() const;
  // `head` is durable, and its collections were added.
  void Publish(CommitPoint head);

  StoreCondition Condition() const { return condition_; }
  void SetCondition(StoreCondition condition) { condition_ = condition; }

 private:
  CollectionTable collections_;
  std::atomic<StoreCondition> condition_ = StoreCondition::kReadWrite;
  mutable absl::Mutex mutex_;
  CommitPoint head_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_STORE_STATE_H_
