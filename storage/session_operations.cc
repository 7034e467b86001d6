#include "storage/session_operations.h"

#include <utility>

#include "storage/typed_operation.h"

namespace pledge::storage {

std::unique_ptr<Operation> NewCreateSessionOperation(std::string collection_id,
                                                     std::string session_id, absl::Duration ttl,
                                                     SessionDone done) {
  return MakeOperation<StoredSession>(
      [collection_id = std::move(collection_id), session_id = std::move(session_id),
       ttl](CommitGroup& group) { return group.CreateSession(collection_id, session_id, ttl); },
      std::move(done));
}

std::unique_ptr<Operation> NewAttachSessionOperation(std::string collection_id,
                                                     std::string session_id, SessionDone done) {
  return MakeOperation<StoredSession>(
      [collection_id = std::move(collection_id), session_id = std::move(session_id)](
          CommitGroup& group) { return group.AttachSession(collection_id, session_id); },
      std::move(done));
}

std::unique_ptr<Operation> NewFinishSessionOperation(std::string collection_id,
                                                     std::string session_id,
                                                     std::optional<int64_t> expected_count,
                                                     SessionDone done) {
  return MakeOperation<StoredSession>(
      [collection_id = std::move(collection_id), session_id = std::move(session_id),
       expected_count](CommitGroup& group) {
        return group.FinishSession(collection_id, session_id, expected_count);
      },
      std::move(done));
}

std::unique_ptr<Operation> NewSweepSessionsOperation(std::shared_ptr<std::string> place,
                                                     RecordStore::SweepDone done) {
  return MakeOperation<bool>(
      [place = std::move(place)](CommitGroup& group) { return group.SweepSessions(*place); },
      std::move(done));
}

}  // namespace pledge::storage
