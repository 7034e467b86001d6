// Deletes, undeletes, rollbacks and purges: what each leaves behind, and what it
// refuses. Run on every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/base/sha256.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using testing::Answers;
using testing::Change;
using ::testing::ElementsAre;
using testing::EngineKinds;
using ::testing::IsEmpty;
using testing::MakeChange;
using testing::MakePut;
using testing::Put;
using testing::ScanAll;
using testing::StoreTest;

class RecordStoreChanges : public StoreTest {
 protected:
  StoredRevision MustPut(std::string_view id, std::string_view source,
                         std::string_view caller = "") {
    auto result = Put(store(), MakePut("letters", std::string(id), source, caller));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->revision : StoredRevision();
  }
  PutDocumentResult MustChange(ChangeDocumentRequest request) {
    auto result = Change(store(), std::move(request));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : PutDocumentResult();
  }
  PutDocumentResult MustDelete(std::string id) {
    return MustChange(MakeChange(DocumentChange::kDelete, "letters", std::move(id)));
  }
  std::optional<ErrorReason> ReasonOfChange(ChangeDocumentRequest request) {
    return ReasonOf(Change(store(), std::move(request)).status());
  }
  std::vector<std::string> ScanCommitments(CommitNumber at, bool include_deleted = false) {
    ScanSelector selector;
    selector.kind = RecordKind::kCommitments;
    selector.at = at;
    selector.include_deleted = include_deleted;
    return ScanAll(store(), selector);
  }
  int64_t CountOf(std::string_view collection_id) {
    for (const StoredCollection& collection : store().ListCollections("", head(), 100)) {
      if (collection.id == collection_id) return collection.document_count;
    }
    return -1;
  }
};

TEST_P(RecordStoreChanges, DeleteIsARevisionWithTheContentOfTheOneBefore) {
  const StoredRevision first = MustPut("a", "text", "caller");
  clock_.Advance(absl::Seconds(5));

  ChangeDocumentRequest request = MakeChange(DocumentChange::kDelete, "letters", "a");
  request.purge_after = absl::Hours(2);
  request.comment = "withdrawn";
  const PutDocumentResult result = MustChange(request);
  Reopen();
  const auto read = store().GetDocument("letters", "a", head());

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(result.outcome, PutOutcome::kUpdated);
  EXPECT_EQ(read->ordinal, 2u);
  EXPECT_EQ(read->cause, RevisionCause::kDeleted);
  EXPECT_EQ(read->state, DocumentState::kDeleted);
  EXPECT_EQ(read->delete_time, clock_.Now());
  EXPECT_EQ(read->purge_time, clock_.Now() + absl::Hours(2));
  EXPECT_EQ(read->comment, "withdrawn");
  EXPECT_EQ(read->uid, first.uid);
  EXPECT_EQ(read->document, first.document);
  EXPECT_EQ(read->content_commit, first.content_commit);
  EXPECT_NE(read->etag, first.etag);
  EXPECT_EQ(*store().ReadSource(*read), "text");
}

TEST_P(RecordStoreChanges, ADeletedDocumentIsLeftOutOfScansFromThatCommitOn) {
  MustPut("a", "one");
  MustPut("b", "two");
  const CommitNumber before = head();
  MustDelete("a");

  EXPECT_EQ(ScanCommitments(before).size(), 6u);
  EXPECT_EQ(ScanCommitments(head()).size(), 3u);
  EXPECT_EQ(ScanCommitments(head(), /*include_deleted=*/true).size(), 6u);
}

TEST_P(RecordStoreChanges, NamingADeletedDocumentIsRefusedButItsRevisionsAreRead) {
  MustPut("a", "one");
  MustDelete("a");
  ScanSelector selector;
  selector.kind = RecordKind::kSections;
  selector.at = head();
  const auto visit = [](const StoredRevision&, const UnpackedRow&, size_t) { return true; };

  selector.parents = {{"letters", "a", 0}};
  EXPECT_EQ(ReasonOf(store().Pull(selector, {}, {1000}, visit).status()),
            ErrorReason::kDocumentDeleted);
  selector.parents = {{"letters", "a", 1}};
  EXPECT_EQ(ScanAll(store(), selector).size(), 3u);
}

TEST_P(RecordStoreChanges, WritesToADeletedDocumentAreRefused) {
  const StoredRevision first = MustPut("a", "text");
  MustDelete("a");

  EXPECT_EQ(ReasonOf(Put(store(), MakePut("letters", "a", "new")).status()),
            ErrorReason::kDocumentDeleted);
  PutDocumentRequest create = MakePut("letters", "a", "new");
  create.if_exists = IfExists::kFail;
  EXPECT_EQ(ReasonOf(Put(store(), create).status()), ErrorReason::kDocumentExists);
  EXPECT_EQ(ReasonOfChange(MakeChange(DocumentChange::kDelete, "letters", "a")),
            ErrorReason::kDocumentDeleted);
  EXPECT_EQ(ReasonOfChange(MakeChange(DocumentChange::kRollback, "letters", "a")),
            ErrorReason::kDocumentDeleted);
  EXPECT_EQ(head(), 2u);
}

TEST_P(RecordStoreChanges, AnItemForADeletedDocumentIsADurableRejection) {
  MustPut("a", "text");
  MustDelete("a");
  ASSERT_TRUE(testing::CreateSession(store(), "letters", "s").ok());
  const auto session = testing::AttachSession(store(), "letters", "s");

  const auto result =
      Put(store(), testing::MakeItem("letters", "s", session->epoch, 1, "a", "new"));

  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->outcome, PutOutcome::kRejected);
  EXPECT_EQ(ReasonOf(result->rejection), ErrorReason::kDocumentDeleted);
  EXPECT_EQ(store().GetSession("letters", "s")->durable_sequence, 1);
}

TEST_P(RecordStoreChanges, UndeleteBringsTheDocumentBack) {
  const StoredRevision first = MustPut("a", "text", "caller");
  MustDelete("a");
  EXPECT_EQ(CountOf("letters"), 0);

  const PutDocumentResult result =
      MustChange(MakeChange(DocumentChange::kUndelete, "letters", "a"));

  EXPECT_EQ(result.revision.ordinal, 3u);
  EXPECT_EQ(result.revision.cause, RevisionCause::kUndeleted);
  EXPECT_EQ(result.revision.state, DocumentState::kActive);
  EXPECT_EQ(result.revision.delete_time, std::nullopt);
  EXPECT_EQ(result.revision.purge_time, std::nullopt);
  EXPECT_EQ(ScanCommitments(head()).size(), 3u);
  EXPECT_EQ(CountOf("letters"), 1);
  EXPECT_EQ(ReasonOfChange(MakeChange(DocumentChange::kUndelete, "letters", "a")),
            ErrorReason::kNotDeleted);
}

TEST_P(RecordStoreChanges, EveryChangeChecksTheEtag) {
  MustPut("a", "text");
  for (const DocumentChange change : {DocumentChange::kDelete, DocumentChange::kRollback}) {
    ChangeDocumentRequest request = MakeChange(change, "letters", "a");
    request.if_etag = "\"other\"";
    EXPECT_EQ(ReasonOfChange(request), ErrorReason::kEtagMismatch);
  }
  const std::string etag = MustDelete("a").revision.etag;
  for (const DocumentChange change : {DocumentChange::kUndelete, DocumentChange::kPurge}) {
    ChangeDocumentRequest request = MakeChange(change, "letters", "a");
    request.if_etag = "\"other\"";
    EXPECT_EQ(ReasonOfChange(request), ErrorReason::kEtagMismatch);
  }
  EXPECT_EQ(head(), 2u);
  ChangeDocumentRequest request = MakeChange(DocumentChange::kUndelete, "letters", "a");
  request.if_etag = etag;
  MustChange(request);
}

TEST_P(RecordStoreChanges, DeleteMayAllowThatThereIsNothingToDo) {
  ChangeDocumentRequest request = MakeChange(DocumentChange::kDelete, "letters", "a");
  EXPECT_EQ(ReasonOfChange(request), ErrorReason::kDocumentNotFound);
  request.allow_missing = true;
  EXPECT_EQ(MustChange(request).outcome, PutOutcome::kUnchanged);
  EXPECT_EQ(MustChange(request).revision.ordinal, 0u);
  EXPECT_EQ(head(), 0u);

  MustPut("a", "text");
  MustDelete("a");
  const PutDocumentResult again = MustChange(request);

  EXPECT_EQ(again.outcome, PutOutcome::kUnchanged);
  EXPECT_EQ(again.revision.ordinal, 2u);
  EXPECT_EQ(head(), 2u);
}

TEST_P(RecordStoreChanges, ARequestIdGivesTheFirstAnswerAgain) {
  MustPut("a", "text");
  ChangeDocumentRequest request = MakeChange(DocumentChange::kDelete, "letters", "a");
  request.request = {"p", "DeleteDocument", "id-1", Sha256("digest")};
  const PutDocumentResult first = MustChange(request);
  MustChange(MakeChange(DocumentChange::kUndelete, "letters", "a"));
  Reopen();

  const PutDocumentResult second = MustChange(request);
  const auto found = store().FindAnswer(*request.request);

  EXPECT_TRUE(second.replayed);
  EXPECT_EQ(second.commit.number, first.commit.number);
  EXPECT_EQ(second.revision.etag, first.revision.etag);
  ASSERT_TRUE(found.ok() && found->has_value()) << found.status();
  EXPECT_EQ((*found)->revision.etag, first.revision.etag);
  request.request->digest = Sha256("other");
  EXPECT_EQ(ReasonOfChange(request), ErrorReason::kRequestIdReused);
  EXPECT_EQ(ReasonOf(store().FindAnswer(*request.request).status()), ErrorReason::kRequestIdReused);
}

TEST_P(RecordStoreChanges, AnAnswerWithoutADocumentIsStoredToo) {
  ChangeDocumentRequest request = MakeChange(DocumentChange::kDelete, "none", "a");
  request.allow_missing = true;
  request.request = {"p", "DeleteDocument", "id-1", Sha256("digest")};
  const PutDocumentResult first = MustChange(request);
  Reopen();

  const PutDocumentResult second = MustChange(request);

  EXPECT_TRUE(second.replayed);
  EXPECT_EQ(second.outcome, PutOutcome::kUnchanged);
  EXPECT_EQ(second.revision.ordinal, 0u);
  EXPECT_EQ(second.commit.number, first.commit.number);
  EXPECT_EQ(CountOf("none"), -1) << "no collection is made";
}

TEST_P(RecordStoreChanges, RollbackPointsToTheOldContent) {
  const StoredRevision first = MustPut("a", "one", "caller 1");
  MustPut("a", "two", "caller 2");

  ChangeDocumentRequest request = MakeChange(DocumentChange::kRollback, "letters", "a");
  request.ordinal = 1;
  request.comment = "the first was right";
  const StoredRevision made = MustChange(request).revision;
  Reopen();
  const auto read = store().GetDocument("letters", "a", head());

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->etag, made.etag);
  EXPECT_EQ(read->ordinal, 3u);
  EXPECT_EQ(read->cause, RevisionCause::kRolledBack);
  EXPECT_EQ(read->restored_from, 1u);
  EXPECT_EQ(read->comment, "the first was right");
  EXPECT_EQ(read->content_commit, first.content_commit);
  EXPECT_EQ(read->document, first.document);
  EXPECT_EQ(*store().ReadSource(*read), "one");
  EXPECT_THAT(ScanCommitments(head()).front(), ::testing::StartsWith("letters/a@3:2|one"));
  request.ordinal = 9;
  EXPECT_EQ(ReasonOfChange(request), ErrorReason::kRevisionNotFound);
  // The same bytes as the head again: the rollback is what they are compared with.
  EXPECT_EQ(Put(store(), MakePut("letters", "a", "one", "caller 1"))->outcome,
            PutOutcome::kUnchanged);
}

TEST_P(RecordStoreChanges, ChangesSeeWhatTheirOwnGroupWrote) {
  faults_->Hold();
  Answers answers;
  const auto change = [&](DocumentChange what, uint64_t ordinal = 0) {
    ChangeDocumentRequest request = MakeChange(what, "letters", "a");
    request.ordinal = ordinal;
    store().ChangeDocument(request, answers.Next());
  };
  store().PutDocument(MakePut("letters", "other", "x"), answers.Next());
  store().PutDocument(MakePut("letters", "a", "one"), answers.Next());
  store().PutDocument(MakePut("letters", "a", "two"), answers.Next());
  change(DocumentChange::kRollback, 1);
  change(DocumentChange::kDelete);
  change(DocumentChange::kPurge);
  store().PutDocument(MakePut("letters", "a", "three"), answers.Next());
  faults_->Release();
  const auto results = answers.Wait(7);
  Reopen();

  for (const auto& result : results) ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(results[3]->revision.ordinal, 3u);
  EXPECT_EQ(results[5]->revision.ordinal, 5u);
  EXPECT_EQ(results[6]->outcome, PutOutcome::kCreated);
  const auto read = store().GetDocument("letters", "a", head());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*store().ReadSource(*read), "three");
  EXPECT_NE(read->uid, results[1]->revision.uid);
  EXPECT_EQ(ScanCommitments(head()).size(), 6u);
  EXPECT_EQ(CountOf("letters"), 2);
}

TEST_P(RecordStoreChanges, PurgeLeavesNothingToReadAtAnyCommit) {
  MustPut("b", "other");
  MustPut("a", "one");
  MustPut("a", "two");
  EXPECT_EQ(ReasonOfChange(MakeChange(DocumentChange::kPurge, "letters", "a")),
            ErrorReason::kNotDeleted);
  const StoredRevision deleted = MustDelete("a").revision;

  const PutDocumentResult purged = MustChange(MakeChange(DocumentChange::kPurge, "letters", "a"));
  Reopen();

  EXPECT_EQ(purged.revision.ordinal - 1, 3u) << "the revisions that were erased";
  for (CommitNumber at = 0; at <= head(); ++at) {
    EXPECT_EQ(ReasonOf(store().GetDocument("letters", "a", at).status()),
              ErrorReason::kDocumentNotFound);
    EXPECT_EQ(ScanCommitments(at, /*include_deleted=*/true).size(), at == 0 ? 0u : 3u);
  }
  EXPECT_EQ(ReasonOf(store().ReadSource(deleted).status()), ErrorReason::kDocumentNotFound);
  EXPECT_EQ(ReasonOf(store().ReadRecords(deleted, RecordKind::kSections).status()),
            ErrorReason::kDocumentNotFound);
  EXPECT_EQ(ReasonOfChange(MakeChange(DocumentChange::kUndelete, "letters", "a")),
            ErrorReason::kDocumentNotFound);
}

TEST_P(RecordStoreChanges, APurgedNameCanBeUsedAgain) {
  const StoredRevision first = MustPut("a", "one");
  MustDelete("a");
  MustChange(MakeChange(DocumentChange::kPurge, "letters", "a"));
  const CommitNumber purge = head();

  const StoredRevision second = MustPut("a", "two");

  EXPECT_EQ(second.ordinal, 1u);
  EXPECT_NE(second.uid, first.uid);
  EXPECT_NE(second.document_number, first.document_number);
  EXPECT_EQ(ReasonOf(store().GetDocument("letters", "a", purge).status()),
            ErrorReason::kDocumentNotFound);
  EXPECT_EQ(*store().ReadSource(*store().GetDocument("letters", "a", head())), "two");
}

TEST_P(RecordStoreChanges, TheAnswerOfAPurgedDocumentIsGoneButThatOfThePurgeStays) {
  PutDocumentRequest put = MakePut("letters", "a", "one");
  put.request = {"p", "CreateDocument", "id-1", Sha256("create")};
  ASSERT_TRUE(Put(store(), put).ok());
  MustDelete("a");
  ChangeDocumentRequest purge = MakeChange(DocumentChange::kPurge, "letters", "a");
  purge.request = {"p", "PurgeDocument", "id-2", Sha256("purge")};
  const PutDocumentResult first = MustChange(purge);
  Reopen();

  const PutDocumentResult second = MustChange(purge);

  EXPECT_TRUE(second.replayed);
  EXPECT_EQ(second.revision.ordinal, first.revision.ordinal);
  EXPECT_EQ(ReasonOf(Put(store(), put).status()), ErrorReason::kDocumentNotFound);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreChanges, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
