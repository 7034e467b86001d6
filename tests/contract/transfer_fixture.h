// Whole exports and imports, and what the suites about them share.
#ifndef PLEDGE_TESTS_CONTRACT_TRANSFER_FIXTURE_H_
#define PLEDGE_TESTS_CONTRACT_TRANSFER_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/base/error.h"
#include "storage/record_store.h"
#include "tests/contract/engines.h"
#include "tests/contract/store_fixture.h"

namespace pledge::testing {

struct Exported {
  std::vector<std::string> blocks;
  storage::ExportPosition end;
};

// The beginning of an export of the store's state at `point`.
storage::ExportPosition StartAt(const storage::CommitPoint& point);

// The rest of an export; every position goes through its bytes, as in a token.
absl::StatusOr<Exported> Export(storage::RecordStore& store, storage::ExportPosition position);
absl::StatusOr<Exported> Export(storage::RecordStore& store, const storage::CommitPoint& point);

absl::StatusOr<storage::ImportResult> Import(storage::RecordStore& store,
                                             const std::vector<std::string>& blocks,
                                             const std::string& digest);

// Bytes that do not compress, others for each `seed`.
std::string NoiseBytes(size_t size, unsigned seed);

// A second store, on an engine of its own, that obeys faults().
class OtherStore {
 public:
  OtherStore(const EngineKind& kind, TestClock& clock);

  void Reopen();
  storage::RecordStore& operator*() { return *store_; }
  storage::RecordStore* operator->() { return store_.get(); }
  Faults& faults() { return *faults_; }
  // What does not fit together in its rows, one line each. Closes it.
  std::string BrokenRows();

 private:
  const std::unique_ptr<EngineHome> home_;
  const std::shared_ptr<Faults> faults_ = std::make_shared<Faults>();
  storage::RecordStoreOptions options_;
  std::unique_ptr<storage::RecordStore> store_;
};

// All that can be read of a store at a commit, in words.
std::vector<std::string> ReadAll(storage::RecordStore& store, storage::CommitNumber at);

// A put of a new document of "letters" with a request id.
absl::StatusOr<storage::PutDocumentResult> PutRequest(storage::RecordStore& store,
                                                      const std::string& request_id,
                                                      const std::string& id,
                                                      const std::string& source);

// Fails unless `status` has the reason and, as metadata, the problem.
void ExpectReason(const absl::Status& status, ErrorReason reason, const std::string& problem = "");

// A store on one of the engines, with something to export.
class TransferTest : public StoreTest {
 protected:
  void MustPut(const std::string& collection, const std::string& id, const std::string& source);
  void MustChange(storage::DocumentChange change, const std::string& collection,
                  const std::string& id);
  // Something of everything. Of the documents of the collection "letters" a has
  // three revisions, b is deleted, c was deleted and restored, d was purged and
  // its name used again, e was rolled back, f has the request id "r1", and item1
  // to item3 came through the session "s".
  void Fill();
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_TRANSFER_FIXTURE_H_
