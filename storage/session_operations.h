// Writes about ingest sessions as operations for the committer. Thread-safe:
// pure functions.
#ifndef PLEDGE_STORAGE_SESSION_OPERATIONS_H_
#define PLEDGE_STORAGE_SESSION_OPERATIONS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "storage/committer.h"
#include "storage/record_store.h"

namespace pledge::storage {

std::unique_ptr<Operation> NewCreateSessionOperation(std::string collection_id,
                                                     std::string session_id, absl::Duration ttl,
                                                     SessionDone done);

std::unique_ptr<Operation> NewAttachSessionOperation(std::string collection_id,
                                                     std::string session_id, SessionDone done);

std::unique_ptr<Operation> NewFinishSessionOperation(std::string collection_id,
                                                     std::string session_id,
                                                     std::optional<int64_t> expected_count,
                                                     SessionDone done);

// `place` is where the walk over all sessions stands; only operations on the
// committer's thread touch it.
std::unique_ptr<Operation> NewSweepSessionsOperation(std::shared_ptr<std::string> place,
                                                     RecordStore::SweepDone done);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_SESSION_OPERATIONS_H_
