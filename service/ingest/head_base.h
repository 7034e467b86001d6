// The head that a new revision follows, and its records: what the lineage of
// the new ones is matched with. Blocks on disk; call it on a worker.
#ifndef PLEDGE_SERVICE_INGEST_HEAD_BASE_H_
#define PLEDGE_SERVICE_INGEST_HEAD_BASE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/lineage/lineage.h"
#include "storage/record_store.h"

namespace pledge::ingest {

struct HeadBase {
  storage::CommitNumber commit = 0;  // 0: there is no such document
  lineage::Base base;
};

// The newest head. A document that is not there is no error.
absl::StatusOr<HeadBase> ReadHeadBase(storage::RecordStore& store, const std::string& collection_id,
                                      const std::string& document_id);

// `draft` with its records matched with the newest head: for a put that was
// refused with HEAD_MOVED.
absl::StatusOr<std::shared_ptr<const storage::RevisionDraft>> MatchAgain(
    storage::RecordStore& store, const std::string& collection_id, const std::string& document_id,
    const storage::RevisionDraft& draft);

}  // namespace pledge::ingest

#endif  // PLEDGE_SERVICE_INGEST_HEAD_BASE_H_
