// Export of the record store, and what of it another store shows, from every
// engine into every other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "service/base/sha256.h"
#include "storage/key_codec.h"
#include "storage/transfer_block.h"
#include "tests/contract/transfer_fixture.h"

namespace pledge::storage {
namespace {

using testing::AttachSession;
using testing::Change;
using testing::CreateSession;
using testing::EngineKinds;
using testing::ExpectReason;
using testing::Export;
using ::testing::HasSubstr;
using testing::Import;
using testing::MakeChange;
using testing::MakeItem;
using testing::MakePut;
using testing::NoiseBytes;
using testing::OtherStore;
using testing::Put;
using testing::PutRequest;
using testing::ReadAll;
using testing::StartAt;
using RecordStoreTransfer = testing::TransferTest;

TEST_P(RecordStoreTransfer, ImportedStoreIsTheExportedOne) {
  Fill();
  const CommitPoint point = store().Head();
  const auto exported = Export(store(), point);
  ASSERT_TRUE(exported.ok()) << exported.status();
  const std::vector<std::string> before = ReadAll(store(), point.number);

  for (const testing::EngineKind& kind : EngineKinds()) {
    OtherStore other(kind, clock_);
    const auto result = Import(*other, exported->blocks, exported->end.digest);

    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->commit, point.number);
    EXPECT_EQ(result->document_count, exported->end.document_count);
    EXPECT_EQ(other->Head().number, point.number);
    EXPECT_EQ(other->Head().time, point.time);
    EXPECT_EQ(other->Oldest().number, point.number);
    EXPECT_EQ(ReadAll(*other, point.number), before);
    const auto again = Export(*other, point);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->end, exported->end);
    other.Reopen();
    EXPECT_EQ(other->Condition(), StoreCondition::kReadWrite);
    EXPECT_EQ(ReadAll(*other, point.number), before);
    EXPECT_EQ(Export(*other, point)->end.digest, exported->end.digest);
    EXPECT_EQ(other.BrokenRows(), "");
  }
}

TEST_P(RecordStoreTransfer, ImportedStoreHasItsOwnIdentity) {
  Fill();
  const auto exported = Export(store(), store().Head());
  ASSERT_TRUE(exported.ok()) << exported.status();
  OtherStore other(EngineKinds().front(), clock_);
  ASSERT_TRUE(Import(*other, exported->blocks, exported->end.digest).ok());

  EXPECT_NE(other->StoreId(), store().StoreId());
  ExpectReason(other->Unseal("state", store().Seal("state", "1")).status(),
               ErrorReason::kTokenMalformed);
}

TEST_P(RecordStoreTransfer, ClientsGoOnAgainstTheCopy) {
  Fill();
  const CommitPoint point = store().Head();
  const auto exported = Export(store(), point);
  ASSERT_TRUE(exported.ok()) << exported.status();
  OtherStore other(GetParam(), clock_);
  ASSERT_TRUE(Import(*other, exported->blocks, exported->end.digest).ok());
  const auto answer = store().FindAnswer({"p", "m", "r1", Sha256("nine")});
  ASSERT_TRUE(answer.ok() && answer->has_value());

  // The request is answered as it was, and the session goes on where it stood.
  const auto repeated = PutRequest(*other, "r1", "f", "nine");
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_TRUE(repeated->replayed);
  EXPECT_EQ(repeated->revision.etag, (*answer)->revision.etag);
  const auto session = AttachSession(*other, "letters", "s");
  ASSERT_TRUE(session.ok()) << session.status();
  EXPECT_EQ(session->durable_sequence, 3);
  EXPECT_EQ(session->created, 3);
  EXPECT_EQ(session->commit.number, point.number + 1);
  const auto known = Put(*other, MakeItem("letters", "s", session->epoch, 2, "item2", "source 2"));
  ASSERT_TRUE(known.ok()) << known.status();
  EXPECT_TRUE(known->replayed);
  // New documents get numbers of their own, and a watch sees them.
  const auto made = Put(*other, MakePut("letters", "new", "ten"));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->revision.commit.number, point.number + 2);
  const auto a = other->GetDocument("letters", "a", other->Head().number);
  ASSERT_TRUE(a.ok()) << a.status();
  EXPECT_EQ(a->ordinal, 3u);
  const auto changes = other->PullChanges(point.number, 10);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_EQ(changes->changes.size(), 1u);
  EXPECT_EQ(changes->changes[0].commit, made->revision.commit.number);
}

TEST_P(RecordStoreTransfer, HistoryBeginsAtTheExport) {
  Fill();
  const CommitPoint point = store().Head();
  const auto exported = Export(store(), point);
  OtherStore other(EngineKinds().back(), clock_);
  ASSERT_TRUE(Import(*other, exported->blocks, exported->end.digest).ok());

  EXPECT_EQ(other->PointOf(point.number)->time, point.time);
  EXPECT_EQ(other->PointAtTime(point.time)->number, point.number);
  ExpectReason(other->PointOf(point.number - 1).status(), ErrorReason::kHistoryTrimmed);
  ExpectReason(other->PointOf(0).status(), ErrorReason::kHistoryTrimmed);
  ExpectReason(other->PointAtTime(point.time - absl::Microseconds(1)).status(),
               ErrorReason::kHistoryTrimmed);
  ExpectReason(other->PullChanges(point.number - 1, 10).status(), ErrorReason::kHistoryTrimmed);
  ExpectReason(Export(*other, CommitPoint{point.number - 1, point.time}).status(),
               ErrorReason::kHistoryTrimmed);
  // Older revisions are there all the same.
  EXPECT_EQ(*other->ReadSource(*other->GetRevision("letters", "a", 1, point.number)), "one");
}

TEST_P(RecordStoreTransfer, DeletedDocumentsOfACopyArePurgedInTime) {
  Fill();
  const auto exported = Export(store(), store().Head());
  OtherStore other(GetParam(), clock_);
  ASSERT_TRUE(Import(*other, exported->blocks, exported->end.digest).ok());
  clock_.Advance(absl::Hours(24 * 31));

  ASSERT_TRUE(other->PurgeDueDocuments().ok());

  ExpectReason(other->GetDocument("letters", "b", other->Head().number).status(),
               ErrorReason::kDocumentNotFound);
  EXPECT_TRUE(other->GetDocument("letters", "c", other->Head().number).ok());
}

TEST_P(RecordStoreTransfer, WhatCameLaterIsLeftOut) {
  Fill();
  const CommitPoint point = store().Head();
  const auto then = Export(store(), point);
  ASSERT_TRUE(then.ok()) << then.status();

  MustPut("letters", "a", "later");
  MustPut("letters", "g", "later");
  MustPut("reports", "a", "later");
  MustChange(DocumentChange::kDelete, "policies", "a");
  MustChange(DocumentChange::kUndelete, "letters", "b");
  ASSERT_TRUE(PutRequest(store(), "r2", "h", "later").ok());
  ASSERT_TRUE(CreateSession(store(), "letters", "t").ok());
  const auto session = store().GetSession("letters", "s");
  const auto item = Put(store(), MakeItem("letters", "s", session->epoch, 4, "item4", "later"));
  ASSERT_TRUE(item.ok()) << item.status();
  const auto now = Export(store(), point);

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->end.document_count, then->end.document_count);
  EXPECT_EQ(now->end.revision_count, then->end.revision_count);
  OtherStore first(EngineKinds().front(), clock_);
  OtherStore second(EngineKinds().front(), clock_);
  ASSERT_TRUE(Import(*first, then->blocks, then->end.digest).ok());
  ASSERT_TRUE(Import(*second, now->blocks, now->end.digest).ok());
  EXPECT_EQ(ReadAll(*second, point.number), ReadAll(*first, point.number));
  EXPECT_EQ(second->GetSession("letters", "s")->durable_sequence, 3);
  EXPECT_EQ(second->GetSession("letters", "s")->created, 3);
  EXPECT_EQ(second->GetSession("letters", "s")->bytes_stored,
            first->GetSession("letters", "s")->bytes_stored);
  ExpectReason(second->GetSession("letters", "t").status(), ErrorReason::kSessionNotFound);
  EXPECT_FALSE(second->FindAnswer({"p", "m", "r2", Sha256("later")})->has_value());
  EXPECT_TRUE(second->FindAnswer({"p", "m", "r1", Sha256("nine")})->has_value());
  EXPECT_EQ(second.BrokenRows(), "");
}

TEST_P(RecordStoreTransfer, ResultsOfOneGroupAreCutAtTheState) {
  ASSERT_TRUE(CreateSession(store(), "letters", "s").ok());
  const auto session = AttachSession(store(), "letters", "s");
  // All in one group, so that their results stand in one row.
  faults_->Hold();
  testing::Answers answers;
  for (int i = 1; i <= 4; ++i) {
    store().PutDocument(MakeItem("letters", "s", session->epoch, i, absl::StrCat("item", i), "x"),
                        answers.Next());
  }
  faults_->Release();
  const auto results = answers.Wait(4);
  ASSERT_TRUE(results[1].ok()) << results[1].status();
  const CommitPoint point = results[1]->commit;

  const auto exported = Export(store(), point);
  ASSERT_TRUE(exported.ok()) << exported.status();
  OtherStore other(GetParam(), clock_);
  ASSERT_TRUE(Import(*other, exported->blocks, exported->end.digest).ok());

  EXPECT_EQ(other->GetSession("letters", "s")->durable_sequence, 2);
  EXPECT_EQ(other->GetSession("letters", "s")->bytes_stored, 2);
  const auto page = other->ListItemResults("letters", "s", {});
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->results.size(), 2u);
  EXPECT_EQ(Export(*other, point)->end.digest, exported->end.digest);
}

TEST_P(RecordStoreTransfer, DocumentsPurgedSinceAreLeftOutWithTheirRequests) {
  Fill();
  const CommitPoint point = store().Head();
  MustChange(DocumentChange::kDelete, "letters", "f");
  MustChange(DocumentChange::kPurge, "letters", "f");

  const auto exported = Export(store(), point);

  ASSERT_TRUE(exported.ok()) << exported.status();
  OtherStore other(EngineKinds().front(), clock_);
  ASSERT_TRUE(Import(*other, exported->blocks, exported->end.digest).ok());
  ExpectReason(other->GetDocument("letters", "f", point.number).status(),
               ErrorReason::kDocumentNotFound);
  const auto answer = other->FindAnswer({"p", "m", "r1", Sha256("nine")});
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_FALSE(answer->has_value());
  EXPECT_EQ(other->ListCollections("", point.number, 10).front().document_count, 7);
}

TEST_P(RecordStoreTransfer, BlocksAreBoundedAndResumedAnywhere) {
  for (int i = 0; i < 5; ++i) {
    MustPut("letters", absl::StrCat("d", i), NoiseBytes(700'000, i));
  }
  MustPut("letters", "large", NoiseBytes(5 << 20, 9));
  const CommitPoint point = store().Head();

  const auto whole = Export(store(), point);

  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_GT(whole->blocks.size(), 8u);
  std::string digest;
  ExportPosition position = StartAt(point);
  for (const std::string& block : whole->blocks) {
    EXPECT_LE(block.size(), kMaxBlockBytes);
    const auto rest = Export(store(), position);
    ASSERT_TRUE(rest.ok()) << rest.status();
    EXPECT_EQ(rest->end, whole->end);
    position = store().ReadExport(position)->next;
    digest = Sha256(digest + block);
    EXPECT_EQ(position.digest, digest);
  }
  // Small documents lie in one block each: a block ends before one that has no
  // room.
  const auto second = ReadBlock(whole->blocks[1], 1);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->records.front().kind, TransferKind::kRevision);
}

TEST_P(RecordStoreTransfer, ARecordLargerThanABlockGoesInPieces) {
  auto draft = std::make_shared<RevisionDraft>(*testing::MakeDraft("source"));
  draft->sections = PackRecords({{NoiseBytes(3 << 20, 1), 1}}, "");
  PutDocumentRequest request = MakePut("letters", "a", "source");
  request.draft = draft;
  ASSERT_TRUE(Put(store(), std::move(request)).ok());
  MustPut("letters", "b", "two");
  const CommitPoint point = store().Head();

  const auto exported = Export(store(), point);

  ASSERT_TRUE(exported.ok()) << exported.status();
  EXPECT_GE(exported->blocks.size(), 4u);
  OtherStore other(GetParam(), clock_);
  const auto result = Import(*other, exported->blocks, exported->end.digest);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(ReadAll(*other, point.number), ReadAll(store(), point.number));
  EXPECT_EQ(Export(*other, point)->end, exported->end);
}

TEST_P(RecordStoreTransfer, APurgeInsideADocumentEndsTheExport) {
  MustPut("letters", "large", NoiseBytes(3 << 20, 9));
  // The first block ends before the document, the second one inside.
  auto block = store().ReadExport(StartAt(store().Head()));
  ASSERT_TRUE(block.ok()) << block.status();
  block = store().ReadExport(block->next);
  ASSERT_TRUE(block.ok()) << block.status();
  ASSERT_GT(block->next.open_revisions, 0u);

  MustChange(DocumentChange::kDelete, "letters", "large");
  EXPECT_TRUE(Export(store(), block->next).ok());
  MustChange(DocumentChange::kPurge, "letters", "large");

  ExpectReason(store().ReadExport(block->next).status(), ErrorReason::kHistoryTrimmed);
}

TEST_P(RecordStoreTransfer, ADamagedDocumentIsNamed) {
  Fill();
  const auto head = *store().GetDocument("letters", "e", store().Head().number);
  const CommitPoint point = store().Head();
  store_.reset();
  {
    const auto engine = home_->Open();
    Batch batch;
    batch.Put(
        RowKey(Tag::kColumns, {head.collection_number, head.document_number, head.commit.number}),
        "not columns");
    ASSERT_EQ(engine->Commit(batch).outcome, CommitOutcome::kDone);
  }
  Reopen();

  const auto exported = Export(store(), point);

  ExpectReason(exported.status(), ErrorReason::kChecksumFailed);
  EXPECT_EQ(MetadataOf(exported.status()).at("resource"), "collections/letters/documents/e");
  EXPECT_THAT(std::string(exported.status().message()), HasSubstr("columns"));
}

TEST_P(RecordStoreTransfer, AnEmptyStoreIsExportedToo) {
  const auto exported = Export(store(), store().Head());
  ASSERT_TRUE(exported.ok()) << exported.status();
  OtherStore other(GetParam(), clock_);

  const auto result = Import(*other, exported->blocks, exported->end.digest);

  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->document_count, 0);
  EXPECT_TRUE(Put(*other, MakePut("letters", "a", "one")).ok());
}

TEST_P(RecordStoreTransfer, PositionsOfOthersAreRefused) {
  Fill();
  ExpectReason(DecodePosition("").status(), ErrorReason::kTokenMalformed);
  ExpectReason(DecodePosition(EncodePosition(StartAt(store().Head())) + "x").status(),
               ErrorReason::kTokenMalformed);
  ExportPosition position = StartAt(store().Head());
  position.place = "\x09";
  ExpectReason(store().ReadExport(position).status(), ErrorReason::kTokenMalformed);
  position = StartAt(store().Head());
  ++position.commit;
  ExpectReason(store().ReadExport(position).status(), ErrorReason::kHistoryTrimmed);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreTransfer, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
