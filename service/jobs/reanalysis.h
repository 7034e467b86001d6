// One stored document analysed again. Blocks on disk and analysis.
#ifndef PLEDGE_SERVICE_JOBS_REANALYSIS_H_
#define PLEDGE_SERVICE_JOBS_REANALYSIS_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "storage/record_store.h"

namespace pledge::jobs {

struct Reanalysis {
  // The head that was analysed, which may be newer than the one that was asked for.
  storage::StoredRevision head;
  // Its bytes, analysed by this build; null when the document is deleted or gone.
  std::shared_ptr<const storage::RevisionDraft> draft;
  bool has_changed = false;  // other records than the head's
  // What became of its commitments, joined by lineage.
  int64_t added_commitments = 0;
  int64_t removed_commitments = 0;
  int64_t changed_commitments = 0;
};

// Analyses the document's head again. HEAD_MOVED when it is written again and
// again meanwhile; else the errors of the store and of ingest::Prepare.
absl::StatusOr<Reanalysis> Reanalyze(storage::RecordStore& store,
                                     const storage::StoredRevision& head);

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_REANALYSIS_H_
