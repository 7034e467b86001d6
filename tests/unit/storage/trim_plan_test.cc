#include "storage/trim_plan.h"

#include <gtest/gtest.h>

namespace pledge::storage {
namespace {

// Newest first; a revision a second, with content of its own.
std::vector<TrimCandidate> Revisions(int count) {
  std::vector<TrimCandidate> out;
  for (int i = count; i > 0; --i) {
    const auto n = static_cast<uint64_t>(i);
    out.push_back({.commit = 10 * n,
                   .ordinal = n,
                   .time_us = i * 1'000'000,
                   .content_commit = 10 * n,
                   .source_commit = 10 * n});
  }
  return out;
}

TEST(CountKept, TheNewestStay) {
  EXPECT_EQ(CountKept(Revisions(5), {.keep_revisions = 2, .keep_after = {}}, 50), 2u);
  EXPECT_EQ(CountKept(Revisions(5), {.keep_revisions = 9, .keep_after = {}}, 50), 5u);
  EXPECT_EQ(CountKept({}, {.keep_revisions = 1, .keep_after = {}}, 50), 0u);
}

TEST(CountKept, TheHeadStaysWhateverTheRule) {
  EXPECT_EQ(CountKept(Revisions(5), {.keep_revisions = 0, .keep_after = {}}, 50), 1u);
}

TEST(CountKept, WhatWasTheNewestAtATimeOrLaterStays) {
  const auto kept = [](absl::Duration after) {
    return CountKept(Revisions(5), {.keep_revisions = 1, .keep_after = absl::UnixEpoch() + after},
                     50);
  };
  EXPECT_EQ(kept(absl::Seconds(3)), 3u) << "revision 3 is the newest at its own time";
  EXPECT_EQ(kept(absl::Seconds(3) - absl::Microseconds(1)), 4u);
  EXPECT_EQ(kept(absl::Seconds(9)), 1u);
  EXPECT_EQ(kept(absl::ZeroDuration()), 5u);
}

TEST(CountKept, EitherRuleKeeps) {
  const TrimRule rule{.keep_revisions = 4, .keep_after = absl::UnixEpoch() + absl::Seconds(4)};
  EXPECT_EQ(CountKept(Revisions(5), rule, 50), 4u);
}

TEST(CountKept, LaterCommitsStayAndCountForNothing) {
  EXPECT_EQ(CountKept(Revisions(5), {.keep_revisions = 1, .keep_after = {}}, 35), 3u);
}

TEST(FindUnshared, LeavesOutWhatAKeptRevisionPointsTo) {
  std::vector<TrimCandidate> revisions = Revisions(4);
  revisions[0].content_commit = 10;  // a rollback to the first one
  revisions[0].source_commit = 10;
  revisions[1].source_commit = 20;  // another analysis of the same bytes

  const UnsharedCommits unshared = FindUnshared(revisions, 1);

  EXPECT_EQ(unshared.content, (std::vector<uint64_t>{20, 30}));
  EXPECT_EQ(unshared.source, (std::vector<uint64_t>{20}));
}

TEST(FindUnshared, NamesTheContentOfARevisionThatWentBefore) {
  std::vector<TrimCandidate> revisions = Revisions(2);
  revisions[1].content_commit = 5;

  EXPECT_EQ(FindUnshared(revisions, 1).content, (std::vector<uint64_t>{5}));
}

}  // namespace
}  // namespace pledge::storage
