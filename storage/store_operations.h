// The writes of documents as operations for the committer, and how the
// source bytes of a revision are cut into rows. Thread-safe: pure functions.
#ifndef PLEDGE_STORAGE_STORE_OPERATIONS_H_
#define PLEDGE_STORAGE_STORE_OPERATIONS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/committer.h"
#include "storage/record_store.h"

namespace pledge::storage {

// Packs the source bytes right here, so that the committer does not have to.
std::unique_ptr<Operation> NewPutOperation(PutDocumentRequest request, PutDone done);

std::unique_ptr<Operation> NewChangeOperation(ChangeDocumentRequest request, PutDone done);

// The source bytes of a revision. Blocks on disk. DATA_LOSS when a piece is
// missing or damaged.
absl::StatusOr<std::string> ReadSourceBytes(View& view, const StoredRevision& revision);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_STORE_OPERATIONS_H_
