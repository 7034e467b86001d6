// Between stored messages (pledge.storage.v1) and the structs of the record
// store. Pure functions.
#ifndef PLEDGE_STORAGE_STORED_VALUES_H_
#define PLEDGE_STORAGE_STORED_VALUES_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/key_codec.h"
#include "storage/record_store.h"
#include "storage/uuid.h"

namespace pledge::storage {

inline int64_t ToMicros(absl::Time time) { return absl::ToUnixMicros(time); }
inline absl::Time FromMicros(int64_t micros) { return absl::FromUnixMicros(micros); }

// DATA_LOSS with CHECKSUM_FAILED: a row of this kind does not parse.
absl::Status DamagedRow(std::string_view kind);

// A stored message out of the value of a row.
template <typename Message>
absl::StatusOr<Message> ParseRow(std::string_view value) {
  Message message;
  if (!message.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return DamagedRow(Message::descriptor()->name());
  }
  return message;
}

// SHA-256 over the chain digest before (empty for the first revision) and every
// field of `row` that says what the revision is. `commit` is its number.
std::string ChainDigest(std::string_view previous, uint64_t commit, const v1::RevisionRow& row);

// State of the document from this revision on.
DocumentState StateOf(const v1::RevisionRow& row);

// Strong etag of a revision, with quotes: from its chain digest, so that no two
// revisions share one. Clients keep etags: never change it.
std::string EtagOf(const v1::RevisionRow& row);

// The revision, with is_head false.
StoredRevision ToRevision(std::string_view collection_id, const DocumentKey& key,
                          const v1::RevisionRow& row);

// Where its row stands.
inline DocumentKey KeyOf(const StoredRevision& revision) {
  return {revision.collection_number, revision.document_number, revision.commit.number};
}

v1::Rejection ToRejection(const absl::Status& status);
absl::Status FromRejection(const v1::Rejection& rejection);

// The result, as a replayed one.
PutDocumentResult ToResult(std::string_view collection_id, const v1::ItemResult& result);
v1::ItemResult ToItemResult(const PutDocumentResult& result, std::string_view document_id,
                            std::string_view digest);

// `now` decides whether it has expired.
StoredSession ToSession(std::string_view collection_id, std::string_view session_id,
                        const v1::SessionRow& row, absl::Time now);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_STORED_VALUES_H_
