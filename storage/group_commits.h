// Commit numbers, times, log entries and new collections of one group, handed
// out while the group is being built. Committer thread only.
#ifndef PLEDGE_STORAGE_GROUP_COMMITS_H_
#define PLEDGE_STORAGE_GROUP_COMMITS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "storage/commit_log.h"
#include "storage/engine.h"
#include "storage/store_state.h"

namespace pledge::storage {

class GroupCommits {
 public:
  // `last`: the newest commit before the group. `wall`: the wall clock.
  GroupCommits(const CollectionTable& collections, CommitPoint last, absl::Time wall);

  // Number and time of the commit that Add will make next: the time is the wall
  // clock's, but always at least 1 us after the one before.
  CommitPoint Upcoming() const;
  // Makes it; sets the entry's time.
  CommitPoint Add(LogEntry entry);
  // The newest commit, of this group or before it.
  CommitPoint last() const { return last_; }
  // What the clock shows, for expiry.
  absl::Time now() const { return Upcoming().time; }
  // True when no commit was made.
  bool empty() const { return row_.entries.empty(); }

  std::optional<uint32_t> FindCollection(std::string_view id) const;
  // Makes the collection in the upcoming commit when it is not there.
  uint32_t EnsureCollection(std::string_view id);
  // Notes in the collection of a document that the last commit changed it;
  // `step` is what it did to the number of live documents.
  void CountDocument(uint32_t collection, int step);

  // Collections that this group makes or changes, by number.
  const std::map<uint32_t, CollectionEntry>& changed_collections() const { return changed_; }

  // Adds the log row and the collections. Returns the running digest of the
  // log. Needs !empty().
  std::string Finish(std::string_view previous_digest, Batch& batch);

 private:
  const CollectionTable& collections_;
  const absl::Time wall_;
  CommitPoint last_;
  LogRow row_;
  std::map<std::string, uint32_t, std::less<>> new_collections_;
  std::map<uint32_t, CollectionEntry> changed_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_GROUP_COMMITS_H_
