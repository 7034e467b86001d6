#include "storage/store_state.h"

#include <utility>

namespace pledge::storage {

std::optional<uint32_t> CollectionTable::NumberOf(std::string_view id) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = numbers_.find(id);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

std::string CollectionTable::IdOf(uint32_t number) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = ids_.find(number);
  return found == ids_.end() ? std::string() : found->second;
}

uint32_t CollectionTable::last_number() const {
  absl::ReaderMutexLock lock(&mutex_);
  return ids_.empty() ? 0 : ids_.rbegin()->first;
}

void CollectionTable::Add(std::string id, uint32_t number) {
  absl::MutexLock lock(&mutex_);
  ids_[number] = id;
  numbers_[std::move(id)] = number;
}

CommitPoint StoreState::Head() const {
  absl::ReaderMutexLock lock(&mutex_);
  return head_;
}

void StoreState::Publish(CommitPoint head) {
  absl::MutexLock lock(&mutex_);
  head_ = head;
}

}  // namespace pledge::storage
