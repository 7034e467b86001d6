// Helpers for suites of the record store: drafts of our own making, writes that
// wait for their answer, and a store that can be closed and opened again.
#ifndef PLEDGE_TESTS_CONTRACT_STORE_FIXTURE_H_
#define PLEDGE_TESTS_CONTRACT_STORE_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/record_store.h"
#include "tests/contract/engines.h"

namespace pledge::testing {

// A draft whose derived rows follow from `source` and `caller`: its sections,
// commitments and achievements name the source and their position, and so do
// its rows of text. `records` of each kind, with the tags 1, 2, 3, 1, ...
std::shared_ptr<const storage::RevisionDraft> MakeDraft(std::string_view source,
                                                        std::string_view caller = "",
                                                        int records = 3);

// The bytes of record `index` of `kind` in MakeDraft(source, ...).
std::string RecordBytes(storage::RecordKind kind, std::string_view source, int index);

// What the text row `row` of MakeDraft(source, ...) holds; it has kTextRows.
inline constexpr uint32_t kTextRows = 2;
std::string TextRowBytes(std::string_view source, uint32_t row);

// A put of `source` that may make a new revision.
storage::PutDocumentRequest MakePut(std::string collection_id, std::string document_id,
                                    std::string_view source, std::string_view caller = "");

// MakePut as an item of a session; the item's digest follows from the source.
storage::PutDocumentRequest MakeItem(std::string collection_id, std::string session_id,
                                     int64_t epoch, int64_t sequence, std::string document_id,
                                     std::string_view source);

// Digest that MakeItem gives to an item.
std::string ItemDigest(std::string_view document_id, std::string_view source);

storage::ChangeDocumentRequest MakeChange(storage::DocumentChange change, std::string collection_id,
                                          std::string document_id);

// Each waits for the answer.
absl::StatusOr<storage::PutDocumentResult> Put(storage::RecordStore& store,
                                               storage::PutDocumentRequest request);
absl::StatusOr<storage::PutDocumentResult> Change(storage::RecordStore& store,
                                                  storage::ChangeDocumentRequest request);
absl::StatusOr<storage::StoredSession> CreateSession(storage::RecordStore& store,
                                                     std::string collection_id,
                                                     std::string session_id,
                                                     absl::Duration ttl = absl::Hours(1));
absl::StatusOr<storage::StoredSession> AttachSession(storage::RecordStore& store,
                                                     std::string collection_id,
                                                     std::string session_id);

absl::StatusOr<storage::StoredSession> FinishSession(storage::RecordStore& store,
                                                     std::string collection_id,
                                                     std::string session_id,
                                                     std::optional<int64_t> expected_count);
absl::StatusOr<bool> SweepSessions(storage::RecordStore& store);

// Answers of writes that were handed over without waiting.
class Answers {
 public:
  // For the next write; called by one thread.
  storage::PutDone Next();
  // Waits until `count` answers have come; in the order in which they came.
  std::vector<absl::StatusOr<storage::PutDocumentResult>> Wait(size_t count);
  // Waits for the answers to all writes; in the order of the writes. Once.
  std::vector<absl::StatusOr<storage::PutDocumentResult>> WaitForAll();

 private:
  size_t handed_ = 0;
  absl::Mutex mutex_;
  std::vector<absl::StatusOr<storage::PutDocumentResult>> answers_ ABSL_GUARDED_BY(mutex_);
  std::vector<size_t> writes_ ABSL_GUARDED_BY(mutex_);  // of the answers
};

// Everything that one whole scan gives: "collection/document@ordinal:record".
std::vector<std::string> ScanAll(storage::RecordStore& store, const storage::ScanSelector& selector,
                                 size_t max_scanned_bytes = size_t{1} << 30);

// A wall clock that tests move.
class TestClock {
 public:
  absl::Time Now() const;
  void Set(absl::Time now);
  void Advance(absl::Duration step);

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_) = absl::FromCivil(absl::CivilDay(2025, 3, 1),
                                                            absl::UTCTimeZone());
};

// A store on one of the engines.
class StoreTest : public ::testing::TestWithParam<EngineKind> {
 protected:
  StoreTest();

  // Closes the store, if one is open, and opens an empty one elsewhere.
  void MoveHome();
  // Closes the store, if one is open, and opens it with options_.
  void Reopen();

  // Closes the store, checks every row of it, and opens it again.
  void ExpectNoFault();

  storage::RecordStore& store() { return *store_; }
  storage::CommitNumber head() const { return store_->Head().number; }

  std::unique_ptr<EngineHome> home_;
  std::shared_ptr<Faults> faults_ = std::make_shared<Faults>();
  TestClock clock_;
  storage::RecordStoreOptions options_;
  std::unique_ptr<storage::RecordStore> store_;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_STORE_FIXTURE_H_
