// The work of VerifyStore on letters that were damaged after they were stored.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "pledge/storage/v1/stored.pb.h"
#include "service/ingest/prepare.h"
#include "service/jobs/verify_work.h"
#include "service/mapping/stored_record.h"
#include "storage/key_codec.h"
#include "storage/memory_engine.h"
#include "storage/stored_values.h"

namespace pledge::jobs {
namespace {

using storage::DocumentKey;
using storage::Tag;
using ::testing::HasSubstr;

constexpr char kLetter[] =
    "临澜市水务局关于市政协第12号提案的答复函\n林清和委员：\n您提出的提案收悉，现答复如下：\n"
    "一、工作进展\n2023年，我局更换旧管30公里。\n二、下一步打算\n"
    "下一步，我局将于2025年底前完成40公里管网改造，制定管网巡检办法。\n"
    "临澜市水务局\n2024年6月12日\n";

class VerifyWorkTest : public ::testing::Test {
 protected:
  VerifyWorkTest() {
    auto engine = storage::NewMemoryEngine();
    engine_ = engine.get();
    auto opened = storage::RecordStore::Open(std::move(engine), {});
    EXPECT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
    v1::DocumentContent content;
    content.set_data(kLetter);
    auto draft = ingest::Prepare("", v1::Document(), content);
    EXPECT_TRUE(draft.ok()) << draft.status();
    Put(*std::move(draft));
  }

  void Put(std::shared_ptr<const storage::RevisionDraft> draft, std::string document_id = "a") {
    storage::PutDocumentRequest request;
    request.collection_id = "water";
    request.document_id = std::move(document_id);
    request.if_exists = storage::IfExists::kNewRevision;
    request.draft = std::move(draft);
    absl::Notification done;
    store_->PutDocument(std::move(request), [&](const auto& result) {
      EXPECT_TRUE(result.ok()) << result.status();
      done.Notify();
    });
    done.WaitForNotification();
  }

  v1::VerifyWork Verify(bool recompute) {
    VerifyWork work(*store_);
    JobPoint point;
    point.job.mutable_verify()->set_recompute(recompute);
    const StepContext context{"jobs/j", "tester", 0, [] { return false; }};
    for (;;) {
      auto step = work.Step(point, context);
      EXPECT_TRUE(step.ok()) << step.status();
      if (!step.ok()) return {};
      point = step->after;
      if (step->is_finished) return point.job.verify();
    }
  }

  // Puts `change` of a row in its place.
  void Rewrite(const std::string& key, const std::function<std::string(std::string)>& change) {
    const auto value = engine_->OpenView()->Get(key);
    ASSERT_TRUE(value.ok() && value->has_value());
    storage::Batch batch;
    batch.Put(key, change(**value));
    ASSERT_EQ(engine_->Commit(batch).outcome, storage::CommitOutcome::kDone);
  }
  // Changes the first record of a kind, with checksums that hold.
  template <typename Record>
  void RewriteRecord(Tag tag, const std::function<void(Record&)>& change) {
    Rewrite(storage::RowKey(tag, kPlace), [&](const std::string& value) {
      const auto row = storage::UnpackedRow::Unpack(value);
      std::vector<storage::TaggedRecord> records;
      for (size_t i = 0; i < row->count(); ++i) {
        records.push_back({std::string(row->record(i)), row->tag(i)});
      }
      Record record;
      EXPECT_TRUE(mapping::ParseStored("collections/water/documents/a/revisions/1", 0,
                                       records[0].bytes, &record));
      change(record);
      records[0] = mapping::ToStored(record);
      return storage::PackRecords(records, row->preamble());
    });
  }

  static constexpr DocumentKey kPlace{1, 1, 1};
  storage::Engine* engine_ = nullptr;
  std::unique_ptr<storage::RecordStore> store_;
};

TEST_F(VerifyWorkTest, ASoundStoreIsNotedAsVerified) {
  const v1::VerifyWork work = Verify(/*recompute=*/true);

  EXPECT_EQ(work.fault_count(), 0) << work.ShortDebugString();
  EXPECT_EQ(work.revisions(), 1);
  EXPECT_TRUE(store_->Status()->last_verified.has_value());
}

TEST_F(VerifyWorkTest, AFalsePointerIsFound) {
  RewriteRecord<v1::Commitment>(Tag::kCommitments, [](v1::Commitment& commitment) {
    v1::OffsetRange& range = *commitment.mutable_provenance()->mutable_source_ranges(0);
    range.set_start(range.start() + 3);  // another character
  });

  const v1::VerifyWork work = Verify(/*recompute=*/false);

  ASSERT_EQ(work.fault_count(), 1) << work.ShortDebugString();
  EXPECT_EQ(work.faults(0).name(), "collections/water/documents/a/revisions/1");
  EXPECT_EQ(work.faults(0).message(), "commitments 0: a pointer into text or source is false");
  EXPECT_FALSE(store_->Status()->last_verified.has_value());
}

TEST_F(VerifyWorkTest, APointerOutsideTheSourceIsFound) {
  RewriteRecord<v1::Section>(Tag::kSections, [](v1::Section& section) {
    section.mutable_provenance()->mutable_source_ranges(0)->set_end(1 << 20);
  });

  EXPECT_THAT(Verify(false).faults(0).message(), HasSubstr("sections 0: a pointer"));
}

TEST_F(VerifyWorkTest, AnotherDigestIsFoundOnlyByRecomputing) {
  v1::DocumentContent content;
  content.set_data(std::string(kLetter) + "另附说明。\n");
  auto draft = ingest::Prepare("", v1::Document(), content);
  ASSERT_TRUE(draft.ok());
  auto forged = std::make_shared<storage::RevisionDraft>(**draft);
  forged->result_digest = std::string(32, 'x');
  Put(forged, "b");

  EXPECT_EQ(Verify(false).fault_count(), 0);
  const v1::VerifyWork work = Verify(true);
  ASSERT_EQ(work.fault_count(), 1) << work.ShortDebugString();
  EXPECT_EQ(work.faults(0).name(), "collections/water/documents/b/revisions/1");
  EXPECT_THAT(work.faults(0).message(), HasSubstr("gives another digest"));
}

TEST_F(VerifyWorkTest, AnEngineOfAnotherVersionIsNotRecomputed) {
  v1::DocumentContent content;
  content.set_data(std::string(kLetter) + "另附说明。\n");
  auto draft = ingest::Prepare("", v1::Document(), content);
  ASSERT_TRUE(draft.ok());
  auto older = std::make_shared<storage::RevisionDraft>(**draft);
  older->result_digest = std::string(32, 'x');
  older->engine_version = "0";
  Put(older, "b");

  EXPECT_EQ(Verify(true).fault_count(), 0);
}

}  // namespace
}  // namespace pledge::jobs
