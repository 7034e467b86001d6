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
  if (found != new_collections_.end()) return found->second.number;
  return collections_.NumberOf(id);
}

uint32_t GroupCommits::EnsureCollection(std::string_view id) {
  if (const auto found = FindCollection(id)) return *found;
  const auto number =
      static_cast<uint32_t>(collections_.last_number() + new_collections_.size() + 1);
  new_collections_.emplace(id, NewCollection{number, Upcoming().number});
  return number;
}

std::string GroupCommits::Finish(std::string_view previous_digest, Batch& batch) {
  for (const auto& [id, made] : new_collections_) {
    v1::CollectionRow row;
    row.set_number(made.number);
    row.set_commit(made.commit);
    batch.Put(CollectionKey(id), row.SerializeAsString());
  }
  std::string value = EncodeLogRow(row_, previous_digest);
  batch.Put(LogKey(row_.first_commit), std::move(value));
  return row_.running_digest;
}

}  // namespace pledge::storage
