#include "storage/group_commits.h"

#include <algorithm>
#include <utility>

#include "storage/key_codec.h"
#include "storage/stored_values.h"

namespace pledge::storage {

GroupCommits::GroupCommits(const CollectionTable& collections, CommitPoint last, absl::Time wall)
    : collections_(collections), wall_(FromMicros(ToMicros(wall))), last_(last) {
  row_.first_commit = last.number + 1;
}

CommitPoint GroupCommits::Upcoming() const {
  return {last_.number + 1, std::max(wall_, last_.time + absl::Microseconds(1))};
}

CommitPoint GroupCommits::Add(LogEntry entry) {
  last_ = Upcoming();
  entry.time_us = ToMicros(last_.time);
  row_.entries.push_back(std::move(entry));
  return last_;
}

std::optional<uint32_t> GroupCommits::FindCollection(std::string_view id) const {
  const auto found = new_collections_.find(id);
  if (found != new_collections_.end()) return found->second;
  return collections_.NumberOf(id);
}

uint32_t GroupCommits::EnsureCollection(std::string_view id) {
  if (const auto found = FindCollection(id)) return *found;
  const auto number =
      static_cast<uint32_t>(collections_.last_number() + new_collections_.size() + 1);
  new_collections_.emplace(id, number);
  CollectionEntry entry;
  entry.id = id;
  entry.number = number;
  entry.commit = Upcoming().number;
  changed_.emplace(number, std::move(entry));
  return number;
}

void GroupCommits::CountDocument(uint32_t collection, int step) {
  auto entry = changed_.find(collection);
  if (entry == changed_.end()) {
    const std::optional<CollectionEntry> known = collections_.Find(collection);
    if (!known) return;
    entry = changed_.emplace(collection, *known).first;
  }
  entry->second.document_count += step;
  entry->second.update_time_us = ToMicros(last_.time);
}

std::string GroupCommits::Finish(std::string_view previous_digest, Batch& batch) {
  for (const auto& [number, entry] : changed_) {
    v1::CollectionRow row;
    row.set_number(number);
    row.set_commit(entry.commit);
    row.set_document_count(entry.document_count);
    row.set_update_time_us(entry.update_time_us);
    batch.Put(CollectionKey(entry.id), row.SerializeAsString());
  }
  std::string value = EncodeLogRow(row_, previous_digest);
  batch.Put(LogKey(row_.first_commit), std::move(value));
  return row_.running_digest;
}

}  // namespace pledge::storage
