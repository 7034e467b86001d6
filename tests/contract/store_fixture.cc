#include "tests/contract/store_fixture.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "service/base/sha256.h"
#include "tests/contract/store_verifier.h"

namespace pledge::testing {

using storage::PutDocumentRequest;
using storage::PutDocumentResult;
using storage::RecordKind;
using storage::RecordStore;
using storage::RevisionDraft;
using storage::StoredSession;

namespace {

std::string PackKind(RecordKind kind, std::string_view source, int records) {
  std::vector<storage::TaggedRecord> packed;
  for (int i = 0; i < records; ++i) {
    packed.push_back({RecordBytes(kind, source, i), static_cast<uint8_t>(1 + i % 3)});
  }
  return storage::PackRecords(packed, "preamble");
}

template <typename Result, typename Start>
absl::StatusOr<Result> Wait(const Start& start) {
  absl::StatusOr<Result> answer = absl::UnknownError("no answer");
  absl::Notification done;
  start([&](absl::StatusOr<Result> result) {
    answer = std::move(result);
    done.Notify();
  });
  done.WaitForNotification();
  return answer;
}

}  // namespace

std::string RecordBytes(RecordKind kind, std::string_view source, int index) {
  return absl::StrCat(static_cast<int>(kind), "|", std::string(source.substr(0, 40)), "|", index);
}

std::string TextRowBytes(std::string_view source, uint32_t row) {
  return absl::StrCat("text row ", row, " of ", kTextRows, " of ", std::string(source));
}

std::shared_ptr<const RevisionDraft> MakeDraft(std::string_view source, std::string_view caller,
                                               int records) {
  auto draft = std::make_shared<RevisionDraft>();
  draft->source = source;
  draft->source_sha256 = Sha256(source);
  draft->document = absl::StrCat("fields of ", std::string(caller));
  draft->caller_digest = Sha256(caller);
  draft->result_digest = Sha256(absl::StrCat("records of ", std::string(source)));
  draft->engine_version = "test-1";
  draft->analysis_state = 2;
  draft->sections = PackKind(RecordKind::kSections, source, records);
  draft->commitments = PackKind(RecordKind::kCommitments, source, records);
  draft->achievements = PackKind(RecordKind::kAchievements, source, records);
  for (uint32_t row = 0; row < kTextRows; ++row) {
    draft->text_rows.push_back(storage::PackBytes(TextRowBytes(source, row)));
  }
  draft->columns.issuer = "issuer";
  draft->columns.commitments.resize(records);
  return draft;
}

PutDocumentRequest MakePut(std::string collection_id, std::string document_id,
                           std::string_view source, std::string_view caller) {
  PutDocumentRequest request;
  request.collection_id = std::move(collection_id);
  request.document_id = std::move(document_id);
  request.if_exists = storage::IfExists::kNewRevision;
  request.actor = "tester";
  request.draft = MakeDraft(source, caller);
  return request;
}

std::string ItemDigest(std::string_view document_id, std::string_view source) {
  return Sha256(absl::StrCat(std::string(document_id), "\n", std::string(source)));
}

PutDocumentRequest MakeItem(std::string collection_id, std::string session_id, int64_t epoch,
                            int64_t sequence, std::string document_id, std::string_view source) {
  const std::string digest = ItemDigest(document_id, source);
  PutDocumentRequest request = MakePut(std::move(collection_id), std::move(document_id), source);
  request.item = {std::move(session_id), epoch, sequence, digest};
  return request;
}

storage::ChangeDocumentRequest MakeChange(storage::DocumentChange change, std::string collection_id,
                                          std::string document_id) {
  storage::ChangeDocumentRequest request;
  request.change = change;
  request.collection_id = std::move(collection_id);
  request.document_id = std::move(document_id);
  request.actor = "tester";
  return request;
}

absl::StatusOr<PutDocumentResult> Put(RecordStore& store, PutDocumentRequest request) {
  return Wait<PutDocumentResult>(
      [&](storage::PutDone done) { store.PutDocument(std::move(request), std::move(done)); });
}

absl::StatusOr<PutDocumentResult> Change(RecordStore& store,
                                         storage::ChangeDocumentRequest request) {
  return Wait<PutDocumentResult>(
      [&](storage::PutDone done) { store.ChangeDocument(std::move(request), std::move(done)); });
}

absl::StatusOr<StoredSession> CreateSession(RecordStore& store, std::string collection_id,
                                            std::string session_id, absl::Duration ttl) {
  return Wait<StoredSession>([&](storage::SessionDone done) {
    store.CreateSession(std::move(collection_id), std::move(session_id), ttl, std::move(done));
  });
}

absl::StatusOr<StoredSession> AttachSession(RecordStore& store, std::string collection_id,
                                            std::string session_id) {
  return Wait<StoredSession>([&](storage::SessionDone done) {
    store.AttachSession(std::move(collection_id), std::move(session_id), std::move(done));
  });
}

absl::StatusOr<StoredSession> FinishSession(RecordStore& store, std::string collection_id,
                                            std::string session_id,
                                            std::optional<int64_t> expected_count) {
  return Wait<StoredSession>([&](storage::SessionDone done) {
    store.FinishSession(std::move(collection_id), std::move(session_id), expected_count,
                        std::move(done));
  });
}

absl::StatusOr<bool> SweepSessions(RecordStore& store) {
  return Wait<bool>([&](RecordStore::SweepDone done) { store.SweepSessions(std::move(done)); });
}

storage::PutDone Answers::Next() {
  return [this, write = handed_++](absl::StatusOr<PutDocumentResult> result) {
    absl::MutexLock lock(&mutex_);
    answers_.push_back(std::move(result));
    writes_.push_back(write);
  };
}

std::vector<absl::StatusOr<PutDocumentResult>> Answers::Wait(size_t count) {
  const auto has_all = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return answers_.size() >= count;
  };
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&has_all));
  return answers_;
}

std::vector<absl::StatusOr<PutDocumentResult>> Answers::WaitForAll() {
  std::vector<absl::StatusOr<PutDocumentResult>> answers = Wait(handed_);
  std::vector<absl::StatusOr<PutDocumentResult>> of_writes(answers.size());
  absl::MutexLock lock(&mutex_);
  for (size_t i = 0; i < answers.size(); ++i) of_writes[writes_[i]] = std::move(answers[i]);
  return of_writes;
}

std::vector<std::string> ScanAll(RecordStore& store, const storage::ScanSelector& selector,
                                 size_t max_scanned_bytes) {
  std::vector<std::string> found;
  const auto visit = [&](const storage::StoredRevision& revision, const storage::UnpackedRow& row,
                         size_t index) {
    found.push_back(absl::StrCat(revision.collection_id, "/", revision.document_id, "@",
                                 revision.ordinal, ":", std::string(row.record(index))));
    return true;
  };
  storage::ScanPosition position;
  for (;;) {
    const auto pulled = store.Pull(selector, position, {max_scanned_bytes}, visit);
    EXPECT_TRUE(pulled.ok()) << pulled.status();
    if (!pulled.ok() || pulled->complete) return found;
    position = pulled->position;
  }
}

absl::Time TestClock::Now() const {
  absl::MutexLock lock(&mutex_);
  return now_;
}

void TestClock::Set(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  now_ = now;
}

void TestClock::Advance(absl::Duration step) { Set(Now() + step); }

StoreTest::StoreTest() {
  options_.clock = [this] { return clock_.Now(); };
  MoveHome();
}

void StoreTest::MoveHome() {
  store_.reset();
  home_ = GetParam().make_home();
  options_.mark_dir = home_->dir();
  Reopen();
}

void StoreTest::ExpectNoFault() {
  store_.reset();
  for (const std::string& fault : FindBrokenRows(*home_->Open())) ADD_FAILURE() << fault;
  Reopen();
}

void StoreTest::Reopen() {
  store_.reset();
  auto store = RecordStore::Open(MakeFaulty(home_->Open(), faults_), options_);
  ASSERT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
}

}  // namespace pledge::testing
