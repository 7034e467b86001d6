// Deletes what expired ingest sessions left, in small steps between other
// writes: the results once the session has expired, and the session's row a
// day later, so that a late client is told SESSION_EXPIRED rather than that
// there never was such a session. Committer thread only; reads block on disk.
#ifndef PLEDGE_STORAGE_SESSION_SWEEP_H_
#define PLEDGE_STORAGE_SESSION_SWEEP_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/engine.h"
#include "storage/group_commits.h"

namespace pledge::storage {

// How long the row of an expired session is kept.
inline constexpr absl::Duration kExpiredSessionKept = absl::Hours(24);

// Looks at sessions from the key `place` on (empty: from the first), a bounded
// number, adds deletes to `batch` in one commit of `commits` when there are
// any, and moves `place` to where to go on. True when all sessions were looked
// at; `place` is then empty. On an error nothing was added.
absl::StatusOr<bool> SweepSessions(View& view, GroupCommits& commits, Batch& batch,
                                   std::string& place);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_SESSION_SWEEP_H_
