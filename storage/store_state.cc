#include "storage/store_state.h"

#include <utility>

namespace pledge::storage {

std::optional<uint32_t> CollectionTable::NumberOf(std::string_view id) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return std::nullopt;
  return found->second.number;
}

std::string CollectionTable::IdOf(uint32_t number) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = ids_.find(number);
  return found == ids_.end() ? std::string() : found->second;
}

std::optional<CollectionEntry> CollectionTable::Find(uint32_t number) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto id = ids_.find(number);
  if (id == ids_.end()) return std::nullopt;
  return entries_.at(id->second);
}

std::vector<CollectionEntry> CollectionTable::ListAfter(std::string_view after, uint64_t at,
                                                        size_t limit) const {
  std::vector<CollectionEntry> found;
  absl::ReaderMutexLock lock(&mutex_);
  for (auto it = entries_.upper_bound(after); it != entries_.end() && found.size() < limit; ++it) {
    if (it->second.commit <= at) found.push_back(it->second);
  }
  return found;
}

int64_t CollectionTable::document_count() const {
  absl::MutexLock lock(&mutex_);
  int64_t count = 0;
  for (const auto& [id, entry] : entries_) count += entry.document_count;
  return count;
}

uint32_t CollectionTable::last_number() const {
  absl::ReaderMutexLock lock(&mutex_);
  return ids_.empty() ? 0 : ids_.rbegin()->first;
}

void CollectionTable::Set(CollectionEntry entry) {
  absl::MutexLock lock(&mutex_);
  ids_[entry.number] = entry.id;
  std::string id = entry.id;
  entries_[std::move(id)] = std::move(entry);
}

CommitPoint StoreState::Head() const {
  absl::ReaderMutexLock lock(&mutex_);
  return head_;
}

CommitPoint StoreState::Oldest() const {
  absl::ReaderMutexLock lock(&mutex_);
  return oldest_;
}

void StoreState::RaiseOldest(CommitPoint floor) {
  absl::MutexLock lock(&mutex_);
  if (floor.number > oldest_.number) oldest_ = floor;
}

std::optional<absl::Time> StoreState::Verified() const {
  absl::ReaderMutexLock lock(&mutex_);
  return verified_;
}

void StoreState::SetVerified(absl::Time time) {
  absl::MutexLock lock(&mutex_);
  verified_ = time;
}

bool StoreState::AwaitPast(CommitNumber number, absl::Duration timeout) const {
  const auto is_past = [this, number]()
                           ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return head_.number > number; };
  absl::ReaderMutexLock lock(&mutex_);
  return mutex_.AwaitWithTimeout(absl::Condition(&is_past), timeout);
}

void StoreState::Publish(CommitPoint head) {
  absl::MutexLock lock(&mutex_);
  head_ = head;
}

}  // namespace pledge::storage
