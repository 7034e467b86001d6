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
};

struct ModelDocument {
  std::string collection_id;
  std::string document_id;
  std::vector<ModelRevision> revisions;  // ordinal i + 1
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

  // What a put without expectations does: the outcome and the ordinal of the
  // revision that holds the content. `commit` is used when it makes one.
  std::pair<storage::PutOutcome, uint64_t> Put(const Name& name, const std::string& source,
                                               const std::string& caller, uint64_t commit);

  // Compares everything that can be read at `at`: each document at that commit,
  // each of its revisions, and a scan of all commitments.
  void ExpectEqual(storage::RecordStore& store, uint64_t at) const;
  // Compares sessions, counts and stored results.
  void ExpectEqualSessions(storage::RecordStore& store) const;

  std::map<Name, ModelSession> sessions;

 private:
  void ExpectEqualDocument(storage::RecordStore& store, const ModelDocument& document,
                           uint64_t at) const;
  // What a scan of all commitments at `at` gives.
  std::vector<std::string> ScanAt(uint64_t at) const;

  // In the order of first storage, collections too.
  std::vector<std::string> collections_;
  std::vector<ModelDocument> documents_;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_STORE_MODEL_H_
