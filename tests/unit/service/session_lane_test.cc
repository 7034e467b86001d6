// The lane on a real record store in memory: order, replays, passing refusals.
#include "service/ingest/session_lane.h"

#include <gtest/gtest.h>

#include <map>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "service/base/error.h"
#include "storage/memory_engine.h"

namespace pledge::ingest {
namespace {

std::shared_ptr<v1::IngestItem> Item(int64_t sequence, const std::string& id,
                                     const std::string& bytes) {
  auto item = std::make_shared<v1::IngestItem>();
  item->set_sequence(sequence);
  item->set_document_id(id);
  item->mutable_content()->set_data(bytes);
  return item;
}

class SessionLaneTest : public ::testing::Test {
 protected:
  void OpenStore(storage::RecordStoreOptions options = {}) {
    auto store = storage::RecordStore::Open(storage::NewMemoryEngine(), options);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  storage::StoredSession Attach() {
    absl::StatusOr<storage::StoredSession> attached;
    absl::BlockingCounter done(2);
    store_->CreateSession("c", "s", absl::Hours(1), [&](auto) { done.DecrementCount(); });
    store_->AttachSession("c", "s", [&](auto session) {
      attached = std::move(session);
      done.DecrementCount();
    });
    done.Wait();
    return *attached;
  }

  // Runs the items through one lane; results by the order they came in.
  std::vector<LaneResult> Run(std::vector<std::shared_ptr<v1::IngestItem>> items) {
    std::vector<LaneResult> results;
    absl::Mutex mutex;
    absl::BlockingCounter done(static_cast<int>(items.size()));
    Executor executor(4, 1000);
    auto lane = SessionLane::Create(*store_, executor, Attach(), "tester", [&](LaneResult result) {
      {
        absl::MutexLock lock(&mutex);
        results.push_back(std::move(result));
      }
      done.DecrementCount();
    });
    for (auto& item : items) lane->Submit(item, 10);
    done.Wait();
    executor.Stop();
    return results;
  }

  std::unique_ptr<storage::RecordStore> store_;
};

TEST_F(SessionLaneTest, ResultsComeInSequenceThoughAnalysisRunsSideBySide) {
  OpenStore();
  std::vector<std::shared_ptr<v1::IngestItem>> items;
  for (int i = 1; i <= 60; ++i) {
    // Every third item is a hundred times longer than the others.
    items.push_back(Item(i, "d" + std::to_string(i), std::string(i % 3 == 0 ? 200'000 : 200, 'x')));
  }

  const auto results = Run(items);

  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(results[i].sequence, i + 1);
    EXPECT_EQ(results[i].outcome, v1::INGEST_OUTCOME_CREATED);
    EXPECT_EQ(results[i].size_bytes, 10u);
  }
  EXPECT_EQ(store_->GetSession("c", "s")->durable_sequence, 60);
}

TEST_F(SessionLaneTest, BadBytesAreADurableRefusal) {
  OpenStore();

  const auto results = Run({Item(1, "a", ""), Item(2, "b", "text")});

  EXPECT_EQ(results[0].outcome, v1::INGEST_OUTCOME_REJECTED);
  EXPECT_EQ(ReasonOf(results[0].status), ErrorReason::kFieldInvalid);
  EXPECT_EQ(results[1].outcome, v1::INGEST_OUTCOME_CREATED);
}

// The committer is held in an answer while the items queue up behind it, so
// that the large one finds the queue full and the others find room.
TEST_F(SessionLaneTest, PassingRefusalAsksForARetryOfAllThatFollows) {
  storage::RecordStoreOptions options;
  options.max_queued_bytes = 100'000;
  OpenStore(options);
  const storage::StoredSession session = Attach();
  absl::Notification held, release;
  store_->AttachSession("c", "none", [&](auto) {
    held.Notify();
    release.WaitForNotification();
  });
  held.WaitForNotification();
  Executor executor(1, 1000);
  absl::Mutex mutex;
  std::map<int64_t, LaneResult> results;
  absl::BlockingCounter done(4);
  auto lane = SessionLane::Create(*store_, executor, session, "tester", [&](LaneResult result) {
    absl::MutexLock lock(&mutex);
    results[result.sequence] = result;
    done.DecrementCount();
  });

  lane->Submit(Item(1, "a", "one"), 10);
  lane->Submit(Item(2, "b", std::string(300'000, 'y')), 10);
  lane->Submit(Item(3, "c", "three"), 10);
  lane->Submit(Item(4, "d", "four"), 10);
  executor.Stop();
  release.Notify();
  done.Wait();

  EXPECT_EQ(results[1].outcome, v1::INGEST_OUTCOME_CREATED);
  for (int64_t sequence : {2, 3, 4}) {
    EXPECT_TRUE(results[sequence].fatal.ok()) << results[sequence].fatal;
    EXPECT_EQ(results[sequence].outcome, v1::INGEST_OUTCOME_RETRY);
    EXPECT_EQ(results[sequence].status.code(), absl::StatusCode::kResourceExhausted);
  }
  EXPECT_EQ(store_->GetSession("c", "s")->durable_sequence, 1);
}

TEST_F(SessionLaneTest, ResentItemsAreAnsweredAndOtherBytesAreFatal) {
  OpenStore();
  Run({Item(1, "a", "one"), Item(2, "b", "two")});

  const auto again = Run({Item(1, "a", "one"), Item(2, "b", "TWO")});

  EXPECT_EQ(again[0].outcome, v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(again[0].revision, "collections/c/documents/a/revisions/1");
  EXPECT_EQ(ReasonOf(again[1].fatal), ErrorReason::kSequenceReused);
}

TEST_F(SessionLaneTest, GapWithoutRetryIsFatal) {
  OpenStore();

  const auto results = Run({Item(2, "b", "two")});

  EXPECT_EQ(ReasonOf(results[0].fatal), ErrorReason::kSequenceGap);
}

TEST_F(SessionLaneTest, StoppingExecutorAsksForARetry) {
  OpenStore();
  Executor executor(1, 10);
  executor.Stop();
  LaneResult result;
  auto lane = SessionLane::Create(*store_, executor, Attach(), "tester",
                                  [&](LaneResult one) { result = one; });

  lane->Submit(Item(1, "a", "one"), 3);

  EXPECT_EQ(result.outcome, v1::INGEST_OUTCOME_RETRY);
  EXPECT_EQ(ReasonOf(result.status), ErrorReason::kDraining);
}

}  // namespace
}  // namespace pledge::ingest
