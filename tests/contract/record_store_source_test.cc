// The rows of source bytes and cleaned text: who shares them, how they are read in
// parts, and when they are gone. Run on every engine.
#include <gtest/gtest.h>

#include <memory>

#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using testing::Change;
using testing::EngineKinds;
using testing::MakeChange;
using testing::MakePut;
using testing::Put;
using testing::StoreTest;
using testing::TextRowBytes;

class RecordStoreSource : public StoreTest {
 protected:
  PutDocumentResult MustPut(PutDocumentRequest request) {
    auto result = Put(store(), std::move(request));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : PutDocumentResult();
  }
  StoredRevision MustChange(ChangeDocumentRequest request) {
    auto result = Change(store(), std::move(request));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->revision : StoredRevision();
  }
};

TEST_P(RecordStoreSource, AnotherTextOfTheSameBytesIsWritten) {
  const StoredRevision first = MustPut(MakePut("letters", "a", "bytes")).revision;
  PutDocumentRequest request = MakePut("letters", "a", "bytes", "after");
  auto draft = std::make_shared<RevisionDraft>(*request.draft);
  draft->text_rows.back() = PackBytes("other repairs");
  request.draft = draft;

  const PutDocumentResult result = MustPut(std::move(request));

  EXPECT_EQ(result.revision.content_commit, result.commit.number);
  EXPECT_EQ(*store().ReadTextRow(result.revision, 1), "other repairs");
  EXPECT_EQ(*store().ReadTextRow(first, 1), TextRowBytes("bytes", 1));
}

TEST_P(RecordStoreSource, ALargeSourceIsReadPieceByPiece) {
  std::string source(2 * kSourcePieceBytes + 3, 'x');
  source[kSourcePieceBytes] = 'y';
  const StoredRevision revision = MustPut(MakePut("letters", "a", source)).revision;

  EXPECT_EQ(*store().ReadSourcePiece(revision, 0), std::string(kSourcePieceBytes, 'x'));
  EXPECT_EQ(store().ReadSourcePiece(revision, 1)->substr(0, 2), "yx");
  EXPECT_EQ(*store().ReadSourcePiece(revision, 2), "xxx");
}

TEST_P(RecordStoreSource, PiecesOfAPurgedDocumentAreNotFound) {
  const StoredRevision revision = MustPut(MakePut("letters", "a", "text")).revision;
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kDelete, "letters", "a")).ok());
  EXPECT_EQ(*store().ReadTextRow(revision, 0), TextRowBytes("text", 0));
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kPurge, "letters", "a")).ok());

  EXPECT_EQ(ReasonOf(store().ReadSourcePiece(revision, 0).status()),
            ErrorReason::kDocumentNotFound);
  EXPECT_EQ(ReasonOf(store().ReadTextRow(revision, 0).status()), ErrorReason::kDocumentNotFound);
}

TEST_P(RecordStoreSource, ARollbackReadsTheTextOfTheRevisionThatItCopies) {
  const StoredRevision first = MustPut(MakePut("letters", "a", "one")).revision;
  MustPut(MakePut("letters", "a", "two"));
  ChangeDocumentRequest request = MakeChange(DocumentChange::kRollback, "letters", "a");
  request.ordinal = 1;

  const StoredRevision restored = MustChange(std::move(request));

  EXPECT_EQ(restored.content_commit, first.content_commit);
  EXPECT_EQ(*store().ReadTextRow(restored, 0), TextRowBytes("one", 0));
  EXPECT_EQ(*store().ReadSourcePiece(restored, 0), "one");
}

TEST_P(RecordStoreSource, TwoPutsOfOneGroupShareTheirText) {
  // Both wait for the same group: the second one meets rows that are not written.
  testing::Answers answers;
  for (const char* caller : {"before", "after"}) {
    store().PutDocument(MakePut("letters", "a", "text", caller), answers.Next());
  }
  const auto results = answers.Wait(2);

  ASSERT_TRUE(results[1].ok()) << results[1].status();
  EXPECT_EQ(results[1]->revision.content_commit, results[0]->revision.content_commit);
  EXPECT_EQ(*store().ReadTextRow(results[1]->revision, 1), TextRowBytes("text", 1));
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreSource, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
