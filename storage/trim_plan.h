// Decides which revisions of one document go, and which of the commits under
// which content stands are then needed no more. Pure functions.
#ifndef PLEDGE_STORAGE_TRIM_PLAN_H_
#define PLEDGE_STORAGE_TRIM_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "storage/trim.h"

namespace pledge::storage {

// What the rule needs to know of a revision.
struct TrimCandidate {
  uint64_t commit = 0;
  uint64_t ordinal = 0;
  int64_t time_us = 0;
  uint64_t content_commit = 0;
  uint64_t source_commit = 0;
};

// How many of `newest_first`, all revisions of a document that are kept so far,
// stay, from the newest one on. As of commit `at`, see TrimSelector. At least 1,
// unless there are none.
size_t CountKept(const std::vector<TrimCandidate>& newest_first, const TrimRule& rule, uint64_t at);

// Commits under which rows stand that no revision before `newest_first[kept]`
// points to, once those from it on are gone; sorted.
struct UnsharedCommits {
  std::vector<uint64_t> content;
  std::vector<uint64_t> source;
};
UnsharedCommits FindUnshared(const std::vector<TrimCandidate>& newest_first, size_t kept);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TRIM_PLAN_H_
