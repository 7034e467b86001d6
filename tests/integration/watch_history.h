// What a watch has told, and whether it told the truth: validators after those
// with which etcd tests its watches. Pure but for gtest failures.
#ifndef PLEDGE_TESTS_INTEGRATION_WATCH_HISTORY_H_
#define PLEDGE_TESTS_INTEGRATION_WATCH_HISTORY_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "pledge/v1/watch_service.pb.h"

namespace pledge::testing {

// Words of the commitments of one revision by lineage, or the etag of the
// document under the empty one.
using RecordWords = std::map<std::string, std::string>;

// One commit that made a revision, as the store tells it.
struct TrueCommit {
  int64_t commit = 0;
  std::string document;  // name
  RecordWords before;    // empty for the first revision
  RecordWords after;
};

// The messages of one watch, over all its streams.
struct WatchHistory {
  std::string parent;  // collection, or "collections/-"
  int64_t begin = 0;   // commit after which it began
  // Streams in turn; each begins with the token that the one before gave last.
  std::vector<std::vector<v1::WatchChangesResponse>> streams;
};

// Fails the test for each promise that does not hold:
//   ordered, unique, complete, atomic, resumable, bookmarkable, filtered right,
//   previous value right, and kinds that follow from what was told before.
// `truth` holds all commits up to the end of the history, in order.
void ExpectTrueHistory(const WatchHistory& history, const std::vector<TrueCommit>& truth);

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_WATCH_HISTORY_H_
