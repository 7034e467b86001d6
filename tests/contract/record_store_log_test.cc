// The reading side of the commit log: changes in order, in pieces, by place;
// waiting for the head.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "service/base/error.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using testing::CreateSession;
using ::testing::ElementsAre;
using testing::EngineKinds;
using testing::MakePut;
using testing::Put;
using testing::StoreTest;

class RecordStoreLog : public StoreTest {
 protected:
  PutDocumentResult MustPut(const std::string& collection, const std::string& id,
                            const std::string& source) {
    auto result = Put(store(), MakePut(collection, id, source));
    EXPECT_TRUE(result.ok()) << result.status();
    return *std::move(result);
  }

  // "collection/document@ordinal<old" of all changes after a commit, pulled in
  // pieces.
  std::vector<std::string> Changes(CommitNumber after, size_t max_changes) {
    std::vector<std::string> out;
    for (;;) {
      const auto pull = store().PullChanges(after, max_changes);
      EXPECT_TRUE(pull.ok()) << pull.status();
      if (!pull.ok() || pull->through == after) return out;
      for (const LoggedChange& change : pull->changes) {
        EXPECT_GT(change.commit, after);
        EXPECT_LE(change.commit, pull->through);
        EXPECT_EQ(change.time, store().PointOf(change.commit)->time);
        const auto revision =
            store().FindRevisionAt(change.collection_number, change.document_number, change.commit);
        EXPECT_TRUE(revision.ok() && revision->has_value()) << revision.status();
        EXPECT_EQ((*revision)->previous_commit, change.old_commit);
        out.push_back(absl::StrCat(change.collection_id, "/", (*revision)->document_id, "@",
                                   (*revision)->ordinal, "<", change.old_commit));
      }
      EXPECT_EQ(pull->through_time, store().PointOf(pull->through)->time);
      after = pull->through;
    }
  }
};

TEST_P(RecordStoreLog, ChangesComeInCommitOrderFromAnyPoint) {
  MustPut("letters", "a", "one");                            // 1
  MustPut("policies", "a", "x");                             // 2
  ASSERT_TRUE(CreateSession(store(), "letters", "s").ok());  // 3
  MustPut("letters", "a", "two");                            // 4
  MustPut("letters", "b", "three");                          // 5
  MustPut("letters", "b", "three");                          // changes nothing

  for (const size_t max_changes : {size_t{1}, size_t{3}, size_t{100}}) {
    EXPECT_THAT(Changes(0, max_changes),
                ElementsAre("letters/a@1<0", "policies/a@1<0", "letters/a@2<1", "letters/b@1<0"));
    EXPECT_THAT(Changes(1, max_changes),
                ElementsAre("policies/a@1<0", "letters/a@2<1", "letters/b@1<0"));
    EXPECT_THAT(Changes(4, max_changes), ElementsAre("letters/b@1<0"));
    EXPECT_TRUE(Changes(head(), max_changes).empty());
  }
}

TEST_P(RecordStoreLog, ChangesAreThereAfterReopening) {
  for (int i = 0; i < 30; ++i) MustPut("letters", absl::StrCat("d", i % 7), absl::StrCat(i));
  const auto before = Changes(0, 5);

  Reopen();

  EXPECT_EQ(Changes(0, 100), before);
  EXPECT_EQ(before.size(), 30u);
}

// A group of many commits stands in one row: a point inside it is found too.
TEST_P(RecordStoreLog, PointsInsideAGroupAreFound) {
  testing::Answers answers;
  for (int i = 0; i < 20; ++i) {
    store().PutDocument(MakePut("letters", absl::StrCat("d", i), "x"), answers.Next());
  }
  answers.Wait(20);

  for (CommitNumber after = 0; after <= head(); ++after) {
    EXPECT_EQ(Changes(after, 3).size(), 20 - after);
  }
}

TEST_P(RecordStoreLog, PointsOutsideTheHistoryAreRefused) {
  MustPut("letters", "a", "one");

  EXPECT_EQ(ReasonOf(store().PullChanges(head() + 1, 10).status()), ErrorReason::kHistoryTrimmed);
}

// The log names places that held one.
TEST_P(RecordStoreLog, PlacesThatNeverHeldARevisionAreDamage) {
  MustPut("letters", "a", "one");

  EXPECT_EQ(ReasonOf(store().FindRevisionAt(1, 1, 7).status()), ErrorReason::kChecksumFailed);
  EXPECT_EQ(ReasonOf(store().FindRevisionAt(1, 9, 1).status()), ErrorReason::kChecksumFailed);
  EXPECT_TRUE(store().FindRevisionAt(1, 1, 1)->has_value());
}

TEST_P(RecordStoreLog, AwaitCommitReturnsWhenTheHeadMoves) {
  EXPECT_FALSE(store().AwaitCommit(0, absl::Milliseconds(1)));
  absl::Notification done;
  bool has_moved = false;
  std::thread waiter([&] {
    has_moved = store().AwaitCommit(0, absl::Seconds(60));
    done.Notify();
  });

  MustPut("letters", "a", "one");

  done.WaitForNotification();
  waiter.join();
  EXPECT_TRUE(has_moved);
  EXPECT_TRUE(store().AwaitCommit(0, absl::InfiniteDuration()));
  EXPECT_FALSE(store().AwaitCommit(1, absl::ZeroDuration()));
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreLog, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
