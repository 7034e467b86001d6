// What a build of the text index asks of the committer. Each call waits for its
// answer: never on the committer's thread.
#ifndef PLEDGE_STORAGE_TEXT_INDEX_OPERATIONS_H_
#define PLEDGE_STORAGE_TEXT_INDEX_OPERATIONS_H_

#include "absl/status/status.h"
#include "storage/committer.h"
#include "storage/text_index.h"

namespace pledge::storage {

// When it returns, every later commit of new content in the segment leaves a dirty
// mark, and the published head holds all earlier ones.
absl::Status MarkSegment(Committer& committer, const SegmentKey& segment);

// Writes the rows in one commit.
absl::Status WriteRows(Committer& committer, IndexRows rows);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TEXT_INDEX_OPERATIONS_H_
