// A plain in-memory model of the record store, and a check of a real store
// against it. Knows nothing of keys, groups or engines.
#ifndef PLEDGE_TESTS_CONTRACT_STORE_MODEL_H_
#define PLEDGE_TESTS_CONTRACT_STORE_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/record_store.h"

namespace pledge::testing {

struct ModelRevision {
  uint64_t commit = 0;
  std::string source;
  std::string caller;
  bool is_deleted = false;
  int result = 0;  // what the analysis gave; 0: that of MakeDraft
};

struct ModelDocument {
  std::string collection_id;
  std::string document_id;
  std::vector<ModelRevision> revisions;  // ordinal i + 1
  bool is_purged = false;                // nothing of it can be read, at any commit
  uint64_t first_kept = 1;               // earlier ordinals were trimmed
};

// What a write does.
struct ModelOutcome {
  storage::PutOutcome outcome = storage::PutOutcome::kCreated;
  uint64_t ordinal = 0;  // of the revision that holds the content
  std::optional<ErrorReason> error;
};

struct ModelResult {
  std::string document_id;
  std::string source;
  storage::PutOutcome outcome = storage::PutOutcome::kCreated;
  uint64_t ordinal = 0;
  uint64_t commit = 0;
};

struct ModelSession {
  int64_t epoch = 0;
  bool finished = false;
  std::vector<ModelResult> results;  // sequence i + 1
};

class StoreModel {
 public:
  using Name = std::pair<std::string, std::string>;  // collection and document or session id

  // What a put without expectations does. `commit` is used when it makes one.
  ModelOutcome Put(const Name& name, const std::string& source, const std::string& caller,
                   uint64_t commit);
  // The same for a change without expectations; `ordinal` is that of a rollback.
  ModelOutcome Change(storage::DocumentChange change, const Name& name, uint64_t ordinal,
                      uint64_t commit);
  // The same for an analysis made again of the head, or of an older one, with this
  // result. kHeadMoved also when there is no such document.
  ModelOutcome Reanalyze(const Name& name, bool of_head, int result, uint64_t commit);
  // The newest revision; nullptr when no document has the name.
  const ModelRevision* HeadOf(const Name& name) const;
  // What a trim of everything does: `keep` revisions stay, and those that were the
  // newest at commit `keep_from` or later. Returns how many go.
  int64_t Trim(uint64_t keep, uint64_t keep_from);
  // The oldest commit that can be read.
  uint64_t floor() const { return floor_; }
  // True when this revision of the document that now has the name was trimmed.
  bool IsTrimmed(int number, uint64_t ordinal) const {
    return ordinal < documents_[number].first_kept;
  }
  // Number of the document that has the name now, the newest one of that name;
  // -1 when there never was one.
  int NumberOf(const Name& name) const;
  bool IsPurged(int number) const { return number >= 0 && documents_[number].is_purged; }

  // Compares everything that can be read at `at`: each document at that commit,
  // each of its revisions, a scan of all commitments, a walk over all names. Before
  // the floor each of these must be refused.
  void ExpectEqual(storage::RecordStore& store, uint64_t at) const;
  // What a scan of all commitments at `at` gives.
  std::vector<std::string> ScanAt(uint64_t at) const;
  // Compares sessions, counts and stored results.
  void ExpectEqualSessions(storage::RecordStore& store) const;

  std::map<Name, ModelSession> sessions;

 private:
  void ExpectEqualDocument(storage::RecordStore& store, const ModelDocument& document,
                           uint64_t at) const;
  void ExpectEqualNames(storage::RecordStore& store, uint64_t at) const;
  void ExpectTrimmed(storage::RecordStore& store, uint64_t at) const;

  // In the order of first storage, collections too.
  std::vector<std::string> collections_;
  std::vector<ModelDocument> documents_;
  uint64_t floor_ = 0;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_STORE_MODEL_H_
