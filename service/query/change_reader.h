// What one commit changed of what a watch wants to see. Belongs to one thread at
// a time; blocks on disk.
#ifndef PLEDGE_SERVICE_QUERY_CHANGE_READER_H_
#define PLEDGE_SERVICE_QUERY_CHANGE_READER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "pledge/v1/watch_service.pb.h"
#include "service/query/change_selector.h"
#include "storage/record_store.h"

namespace pledge::query {

class ChangeReader {
 public:
  // Both must outlive the reader.
  ChangeReader(storage::RecordStore& store, const ChangeSelector& selector)
      : store_(store), selector_(selector) {}

  // Compares the document before and after the commit. Commitments come in the
  // order of the new revision, then those that are gone. What was erased
  // meanwhile is passed over.
  absl::StatusOr<std::vector<v1::Change>> Read(const storage::LoggedChange& logged);

  // A document that matches, as a change of kind EXISTS.
  absl::StatusOr<std::optional<v1::Change>> ReadExisting(const storage::StoredRevision& revision);

 private:
  // A commitment that is watched, on one side of the commit.
  struct Watched {
    v1::Commitment commitment;
    bool is_taken = false;  // its lineage was found on the other side
  };
  using Side = std::optional<storage::StoredRevision>;

  absl::StatusOr<Side> FindSide(const storage::LoggedChange& logged, uint64_t commit);
  absl::Status CompareDocuments(const Side& before, const Side& after,
                                std::vector<v1::Change>& changes);
  absl::Status CompareCommitments(const Side& before, const Side& after,
                                  std::vector<v1::Change>& changes);
  absl::StatusOr<std::optional<v1::Document>> ReadDocument(const Side& side);
  absl::StatusOr<std::vector<Watched>> ReadCommitments(const Side& side);
  void SetCommitment(v1::ChangeKind kind, v1::Commitment* current, v1::Commitment* previous,
                     std::vector<v1::Change>& changes) const;

  storage::RecordStore& store_;
  const ChangeSelector& selector_;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_CHANGE_READER_H_
