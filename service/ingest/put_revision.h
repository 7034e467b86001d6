// Puts a prepared revision, matching its lineage again when the head has moved
// meanwhile. Thread-safe.
#ifndef PLEDGE_SERVICE_INGEST_PUT_REVISION_H_
#define PLEDGE_SERVICE_INGEST_PUT_REVISION_H_

#include "service/base/executor.h"
#include "storage/record_store.h"

namespace pledge::ingest {

// How often one put is matched again. Each time another write of the same
// document went through, so many writers of one document still make progress;
// the one that loses as often gets HEAD_MOVED.
inline constexpr int kMaxMatchesAgain = 8;

// As RecordStore::PutDocument, for a draft of Prepare and a call without a
// session. Call it on a worker. Both must outlive the put.
void PutRevision(storage::RecordStore& store, Executor& executor,
                 storage::PutDocumentRequest request, storage::PutDone done);

}  // namespace pledge::ingest

#endif  // PLEDGE_SERVICE_INGEST_PUT_REVISION_H_
