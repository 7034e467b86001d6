// A watch's cursor on a real record store in memory: what deletes, rollbacks and
// purges look like to it.
#include "service/query/change_cursor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "service/base/error.h"
#include "service/ingest/prepare.h"
#include "service/ingest/put_revision.h"
#include "storage/memory_engine.h"

namespace pledge::query {
namespace {

using storage::DocumentChange;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Letter(int kilometres) {
  return absl::StrCat(
      "临澜市水务局关于市政协第5号提案的答复函\n林清和委员：\n您提出的提案收悉，现答复如下：\n",
      "下一步，我局将于2025年底前完成", kilometres,
      "公里管网改造，制定管网巡检办法。\n临澜市水务局\n2024年6月12日\n");
}

class ChangeCursorTest : public ::testing::Test {
 protected:
  ChangeCursorTest() { store_ = *storage::RecordStore::Open(storage::NewMemoryEngine(), {}); }

  void Put(const std::string& text, const std::string& label = "") {
    v1::Document document;
    if (!label.empty()) (*document.mutable_labels())["label"] = label;
    v1::DocumentContent content;
    content.set_data(text);
    auto draft = ingest::Prepare("", document, content, *ingest::ReadHeadBase(*store_, "c", "a"));
    ASSERT_TRUE(draft.ok()) << draft.status();
    storage::PutDocumentRequest request;
    request.collection_id = "c";
    request.document_id = "a";
    request.if_exists = storage::IfExists::kNewRevision;
    request.draft = *std::move(draft);
    Wait([&](auto done) { store_->PutDocument(std::move(request), done); });
  }
  void Change(DocumentChange change, uint64_t ordinal = 0) {
    storage::ChangeDocumentRequest request;
    request.change = change;
    request.collection_id = "c";
    request.document_id = "a";
    request.ordinal = ordinal;
    if (change == DocumentChange::kPurge) {
      request.if_etag = store_->GetDocument("c", "a", store_->Head().number)->etag;
    }
    Wait([&](auto done) { store_->ChangeDocument(std::move(request), done); });
  }
  template <typename Write>
  void Wait(const Write& write) {
    absl::Notification ready;
    write([&](absl::StatusOr<storage::PutDocumentResult> result) {
      EXPECT_TRUE(result.ok()) << result.status();
      ready.Notify();
    });
    ready.WaitForNotification();
  }

  // A cursor that begins at this commit.
  std::unique_ptr<ChangeCursor> Begin(v1::WatchTarget target, bool with_deleted,
                                      storage::CommitNumber after) {
    v1::WatchChangesRequest request;
    request.set_target(target);
    request.mutable_selector()->add_parents("collections/c");
    request.mutable_selector()->set_include_deleted(with_deleted);
    request.set_include_previous(true);
    request.set_resume_token(store_->Seal("state", absl::StrCat(after)));
    auto cursor = ChangeCursor::Create(*store_, request);
    EXPECT_TRUE(cursor.ok()) << cursor.status();
    return *std::move(cursor);
  }
  // "ADDED <words>" of all changes up to the head.
  std::vector<std::string> Rest(ChangeCursor& cursor) {
    std::vector<std::string> out;
    for (;;) {
      v1::WatchChangesResponse message;
      const auto outcome = cursor.Next(&message);
      EXPECT_TRUE(outcome.ok()) << outcome.status();
      if (!outcome.ok() || *outcome == ChangeCursor::Outcome::kCaughtUp) break;
      for (const v1::Change& change : message.changes()) {
        const v1::Commitment& words =
            change.has_commitment() ? change.commitment() : change.previous_commitment();
        out.push_back(absl::StrCat(v1::ChangeKind_Name(change.kind()).substr(12), " ",
                                   words.text().empty() ? change.name() : words.text()));
      }
    }
    EXPECT_EQ(cursor.through(), store_->Head().number);
    return out;
  }

  std::unique_ptr<storage::RecordStore> store_;
};

constexpr char kOne[] = "于2025年底前完成1公里管网改造";
constexpr char kTwo[] = "于2025年底前完成2公里管网改造";
constexpr char kRules[] = "制定管网巡检办法";
constexpr char kName[] = "collections/c/documents/a";

TEST_F(ChangeCursorTest, ADeleteRemovesAndAnUndeleteAddsCommitments) {
  Put(Letter(1));
  auto cursor = Begin(v1::WATCH_TARGET_COMMITMENTS, false, 0);
  auto with_deleted = Begin(v1::WATCH_TARGET_COMMITMENTS, true, 0);
  const std::vector<std::string> added = {absl::StrCat("ADDED ", kOne),
                                          absl::StrCat("ADDED ", kRules)};
  EXPECT_EQ(Rest(*cursor), added);
  EXPECT_EQ(Rest(*with_deleted), added);

  Change(DocumentChange::kDelete);
  EXPECT_THAT(Rest(*cursor),
              ElementsAre(absl::StrCat("REMOVED ", kOne), absl::StrCat("REMOVED ", kRules)));
  EXPECT_THAT(Rest(*with_deleted), IsEmpty());

  Change(DocumentChange::kUndelete);
  EXPECT_EQ(Rest(*cursor), added);
  EXPECT_THAT(Rest(*with_deleted), IsEmpty());
}

TEST_F(ChangeCursorTest, ADeletedDocumentCeasesToMatchUnlessDeletedOnesDo) {
  Put(Letter(1));
  Change(DocumentChange::kDelete);
  Change(DocumentChange::kUndelete);

  EXPECT_THAT(Rest(*Begin(v1::WATCH_TARGET_DOCUMENTS, false, 0)),
              ElementsAre(absl::StrCat("ADDED ", kName), absl::StrCat("REMOVED ", kName),
                          absl::StrCat("ADDED ", kName)));
  EXPECT_THAT(Rest(*Begin(v1::WATCH_TARGET_DOCUMENTS, true, 0)),
              ElementsAre(absl::StrCat("ADDED ", kName), absl::StrCat("CHANGED ", kName),
                          absl::StrCat("CHANGED ", kName)));
}

// Of what was erased only the name is left, and old commits are passed over.
TEST_F(ChangeCursorTest, APurgeIsToldByNameAndLeavesNothingBehind) {
  Put(Letter(1));
  Change(DocumentChange::kDelete);
  const storage::CommitNumber deleted = store_->Head().number;
  Change(DocumentChange::kPurge);

  EXPECT_THAT(Rest(*Begin(v1::WATCH_TARGET_DOCUMENTS, true, deleted)),
              ElementsAre(absl::StrCat("REMOVED ", kName)));
  EXPECT_THAT(Rest(*Begin(v1::WATCH_TARGET_DOCUMENTS, false, deleted)), IsEmpty());
  EXPECT_THAT(Rest(*Begin(v1::WATCH_TARGET_DOCUMENTS, false, 0)), IsEmpty());
  EXPECT_THAT(Rest(*Begin(v1::WATCH_TARGET_COMMITMENTS, true, 0)), IsEmpty());

  Put(Letter(2));
  EXPECT_THAT(Rest(*Begin(v1::WATCH_TARGET_COMMITMENTS, false, 0)),
              ElementsAre(absl::StrCat("ADDED ", kTwo), absl::StrCat("ADDED ", kRules)));
}

TEST_F(ChangeCursorTest, ARollbackTakesTheLineageOfItsContent) {
  Put(Letter(1));
  Put(Letter(2));
  auto cursor = Begin(v1::WATCH_TARGET_COMMITMENTS, false, store_->Head().number);

  Change(DocumentChange::kRollback, 1);

  EXPECT_THAT(Rest(*cursor), ElementsAre(absl::StrCat("CHANGED ", kOne)));
}

TEST_F(ChangeCursorTest, LabelsChangeADocumentButNoCommitment) {
  Put(Letter(1));
  const storage::CommitNumber before = store_->Head().number;

  Put(Letter(1), "new");

  EXPECT_THAT(Rest(*Begin(v1::WATCH_TARGET_COMMITMENTS, false, before)), IsEmpty());
  EXPECT_THAT(Rest(*Begin(v1::WATCH_TARGET_DOCUMENTS, false, before)),
              ElementsAre(absl::StrCat("CHANGED ", kName)));
}

TEST_F(ChangeCursorTest, CommitsThatChangeNoDocumentMoveTheCursor) {
  auto cursor = Begin(v1::WATCH_TARGET_DOCUMENTS, false, 0);
  absl::Notification done;
  store_->CreateSession("c", "s", absl::Hours(1), [&](auto) { done.Notify(); });
  done.WaitForNotification();

  EXPECT_THAT(Rest(*cursor), IsEmpty());
  EXPECT_EQ(cursor->Checkpoint()->through().commit_number(), 1);
}

}  // namespace
}  // namespace pledge::query
