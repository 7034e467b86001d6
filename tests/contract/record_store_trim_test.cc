// What goes when old revisions are trimmed, what stays, and that a reader of what
// is gone is told so and never anything else. Run on every engine.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using testing::Change;
using testing::EngineKinds;
using testing::Faults;
using testing::MakeChange;
using testing::MakePut;
using testing::Put;
using testing::RecordBytes;
using testing::StoreTest;

constexpr auto kTrimmed = ErrorReason::kHistoryTrimmed;

class RecordStoreTrim : public StoreTest {
 protected:
  // A revision of "letters/ID" with this source; its commit.
  CommitNumber MustPut(const std::string& id, const std::string& source,
                       const std::string& caller = "") {
    clock_.Advance(absl::Minutes(1));
    const auto put = Put(store(), MakePut("letters", id, source, caller));
    EXPECT_TRUE(put.ok()) << put.status();
    return put->commit.number;
  }
  void PutRevisions(const std::string& id, int count) {
    for (int i = 1; i <= count; ++i) MustPut(id, absl::StrCat("source ", i));
  }
  TrimSelector Keep(uint64_t revisions) {
    TrimSelector selector;
    selector.rule.keep_revisions = revisions;
    selector.at = head();
    return selector;
  }
  // All steps together.
  TrimStep MustTrim(const TrimSelector& selector) {
    TrimStep all;
    for (int steps = 0; !all.complete && steps < 1000; ++steps) {
      const auto step = store().Trim(selector, all.position);
      EXPECT_TRUE(step.ok()) << step.status();
      if (!step.ok()) break;
      all.position = step->position;
      all.complete = step->complete;
      all.documents += step->documents;
      all.failed += step->failed;
      all.revisions += step->revisions;
      all.bytes += step->bytes;
    }
    EXPECT_TRUE(all.complete);
    return all;
  }
  absl::StatusOr<StoredRevision> Revision(const std::string& id, uint64_t ordinal) {
    return store().GetRevision("letters", id, ordinal, head());
  }
  void ExpectWhole(const std::string& id, uint64_t ordinal, const std::string& source) {
    const auto revision = Revision(id, ordinal);
    ASSERT_TRUE(revision.ok()) << revision.status();
    EXPECT_EQ(*store().ReadSource(*revision), source);
    for (const RecordKind kind :
         {RecordKind::kSections, RecordKind::kCommitments, RecordKind::kAchievements}) {
      const auto row = store().ReadRecords(*revision, kind);
      ASSERT_TRUE(row.ok()) << row.status();
      EXPECT_EQ(row->record(0), RecordBytes(kind, source, 0));
    }
    EXPECT_TRUE(store().ReadColumns(*revision).ok());
  }
};

TEST_P(RecordStoreTrim, WhatIsGoneSaysSoInEveryWayOfReadingIt) {
  PutRevisions("a", 5);
  const StoredRevision old = *Revision("a", 2);
  const CommitNumber old_head = head();

  const TrimStep step = MustTrim(Keep(2));

  EXPECT_EQ(step.revisions, 3);
  EXPECT_EQ(step.documents, 1);
  EXPECT_GT(step.bytes, 0);
  EXPECT_EQ(ReasonOf(Revision("a", 2).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(Revision("a", 3).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(Revision("a", 6).status()), ErrorReason::kRevisionNotFound);
  EXPECT_EQ(ReasonOf(store().ReadSource(old).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(store().ReadColumns(old).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(store().ReadRecords(old, RecordKind::kSections).status()), kTrimmed);
  const uint32_t c = old.collection_number;
  const uint32_t d = old.document_number;
  EXPECT_EQ(ReasonOf(store().FindRevisionAt(c, d, old.commit.number).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(store().GetScanned(c, d, old.commit.number).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(store().PointOf(old.commit.number).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(store().PointOf(0).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(store().PointAtTime(old.commit.time).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(store().PullChanges(old.commit.number, 10).status()), kTrimmed);
  ChangeDocumentRequest rollback = MakeChange(DocumentChange::kRollback, "letters", "a");
  rollback.ordinal = 2;
  EXPECT_EQ(ReasonOf(Change(store(), rollback).status()), kTrimmed);
  ScanSelector selector;
  selector.kind = RecordKind::kSections;
  selector.parents = {{"letters", "a", 3}};
  selector.at = old_head;
  const auto visit = [](const auto&, const auto&, size_t) { return true; };
  EXPECT_EQ(ReasonOf(store().Pull(selector, {}, {}, visit).status()), kTrimmed);
  ExpectWhole("a", 4, "source 4");
  ExpectWhole("a", 5, "source 5");
}

TEST_P(RecordStoreTrim, TheOldestStateIsThatOfTheLastRevisionSuperseded) {
  MustPut("a", "one");
  const CommitNumber b = MustPut("b", "one");
  const CommitNumber a = MustPut("a", "two");
  MustPut("c", "one");

  MustTrim(Keep(1));

  EXPECT_EQ(store().Oldest().number, a);
  EXPECT_EQ(store().Oldest().time, store().PointOf(a)->time);
  EXPECT_EQ(ReasonOf(store().GetDocument("letters", "b", b).status()), kTrimmed);
  EXPECT_TRUE(store().GetDocument("letters", "b", a).ok());
  EXPECT_EQ(store().Status()->oldest.number, a);
  Reopen();
  EXPECT_EQ(store().Oldest().number, a);
  EXPECT_EQ(ReasonOf(Revision("a", 1).status()), kTrimmed);
}

TEST_P(RecordStoreTrim, WhatWasTheHeadAtATimeOrLaterStays) {
  PutRevisions("a", 6);
  TrimSelector selector = Keep(1);
  selector.rule.keep_after = Revision("a", 4)->commit.time;

  EXPECT_EQ(MustTrim(selector).revisions, 3);

  ExpectWhole("a", 4, "source 4");
  EXPECT_EQ(ReasonOf(Revision("a", 3).status()), kTrimmed);
  EXPECT_EQ(store().PointAtTime(*selector.rule.keep_after)->number, store().Oldest().number);
  selector.rule.keep_after = *selector.rule.keep_after + absl::Microseconds(1);
  EXPECT_EQ(MustTrim(selector).revisions, 0);
}

TEST_P(RecordStoreTrim, RowsThatAKeptRevisionPointsToStay) {
  MustPut("a", "one");
  MustPut("a", "two");
  ChangeDocumentRequest rollback = MakeChange(DocumentChange::kRollback, "letters", "a");
  rollback.ordinal = 1;
  ASSERT_TRUE(Change(store(), rollback).ok());
  MustPut("b", "one");
  MustPut("b", "one", "another caller");
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kDelete, "letters", "b")).ok());

  EXPECT_EQ(MustTrim(Keep(1)).revisions, 4);

  ExpectWhole("a", 3, "one");
  ExpectWhole("b", 3, "one");
  // And go when the last one that does is gone.
  MustPut("a", "three");
  const TrimStep last = MustTrim(Keep(1));
  EXPECT_EQ(last.revisions, 1);
  ExpectWhole("a", 4, "three");
}

TEST_P(RecordStoreTrim, ATombstoneAndTheNameOfAPurgedDocumentStay) {
  PutRevisions("a", 3);
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kDelete, "letters", "a")).ok());
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kPurge, "letters", "a")).ok());
  MustPut("a", "of another document");

  EXPECT_EQ(MustTrim(Keep(1)).revisions, 0);

  ExpectWhole("a", 1, "of another document");
}

TEST_P(RecordStoreTrim, ParentsAloneAreTrimmed) {
  PutRevisions("a", 3);
  PutRevisions("b", 3);
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(Put(store(), MakePut("others", "c", absl::StrCat(i))).ok());

  TrimSelector selector = Keep(1);
  selector.parents = {{"letters", "b"}, {"missing", "a"}, {"letters", "missing"}, {"others", ""}};
  const TrimStep step = MustTrim(selector);

  EXPECT_EQ(step.revisions, 4);
  EXPECT_EQ(step.documents, 2);
  ExpectWhole("a", 1, "source 1");
  EXPECT_EQ(ReasonOf(Revision("b", 2).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(store().GetRevision("others", "c", 2, head()).status()), kTrimmed);
}

TEST_P(RecordStoreTrim, WhatCameAfterTheBeginCountsForNothing) {
  PutRevisions("a", 3);
  const TrimSelector selector = Keep(2);
  MustPut("a", "source 4");
  MustPut("a", "source 5");

  EXPECT_EQ(MustTrim(selector).revisions, 1);

  ExpectWhole("a", 2, "source 2");
}

TEST_P(RecordStoreTrim, ADryRunOnlyCounts) {
  PutRevisions("a", 5);
  TrimSelector selector = Keep(2);
  selector.dry_run = true;
  const CommitNumber before = head();

  const TrimStep counted = MustTrim(selector);

  EXPECT_EQ(head(), before);
  EXPECT_EQ(store().Oldest().number, 0u);
  ExpectWhole("a", 1, "source 1");
  selector.dry_run = false;
  const TrimStep done = MustTrim(selector);
  EXPECT_EQ(counted.revisions, done.revisions);
  EXPECT_EQ(counted.bytes, done.bytes);
}

TEST_P(RecordStoreTrim, ALongHistoryGoesInStepsFromItsBegin) {
  PutRevisions("a", 450);
  const TrimSelector selector = Keep(3);

  const auto first = store().Trim(selector, {});

  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->complete);
  EXPECT_EQ(first->documents, 0);
  const auto gone = static_cast<uint64_t>(first->revisions);
  EXPECT_EQ(ReasonOf(Revision("a", gone).status()), kTrimmed);
  ExpectWhole("a", gone + 1, absl::StrCat("source ", gone + 1));
  Reopen();  // and is gone on with where it stood
  TrimPosition position = first->position;
  int64_t revisions = first->revisions;
  for (bool is_complete = false; !is_complete;) {
    const auto step = store().Trim(selector, position);
    ASSERT_TRUE(step.ok()) << step.status();
    position = step->position;
    revisions += step->revisions;
    is_complete = step->complete;
  }
  EXPECT_EQ(revisions, 447);
  ExpectWhole("a", 448, "source 448");
}

TEST_P(RecordStoreTrim, ListsOfRevisionsSayWhereHistoryBegins) {
  PutRevisions("a", 5);
  MustTrim(Keep(2));

  std::vector<uint64_t> listed;
  const auto pull =
      store().PullRevisions("letters", "a", head(), UINT64_MAX, [&](const auto& revision) {
        listed.push_back(revision.ordinal);
        return true;
      });

  ASSERT_TRUE(pull.ok()) << pull.status();
  EXPECT_TRUE(pull->complete);
  EXPECT_EQ(pull->oldest_ordinal, 4u);
  EXPECT_EQ(listed, (std::vector<uint64_t>{5, 4}));
}

TEST_P(RecordStoreTrim, AReaderInTheMiddleOfAPullSeesItsWholeState) {
  for (int i = 0; i < 10; ++i) PutRevisions(absl::StrCat("d", i), 3);
  ScanSelector selector;
  selector.kind = RecordKind::kCommitments;
  selector.at = head();
  for (int i = 0; i < 10; ++i) MustPut(absl::StrCat("d", i), "source 4");
  const CommitNumber at = selector.at;

  int records = 0;
  const auto pulled =
      store().Pull(selector, {}, {}, [&](const auto& revision, const auto& row, size_t index) {
        if (records == 4) MustTrim(Keep(1));
        ++records;
        EXPECT_EQ(revision.ordinal, 3u);
        EXPECT_EQ(row.record(index),
                  RecordBytes(RecordKind::kCommitments, "source 3", static_cast<int>(index)));
        return true;
      });

  EXPECT_TRUE(pulled.ok()) << pulled.status();
  EXPECT_EQ(records, 30);
  EXPECT_GT(store().Oldest().number, at);
  EXPECT_EQ(
      ReasonOf(store()
                   .Pull(selector, {}, {}, [](const auto&, const auto&, size_t) { return true; })
                   .status()),
      kTrimmed);
}

TEST_P(RecordStoreTrim, ACutBetweenFloorAndDeletesLosesNothing) {
  PutRevisions("a", 5);
  faults_->SetCommitAfter(1, Faults::NextCommit::kFailBefore);

  EXPECT_FALSE(store().Trim(Keep(2), {}).ok());
  Reopen();

  EXPECT_EQ(store().Oldest().number, Revision("a", 4)->commit.number);
  ExpectWhole("a", 1, "source 1");
  EXPECT_EQ(MustTrim(Keep(2)).revisions, 3);
  EXPECT_EQ(ReasonOf(Revision("a", 1).status()), kTrimmed);
}

TEST_P(RecordStoreTrim, AFloorThatIsNotDurableTrimsNothing) {
  PutRevisions("a", 5);
  faults_->SetNextCommit(Faults::NextCommit::kFailBefore);

  EXPECT_FALSE(store().Trim(Keep(2), {}).ok());

  EXPECT_EQ(store().Oldest().number, 0u);
  ExpectWhole("a", 1, "source 1");
  Reopen();
  ExpectWhole("a", 1, "source 1");
}

// A rollback and a trim that want the same rows: whichever comes first, nothing is
// left that points to what is gone.
TEST_P(RecordStoreTrim, RollbacksAndTrimsAtOnceLeaveWholeRevisions) {
  for (int i = 0; i < 4; ++i) PutRevisions(absl::StrCat("d", i), 4);
  std::atomic<bool> is_done = false;
  std::thread trimmer([&] {
    while (!is_done) {
      TrimSelector selector;
      selector.rule.keep_revisions = 2;
      selector.at = head();
      EXPECT_TRUE(store().Trim(selector, {}).ok());
    }
  });

  int rolled_back = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string id = absl::StrCat("d", i % 4);
    const auto newest = store().GetDocument("letters", id, head());
    ChangeDocumentRequest rollback = MakeChange(DocumentChange::kRollback, "letters", id);
    // The trimmer may have looked already, and then cannot take it.
    rollback.ordinal = newest.ok() ? newest->ordinal - i % 3 : 1;
    const auto made = Change(store(), rollback);
    EXPECT_TRUE(made.ok() || ReasonOf(made.status()) == kTrimmed) << made.status();
    if (made.ok()) ++rolled_back;
    if (i % 7 == 0) MustPut(id, absl::StrCat("source of ", i));
  }
  is_done = true;
  trimmer.join();

  EXPECT_GT(rolled_back, 0);
  ExpectNoFault();
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreTrim, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
