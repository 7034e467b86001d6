// Lineage through writes on a real record store in memory: many revisions of
// one document side by side, from one stream, from two, and from unary calls.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "service/base/error.h"
#include "service/ingest/prepare.h"
#include "service/ingest/put_revision.h"
#include "service/ingest/session_lane.h"
#include "service/mapping/stored_record.h"
#include "storage/memory_engine.h"

namespace pledge::ingest {
namespace {

using ::testing::Each;

std::string Letter(int kilometres, const std::string& more = "") {
  return absl::StrCat(
      "临澜市水务局关于市政协第5号提案的答复函\n林清和委员：\n您提出的提案收悉，现答复如下：\n",
      "一、工作进展\n2023年，我局更换旧管40公里。\n二、下一步打算\n下一步，我局将于2025年底前完成",
      kilometres, "公里管网改造，制定管网巡检办法。", more, "\n临澜市水务局\n2024年6月12日\n");
}

class LineagePutTest : public ::testing::Test {
 protected:
  LineagePutTest() { store_ = *storage::RecordStore::Open(storage::NewMemoryEngine(), {}); }

  storage::StoredSession Attach(const std::string& session_id) {
    absl::StatusOr<storage::StoredSession> attached;
    absl::BlockingCounter done(2);
    store_->CreateSession("c", session_id, absl::Hours(1), [&](auto) { done.DecrementCount(); });
    store_->AttachSession("c", session_id, [&](auto session) {
      attached = std::move(session);
      done.DecrementCount();
    });
    done.Wait();
    return *attached;
  }

  // Prepares on `head` and puts; waits for the answer.
  absl::StatusOr<storage::PutDocumentResult> Put(const std::string& text, HeadBase head) {
    v1::DocumentContent content;
    content.set_data(text);
    auto draft = Prepare("", {}, content, std::move(head));
    EXPECT_TRUE(draft.ok()) << draft.status();
    storage::PutDocumentRequest request;
    request.collection_id = "c";
    request.document_id = "a";
    request.if_exists = storage::IfExists::kNewRevision;
    request.draft = *std::move(draft);
    absl::StatusOr<storage::PutDocumentResult> out;
    absl::BlockingCounter done(1);
    PutRevision(*store_, executor_, std::move(request), [&](auto result) {
      out = std::move(result);
      done.DecrementCount();
    });
    done.Wait();
    return out;
  }
  HeadBase Head() { return *ReadHeadBase(*store_, "c", "a"); }

  // Lineage ids of the commitments of a revision, in order.
  std::vector<std::string> Ids(uint64_t ordinal) {
    std::vector<std::string> ids;
    const auto revision = store_->GetRevision("c", "a", ordinal, store_->Head().number);
    const auto row = store_->ReadRecords(*revision, storage::RecordKind::kCommitments);
    for (size_t i = 0; i < row->count(); ++i) {
      v1::Commitment commitment;
      EXPECT_TRUE(mapping::ParseStored("r", i, row->record(i), &commitment));
      ids.push_back(commitment.lineage_id());
    }
    return ids;
  }

  std::unique_ptr<storage::RecordStore> store_;
  Executor executor_{4, 1000};
};

TEST_F(LineagePutTest, RecordsKeepTheirIdsAndNewOnesGetTheirOwn) {
  ASSERT_TRUE(Put(Letter(20), {}).ok());
  ASSERT_TRUE(Put(Letter(30, "建设水质监测站5座。"), Head()).ok());

  const auto first = Ids(1);
  const auto second = Ids(2);

  ASSERT_EQ(first.size(), 2u);
  ASSERT_EQ(second.size(), 3u);
  EXPECT_EQ(second[0], first[0]);
  EXPECT_EQ(second[1], first[1]);
  EXPECT_EQ(std::set(second.begin(), second.end()).size(), 3u);
}

TEST_F(LineagePutTest, LineageIsNoPartOfTheResultDigest) {
  const auto first = Put(Letter(20), {});
  Put(Letter(30), Head()).IgnoreError();

  const auto third = Put(Letter(20), Head());

  EXPECT_EQ(third->revision.ordinal, 3u);
  EXPECT_EQ(third->revision.result_digest, first->revision.result_digest);
  EXPECT_EQ(Ids(3), Ids(1));
}

TEST_F(LineagePutTest, PutMatchedWithAnOldHeadIsMatchedAgain) {
  const HeadBase none = Head();
  ASSERT_TRUE(Put(Letter(20), none).ok());

  const auto second = Put(Letter(30), none);

  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->revision.ordinal, 2u);
  EXPECT_EQ(Ids(2), Ids(1));
  EXPECT_EQ(second->revision.uid, store_->GetRevision("c", "a", 1, 2)->uid);
}

// Two streams and unary calls write one document all at once: each item is
// stored once, in its session's order, and its records keep their lineage.
TEST_F(LineagePutTest, ManyWritersOfOneDocumentAllGetThrough) {
  constexpr int kItems = 25;
  absl::Mutex mutex;
  std::map<std::string, std::vector<LaneResult>> results;
  absl::BlockingCounter done(2 * kItems);
  std::vector<std::shared_ptr<SessionLane>> lanes;
  for (const std::string session : {"s", "t"}) {
    lanes.push_back(SessionLane::Create(*store_, executor_, Attach(session), "tester",
                                        [&, session](LaneResult result) {
                                          absl::MutexLock lock(&mutex);
                                          results[session].push_back(std::move(result));
                                          done.DecrementCount();
                                        }));
  }
  for (int i = 1; i <= kItems; ++i) {
    for (int lane = 0; lane < 2; ++lane) {
      auto item = std::make_shared<v1::IngestItem>();
      item->set_sequence(i);
      item->set_document_id("a");
      item->mutable_content()->set_data(Letter(1000 * lane + i));
      lanes[lane]->Submit(item, 10);
    }
  }
  done.Wait();

  // One that lost too often is told to come again, and so is what follows it.
  size_t stored = 0;
  for (const auto& [session, answers] : results) {
    for (size_t i = 0; i < answers.size(); ++i) {
      EXPECT_EQ(answers[i].sequence, static_cast<int64_t>(i + 1));
      EXPECT_TRUE(answers[i].fatal.ok()) << answers[i].fatal;
      stored += answers[i].outcome != v1::INGEST_OUTCOME_RETRY;
    }
  }
  const auto head = store_->GetDocument("c", "a", store_->Head().number);
  ASSERT_EQ(head->ordinal, stored);
  EXPECT_GE(stored, static_cast<size_t>(kItems));
  for (uint64_t i = 2; i <= head->ordinal; ++i) EXPECT_EQ(Ids(i), Ids(1));
}

// One stream alone never gives up: every refusal comes of its own item before.
TEST_F(LineagePutTest, OneStreamWithManyRevisionsOfOneDocumentStoresThemAll) {
  constexpr int kItems = 40;
  absl::Mutex mutex;
  std::vector<v1::IngestOutcome> outcomes;
  absl::BlockingCounter done(kItems);
  const auto lane =
      SessionLane::Create(*store_, executor_, Attach("s"), "tester", [&](const LaneResult& result) {
        absl::MutexLock lock(&mutex);
        outcomes.push_back(result.outcome);
        done.DecrementCount();
      });
  for (int i = 1; i <= kItems; ++i) {
    auto item = std::make_shared<v1::IngestItem>();
    item->set_sequence(i);
    item->set_document_id(i % 4 == 0 ? "b" : "a");
    item->mutable_content()->set_data(Letter(i));
    lane->Submit(item, 10);
  }
  done.Wait();

  EXPECT_EQ(outcomes[0], v1::INGEST_OUTCOME_CREATED);
  EXPECT_THAT(outcomes, Each(::testing::Ne(v1::INGEST_OUTCOME_RETRY)));
  EXPECT_EQ(store_->GetSession("c", "s")->durable_sequence, kItems);
  EXPECT_EQ(store_->GetDocument("c", "a", store_->Head().number)->ordinal, 30u);
}

}  // namespace
}  // namespace pledge::ingest
