// The writes of documents as operations for the committer. Thread-safe: pure
// functions.
#ifndef PLEDGE_STORAGE_STORE_OPERATIONS_H_
#define PLEDGE_STORAGE_STORE_OPERATIONS_H_

#include <cstddef>
#include <memory>

#include "storage/committer.h"
#include "storage/record_store.h"

namespace pledge::storage {

// Packs the source bytes, which takes CPU: on the caller's thread.
PutInput MakePutInput(PutDocumentRequest request);
// About the memory that it holds.
size_t SizeOf(const PutInput& input);

// Packs the source bytes right here, so that the committer does not have to.
std::unique_ptr<Operation> NewPutOperation(PutDocumentRequest request, PutDone done);

std::unique_ptr<Operation> NewChangeOperation(ChangeDocumentRequest request, PutDone done);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_STORE_OPERATIONS_H_
