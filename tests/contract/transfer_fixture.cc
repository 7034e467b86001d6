#include "tests/contract/transfer_fixture.h"

#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/base/sha256.h"
#include "tests/contract/store_verifier.h"

namespace pledge::testing {

using storage::DocumentChange;
using storage::ExportPosition;
using storage::RecordKind;

ExportPosition StartAt(const storage::CommitPoint& point) {
  ExportPosition position;
  position.commit = point.number;
  position.commit_time_us = absl::ToUnixMicros(point.time);
  return position;
}

absl::StatusOr<Exported> Export(storage::RecordStore& store, ExportPosition position) {
  Exported out;
  while (!position.is_complete) {
    auto block = store.ReadExport(position);
    if (!block.ok()) return block.status();
    out.blocks.push_back(std::move(block->bytes));
    auto next = storage::DecodePosition(storage::EncodePosition(block->next));
    if (!next.ok()) return next.status();
    position = *std::move(next);
  }
  out.end = std::move(position);
  return out;
}

absl::StatusOr<Exported> Export(storage::RecordStore& store, const storage::CommitPoint& point) {
  return Export(store, StartAt(point));
}

absl::StatusOr<storage::ImportResult> Import(storage::RecordStore& store,
                                             const std::vector<std::string>& blocks,
                                             const std::string& digest) {
  const auto importer = store.BeginImport();
  if (!importer.ok()) return importer.status();
  for (const std::string& block : blocks) {
    if (absl::Status status = (*importer)->Take(block); !status.ok()) return status;
  }
  return (*importer)->Finish(digest);
}

std::string NoiseBytes(size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

OtherStore::OtherStore(const EngineKind& kind, TestClock& clock) : home_(kind.make_home()) {
  options_.mark_dir = home_->dir();
  options_.clock = [&clock] { return clock.Now(); };
  Reopen();
}

void OtherStore::Reopen() {
  store_.reset();
  auto store = storage::RecordStore::Open(MakeFaulty(home_->Open(), faults_), options_);
  ASSERT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
}

std::string OtherStore::BrokenRows() {
  store_.reset();
  return absl::StrJoin(FindBrokenRows(*home_->Open()), "\n");
}

std::vector<std::string> ReadAll(storage::RecordStore& store, storage::CommitNumber at) {
  std::vector<std::string> out;
  for (const storage::StoredCollection& collection : store.ListCollections("", at, 100)) {
    out.push_back(absl::StrCat(collection.id, " ", collection.document_count, " ",
                               absl::FormatTime(*collection.update_time)));
  }
  const auto add = [&](const storage::StoredRevision& revision) {
    const auto source = store.ReadSource(revision);
    EXPECT_TRUE(source.ok()) << source.status();
    EXPECT_TRUE(store.ReadColumns(revision).ok());
    EXPECT_TRUE(store.ReadRecords(revision, RecordKind::kSections).ok());
    out.push_back(absl::StrCat(revision.collection_id, "/", revision.document_id, "@",
                               revision.ordinal, " ", revision.uid, " ", revision.etag, " ",
                               revision.commit.number, " ", absl::FormatTime(revision.commit.time),
                               " ", *source));
    return true;
  };
  storage::DocumentSelector selector;
  selector.at = at;
  selector.include_deleted = true;
  const auto pulled =
      store.PullDocuments(selector, {}, size_t{1} << 30, [&](const storage::StoredRevision& head) {
        EXPECT_TRUE(
            store.PullRevisions(head.collection_id, head.document_id, at, at + 1, add).ok());
        return true;
      });
  EXPECT_TRUE(pulled.ok()) << pulled.status();
  for (const RecordKind kind :
       {RecordKind::kSections, RecordKind::kCommitments, RecordKind::kAchievements}) {
    storage::ScanSelector scan;
    scan.kind = kind;
    scan.at = at;
    for (const std::string& record : ScanAll(store, scan)) out.push_back(record);
  }
  return out;
}

absl::StatusOr<storage::PutDocumentResult> PutRequest(storage::RecordStore& store,
                                                      const std::string& request_id,
                                                      const std::string& id,
                                                      const std::string& source) {
  storage::PutDocumentRequest request = MakePut("letters", id, source);
  request.request = {"p", "m", request_id, Sha256(source)};
  return Put(store, std::move(request));
}

void ExpectReason(const absl::Status& status, ErrorReason reason, const std::string& problem) {
  EXPECT_EQ(ReasonOf(status), reason) << status;
  if (problem.empty()) return;
  const ErrorMetadata metadata = MetadataOf(status);
  EXPECT_EQ(metadata.count("problem") ? metadata.at("problem") : "", problem) << status;
}

void TransferTest::MustPut(const std::string& collection, const std::string& id,
                           const std::string& source) {
  const auto result = Put(store(), MakePut(collection, id, source));
  ASSERT_TRUE(result.ok()) << result.status();
}

void TransferTest::MustChange(DocumentChange change, const std::string& collection,
                              const std::string& id) {
  const auto result = Change(store(), MakeChange(change, collection, id));
  ASSERT_TRUE(result.ok()) << result.status();
}

void TransferTest::Fill() {
  MustPut("letters", "a", "one");
  MustPut("letters", "b", "two");
  MustPut("policies", "a", "x");
  MustPut("letters", "a", "three");
  MustPut("letters", "a", "four");
  MustPut("letters", "c", "five");
  MustPut("letters", "d", "six");
  MustPut("letters", "e", "seven");
  MustPut("letters", "e", "eight");
  MustChange(DocumentChange::kDelete, "letters", "b");
  MustChange(DocumentChange::kDelete, "letters", "c");
  MustChange(DocumentChange::kUndelete, "letters", "c");
  MustChange(DocumentChange::kDelete, "letters", "d");
  MustChange(DocumentChange::kPurge, "letters", "d");
  MustPut("letters", "d", "again");
  auto rollback = MakeChange(DocumentChange::kRollback, "letters", "e");
  rollback.ordinal = 1;
  ASSERT_TRUE(Change(store(), rollback).ok());
  ASSERT_TRUE(PutRequest(store(), "r1", "f", "nine").ok());
  ASSERT_TRUE(CreateSession(store(), "letters", "s").ok());
  const auto session = AttachSession(store(), "letters", "s");
  ASSERT_TRUE(session.ok()) << session.status();
  for (int i = 1; i <= 3; ++i) {
    const auto item = MakeItem("letters", "s", session->epoch, i, absl::StrCat("item", i),
                               absl::StrCat("source ", i));
    ASSERT_TRUE(Put(store(), item).ok());
  }
}

}  // namespace pledge::testing
