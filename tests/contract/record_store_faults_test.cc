// The committer when something goes wrong, and what it promises about groups,
// order and limits. Run on every engine, behind one that fails on command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/base/log.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using testing::Answers;
using testing::AttachSession;
using testing::CreateSession;
using testing::EngineKinds;
using testing::Faults;
using testing::MakeItem;
using testing::MakePut;
using testing::Put;
using testing::ScanAll;
using testing::StoreTest;

class RecordStoreFaults : public StoreTest {
 protected:
  // Waits until the store says so; the test's own time limit is the limit.
  void WaitFor(StoreCondition condition) {
    while (store().Condition() != condition) std::this_thread::yield();
  }

  absl::StatusOr<PutDocumentResult> PutText(std::string document_id, std::string_view source) {
    return Put(store(), MakePut("letters", std::move(document_id), source));
  }
};

std::optional<ErrorReason> ReasonOfPut(const absl::StatusOr<PutDocumentResult>& result) {
  return ReasonOf(result.status());
}

TEST_P(RecordStoreFaults, WaitingWritesShareACommitAndAreAnsweredInOrder) {
  constexpr int kWrites = 50;
  Answers answers;
  faults_->Hold();
  for (int i = 0; i < kWrites; ++i) {
    store().PutDocument(MakePut("letters", absl::StrCat("d", i), "text"), answers.Next());
  }
  faults_->Release();

  const auto results = answers.Wait(kWrites);

  // The header, the group that was taken while the others came, and the rest.
  EXPECT_LE(faults_->commits, 3);
  for (int i = 0; i < kWrites; ++i) {
    ASSERT_TRUE(results[i].ok());
    EXPECT_EQ(results[i]->revision.document_id, absl::StrCat("d", i));
    EXPECT_EQ(results[i]->commit.number, static_cast<CommitNumber>(i + 1));
  }
}

TEST_P(RecordStoreFaults, GroupsKeepTheirLimits) {
  options_.max_group_items = 3;
  Reopen();
  const int before = faults_->commits;
  Answers answers;
  faults_->Hold();
  for (int i = 0; i < 9; ++i) {
    store().PutDocument(MakePut("letters", absl::StrCat("d", i), "text"), answers.Next());
  }
  faults_->Release();
  answers.Wait(9);

  EXPECT_GE(faults_->commits - before, 3);

  options_.max_group_items = 100;
  options_.max_group_bytes = 1;
  Reopen();
  const int middle = faults_->commits;
  Answers more;
  for (int i = 0; i < 4; ++i) {
    store().PutDocument(MakePut("letters", absl::StrCat("e", i), "text"), more.Next());
  }
  more.Wait(4);

  EXPECT_EQ(faults_->commits - middle, 4);
}

TEST_P(RecordStoreFaults, AnswersComeAfterTheCommit) {
  faults_->Hold();
  Answers answers;
  store().PutDocument(MakePut("letters", "a", "text"), answers.Next());
  EXPECT_EQ(head(), 0u);
  EXPECT_TRUE(answers.Wait(0).empty());

  faults_->Release();

  EXPECT_TRUE(answers.Wait(1)[0].ok());
  EXPECT_EQ(head(), 1u);
}

TEST_P(RecordStoreFaults, ClosingFinishesWhatWaits) {
  Answers answers;
  for (int i = 0; i < 20; ++i) {
    store().PutDocument(MakePut("letters", absl::StrCat("d", i), "text"), answers.Next());
  }

  Reopen();

  for (const auto& result : answers.Wait(20)) EXPECT_TRUE(result.ok());
  EXPECT_EQ(head(), 20u);
}

TEST_P(RecordStoreFaults, FullQueueRefuses) {
  options_.max_queued_bytes = 4000;
  Reopen();
  Answers answers;
  faults_->Hold();
  for (int i = 0; i < 10; ++i) {
    store().PutDocument(MakePut("letters", absl::StrCat("d", i), "text"), answers.Next());
  }
  faults_->Release();

  int refused = 0;
  for (const auto& result : answers.Wait(10)) {
    if (result.ok()) continue;
    EXPECT_EQ(ReasonOfPut(result), ErrorReason::kServerBusy);
    ++refused;
  }

  EXPECT_GT(refused, 0);
  EXPECT_LT(refused, 10);
  EXPECT_EQ(head(), static_cast<CommitNumber>(10 - refused));
  // An item larger than the whole queue must get through an empty one.
  EXPECT_TRUE(PutText("large", std::string(8000, 'x')).ok());
}

TEST_P(RecordStoreFaults, LowDiskRefusesWritesAndHealsByItself) {
  ASSERT_TRUE(PutText("a", "one").ok());
  faults_->free_disk_bytes = options_.disk_reserve_bytes - 1;

  EXPECT_EQ(ReasonOfPut(PutText("a", "two")), ErrorReason::kDiskReserve);
  EXPECT_EQ(ReasonOf(CreateSession(store(), "letters", "s").status()), ErrorReason::kDiskReserve);
  EXPECT_EQ(store().Condition(), StoreCondition::kLowDisk);
  EXPECT_EQ(*store().ReadSource(*store().GetDocument("letters", "a", head())), "one");

  faults_->free_disk_bytes = options_.disk_reserve_bytes;
  WaitFor(StoreCondition::kReadWrite);
  EXPECT_EQ(PutText("a", "two")->revision.ordinal, 2u);
}

TEST_P(RecordStoreFaults, LowDiskIsNoticedWithoutAWrite) {
  faults_->free_disk_bytes = 0;

  WaitFor(StoreCondition::kLowDisk);
}

TEST_P(RecordStoreFaults, RefusedCommitLeavesTheStoreAsItWas) {
  ASSERT_TRUE(PutText("a", "one").ok());
  faults_->SetNextCommit(Faults::NextCommit::kRefuse);

  EXPECT_EQ(ReasonOfPut(PutText("b", "two")), ErrorReason::kStoreReadOnly);

  EXPECT_EQ(store().Condition(), StoreCondition::kReadWrite);
  EXPECT_EQ(head(), 1u);
  const auto retried = PutText("b", "two");
  ASSERT_TRUE(retried.ok());
  EXPECT_EQ(retried->commit.number, 2u);
  EXPECT_EQ(retried->revision.ordinal, 1u);
}

TEST_P(RecordStoreFaults, FailedCommitStopsWritingUntilReopened) {
  ASSERT_TRUE(PutText("a", "one").ok());
  faults_->SetNextCommit(Faults::NextCommit::kFailBefore);

  EXPECT_EQ(ReasonOfPut(PutText("a", "two")), ErrorReason::kStoreReadOnly);
  EXPECT_EQ(store().Condition(), StoreCondition::kReadOnly);
  EXPECT_EQ(ReasonOfPut(PutText("b", "x")), ErrorReason::kStoreReadOnly);
  EXPECT_EQ(head(), 1u);
  EXPECT_EQ(*store().ReadSource(*store().GetDocument("letters", "a", head())), "one");

  Reopen();
  EXPECT_EQ(store().Condition(), StoreCondition::kReadWrite);
  EXPECT_EQ(PutText("a", "two")->revision.ordinal, 2u);
}

// A failed commit may be there after reopening: sequences and request ids tell.
TEST_P(RecordStoreFaults, RetriesAfterAFailedCommitHaveOneEffect) {
  for (const auto fault : {Faults::NextCommit::kFailBefore, Faults::NextCommit::kFailAfter}) {
    const std::string id = absl::StrCat("fault-", static_cast<int>(fault));
    ASSERT_TRUE(CreateSession(store(), "letters", id).ok());
    const int64_t epoch = AttachSession(store(), "letters", id)->epoch;
    const PutDocumentRequest item = MakeItem("letters", id, epoch, 1, id, "text");
    PutDocumentRequest request = MakePut("letters", id + "-unary", "text");
    request.if_exists = IfExists::kFail;
    request.request = {"p", "m", id, "digest"};

    faults_->SetNextCommit(fault);
    EXPECT_EQ(ReasonOfPut(Put(store(), item)), ErrorReason::kStoreReadOnly);
    Reopen();
    faults_->SetNextCommit(fault);
    EXPECT_EQ(ReasonOfPut(Put(store(), request)), ErrorReason::kStoreReadOnly);
    Reopen();

    const bool was_there = fault == Faults::NextCommit::kFailAfter;
    const auto item_again = Put(store(), item);
    ASSERT_TRUE(item_again.ok()) << item_again.status();
    EXPECT_EQ(item_again->replayed, was_there);
    EXPECT_EQ(item_again->revision.ordinal, 1u);
    const auto request_again = Put(store(), request);
    ASSERT_TRUE(request_again.ok()) << request_again.status();
    EXPECT_EQ(request_again->replayed, was_there);
    EXPECT_EQ(request_again->revision.ordinal, 1u);
  }
}

// Readers look at the head that is published, so a revision must be there with
// all its rows or not at all.
TEST_P(RecordStoreFaults, ReadersSeeWholeRevisions) {
  std::atomic<bool> is_done = false;
  std::atomic<int> wrong = 0;
  std::thread reader([&] {
    while (!is_done) {
      const CommitNumber at = head();
      const auto revision = store().GetDocument("letters", "a", at);
      if (!revision.ok()) continue;
      const std::string source = store().ReadSource(*revision).value_or("missing");
      const auto row = store().ReadRecords(*revision, RecordKind::kCommitments);
      const std::string expected = absl::StrCat("text ", at);
      if (source != expected || !row.ok() ||
          row->record(0) != testing::RecordBytes(RecordKind::kCommitments, expected, 0)) {
        ++wrong;
      }
    }
  });

  for (int i = 1; i <= 200; ++i) ASSERT_TRUE(PutText("a", absl::StrCat("text ", i)).ok());
  is_done = true;
  reader.join();

  EXPECT_EQ(wrong, 0);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreFaults, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
