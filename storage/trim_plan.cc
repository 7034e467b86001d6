#include "storage/trim_plan.h"

#include <set>

#include "absl/time/time.h"

namespace pledge::storage {
namespace {

// Commits that revisions from `kept` on point to and none before it does.
std::vector<uint64_t> Unshared(const std::vector<TrimCandidate>& newest_first, size_t kept,
                               uint64_t TrimCandidate::*pointer) {
  std::set<uint64_t> commits;
  for (size_t i = kept; i < newest_first.size(); ++i) commits.insert(newest_first[i].*pointer);
  for (size_t i = 0; i < kept; ++i) commits.erase(newest_first[i].*pointer);
  return {commits.begin(), commits.end()};
}

}  // namespace

size_t CountKept(const std::vector<TrimCandidate>& newest_first, const TrimRule& rule,
                 uint64_t at) {
  uint64_t rank = 0;  // among those that were there at `at`
  for (size_t i = 0; i < newest_first.size(); ++i) {
    if (newest_first[i].commit > at) continue;
    const bool is_among_newest = rank < rule.keep_revisions || rank == 0;
    ++rank;
    if (is_among_newest) continue;
    // It was the newest one until the next came.
    const int64_t superseded_us = newest_first[i - 1].time_us;
    if (rule.keep_after && superseded_us > absl::ToUnixMicros(*rule.keep_after)) continue;
    return i;  // and so do all older ones
  }
  return newest_first.size();
}

UnsharedCommits FindUnshared(const std::vector<TrimCandidate>& newest_first, size_t kept) {
  return {Unshared(newest_first, kept, &TrimCandidate::content_commit),
          Unshared(newest_first, kept, &TrimCandidate::source_commit)};
}

}  // namespace pledge::storage
