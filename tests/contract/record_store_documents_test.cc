// Documents and revisions: what a put does, and what can be read afterwards at
// which commit. Run on every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/base/sha256.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using ::testing::ElementsAre;
using testing::EngineKinds;
using testing::MakeDraft;
using testing::MakePut;
using testing::Put;
using testing::RecordBytes;
using testing::StoreTest;
using testing::TextRowBytes;

class RecordStoreDocuments : public StoreTest {
 protected:
  PutDocumentResult MustPut(PutDocumentRequest request) {
    auto result = Put(store(), std::move(request));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : PutDocumentResult();
  }

  StoredRevision MustGet(std::string_view document_id, CommitNumber at) {
    auto revision = store().GetDocument("letters", document_id, at);
    EXPECT_TRUE(revision.ok()) << revision.status();
    return revision.ok() ? *revision : StoredRevision();
  }
};

std::optional<ErrorReason> ReasonOfPut(const absl::StatusOr<PutDocumentResult>& result) {
  return ReasonOf(result.status());
}

TEST_P(RecordStoreDocuments, EmptyStoreHasNoCommit) {
  EXPECT_EQ(store().Head().number, 0u);
  EXPECT_EQ(store().Oldest().number, 0u);
  EXPECT_EQ(store().Condition(), StoreCondition::kReadWrite);
  EXPECT_EQ(ReasonOf(store().GetDocument("letters", "a", 0).status()),
            ErrorReason::kDocumentNotFound);
}

TEST_P(RecordStoreDocuments, PutMakesTheFirstRevision) {
  const PutDocumentResult result = MustPut(MakePut("letters", "a", "text", "caller"));

  EXPECT_EQ(result.outcome, PutOutcome::kCreated);
  EXPECT_FALSE(result.replayed);
  EXPECT_EQ(result.commit.number, 1u);
  EXPECT_EQ(result.commit.time, clock_.Now());
  const StoredRevision& revision = result.revision;
  EXPECT_EQ(revision.collection_id, "letters");
  EXPECT_EQ(revision.document_id, "a");
  EXPECT_EQ(revision.ordinal, 1u);
  EXPECT_EQ(revision.cause, RevisionCause::kCreated);
  EXPECT_EQ(revision.uid.size(), 36u);
  EXPECT_EQ(revision.etag.front(), '"');
  EXPECT_EQ(revision.etag.back(), '"');
  EXPECT_EQ(revision.commit.number, 1u);
  EXPECT_EQ(revision.create_time, clock_.Now());
  EXPECT_EQ(revision.previous_commit, 0u);
  EXPECT_EQ(revision.source_sha256, Sha256("text"));
  EXPECT_EQ(revision.source_size, 4u);
  EXPECT_EQ(revision.engine_version, "test-1");
  EXPECT_EQ(revision.chain_digest.size(), 32u);
  EXPECT_EQ(revision.actor, "tester");
  EXPECT_EQ(revision.document, "fields of caller");
  EXPECT_EQ(revision.analysis_state, 2);
  EXPECT_TRUE(revision.is_head);
}

TEST_P(RecordStoreDocuments, ReadsGiveWhatWasPut) {
  const PutDocumentResult result = MustPut(MakePut("letters", "a", "text"));

  const StoredRevision read = MustGet("a", head());

  EXPECT_EQ(read.etag, result.revision.etag);
  EXPECT_EQ(read.uid, result.revision.uid);
  EXPECT_EQ(read.chain_digest, result.revision.chain_digest);
  EXPECT_EQ(read.commit.time, result.revision.commit.time);
  EXPECT_TRUE(read.is_head);
  EXPECT_EQ(*store().ReadSource(read), "text");
  for (const RecordKind kind :
       {RecordKind::kSections, RecordKind::kCommitments, RecordKind::kAchievements}) {
    const auto row = store().ReadRecords(read, kind);
    ASSERT_TRUE(row.ok()) << row.status();
    ASSERT_EQ(row->count(), 3u);
    EXPECT_EQ(row->record(2), RecordBytes(kind, "text", 2));
    EXPECT_EQ(row->tag(1), 2);
    EXPECT_EQ(row->preamble(), "preamble");
  }
}

TEST_P(RecordStoreDocuments, EmptyAndLargeSourcesComeBack) {
  std::string large;
  for (int i = 0; large.size() < (700 << 10); ++i) large += Sha256(std::to_string(i));
  MustPut(MakePut("letters", "empty", ""));
  MustPut(MakePut("letters", "large", large));

  EXPECT_EQ(*store().ReadSource(MustGet("empty", head())), "");
  EXPECT_EQ(*store().ReadSource(MustGet("large", head())), large);
}

TEST_P(RecordStoreDocuments, OtherBytesMakeANewRevision) {
  const StoredRevision first = MustPut(MakePut("letters", "a", "one")).revision;
  clock_.Advance(absl::Seconds(5));

  const PutDocumentResult result = MustPut(MakePut("letters", "a", "two"));

  EXPECT_EQ(result.outcome, PutOutcome::kUpdated);
  EXPECT_EQ(result.revision.ordinal, 2u);
  EXPECT_EQ(result.revision.cause, RevisionCause::kContentReplaced);
  EXPECT_EQ(result.revision.previous_commit, first.commit.number);
  EXPECT_EQ(result.revision.uid, first.uid);
  EXPECT_EQ(result.revision.create_time, first.create_time);
  EXPECT_NE(result.revision.etag, first.etag);
  EXPECT_NE(result.revision.chain_digest, first.chain_digest);
  EXPECT_EQ(*store().ReadSource(result.revision), "two");
}

TEST_P(RecordStoreDocuments, EachCommitKeepsItsState) {
  const CommitNumber before = MustPut(MakePut("letters", "other", "x")).commit.number;
  const CommitNumber first = MustPut(MakePut("letters", "a", "one")).commit.number;
  const CommitNumber second = MustPut(MakePut("letters", "a", "two")).commit.number;

  EXPECT_EQ(ReasonOf(store().GetDocument("letters", "a", before).status()),
            ErrorReason::kDocumentNotFound);
  EXPECT_EQ(MustGet("a", first).ordinal, 1u);
  EXPECT_EQ(*store().ReadSource(MustGet("a", first)), "one");
  EXPECT_TRUE(MustGet("a", first).is_head);
  EXPECT_EQ(MustGet("a", second).ordinal, 2u);
}

TEST_P(RecordStoreDocuments, RevisionsAreReadByOrdinal) {
  for (int i = 1; i <= 12; ++i) MustPut(MakePut("letters", "a", "text " + std::to_string(i)));
  const auto get = [&](uint64_t ordinal, CommitNumber at) {
    return store().GetRevision("letters", "a", ordinal, at);
  };

  for (uint64_t ordinal = 1; ordinal <= 12; ++ordinal) {
    const auto revision = get(ordinal, head());
    ASSERT_TRUE(revision.ok()) << revision.status();
    EXPECT_EQ(revision->ordinal, ordinal);
    EXPECT_EQ(revision->is_head, ordinal == 12);
    EXPECT_EQ(*store().ReadSource(*revision), "text " + std::to_string(ordinal));
  }
  EXPECT_TRUE(get(5, 5)->is_head);
  EXPECT_EQ(ReasonOf(get(6, 5).status()), ErrorReason::kRevisionNotFound);
  EXPECT_EQ(ReasonOf(get(13, head()).status()), ErrorReason::kRevisionNotFound);
  EXPECT_EQ(ReasonOf(get(0, head()).status()), ErrorReason::kRevisionNotFound);
  EXPECT_EQ(ReasonOf(store().GetRevision("letters", "none", 1, head()).status()),
            ErrorReason::kDocumentNotFound);
}

TEST_P(RecordStoreDocuments, SameBytesAndFieldsMakeNoRevision) {
  const PutDocumentResult first = MustPut(MakePut("letters", "a", "text", "caller"));

  const PutDocumentResult again = MustPut(MakePut("letters", "a", "text", "caller"));

  EXPECT_EQ(again.outcome, PutOutcome::kUnchanged);
  EXPECT_EQ(again.revision.ordinal, 1u);
  EXPECT_EQ(again.revision.etag, first.revision.etag);
  EXPECT_EQ(again.commit.number, first.commit.number);
  EXPECT_EQ(head(), first.commit.number);
}

TEST_P(RecordStoreDocuments, OtherFieldsShareTheRowsOfTheSameBytes) {
  const StoredRevision first = MustPut(MakePut("letters", "a", "text", "before")).revision;

  const PutDocumentResult result = MustPut(MakePut("letters", "a", "text", "after"));

  EXPECT_EQ(result.outcome, PutOutcome::kUpdated);
  EXPECT_EQ(result.revision.cause, RevisionCause::kMetadataUpdated);
  EXPECT_EQ(result.revision.source_commit, first.source_commit);
  EXPECT_EQ(result.revision.content_commit, first.content_commit);
  EXPECT_EQ(result.revision.document, "fields of after");
  EXPECT_EQ(*store().ReadSource(result.revision), "text");
  EXPECT_EQ(store().ReadRecords(result.revision, RecordKind::kSections)->count(), 3u);
  EXPECT_EQ(*store().ReadTextRow(result.revision, 1), TextRowBytes("text", 1));
}

TEST_P(RecordStoreDocuments, OtherRecordsOfTheSameBytesAreWritten) {
  const StoredRevision first = MustPut(MakePut("letters", "a", "text")).revision;
  PutDocumentRequest request = MakePut("letters", "a", "text");
  request.draft = MakeDraft("text", "after", /*records=*/5);

  const PutDocumentResult result = MustPut(std::move(request));

  EXPECT_EQ(result.revision.source_commit, first.source_commit);
  EXPECT_EQ(result.revision.content_commit, result.commit.number);
  EXPECT_EQ(store().ReadRecords(result.revision, RecordKind::kSections)->count(), 5u);
  EXPECT_EQ(store().ReadRecords(first, RecordKind::kSections)->count(), 3u);
}

TEST_P(RecordStoreDocuments, CreateRefusesADocumentThatIsThere) {
  MustPut(MakePut("letters", "a", "text"));
  PutDocumentRequest request = MakePut("letters", "a", "text");
  request.if_exists = IfExists::kFail;

  const auto result = Put(store(), std::move(request));

  EXPECT_EQ(ReasonOfPut(result), ErrorReason::kDocumentExists);
  EXPECT_EQ(head(), 1u);
}

TEST_P(RecordStoreDocuments, EtagsAreChecked) {
  const auto put = [&](std::string document_id, std::string source, std::string etag) {
    PutDocumentRequest request = MakePut("letters", std::move(document_id), source);
    request.if_etag = std::move(etag);
    return Put(store(), std::move(request));
  };
  EXPECT_EQ(ReasonOfPut(put("a", "one", "*")), ErrorReason::kDocumentNotFound);
  EXPECT_EQ(ReasonOfPut(put("a", "one", "\"x\"")), ErrorReason::kDocumentNotFound);
  const auto created = put("a", "one", "-");
  ASSERT_TRUE(created.ok());

  EXPECT_EQ(ReasonOfPut(put("a", "two", "-")), ErrorReason::kDocumentExists);
  const auto mismatch = put("a", "two", "\"x\"");
  EXPECT_EQ(ReasonOfPut(mismatch), ErrorReason::kEtagMismatch);
  EXPECT_EQ(MetadataOf(mismatch.status()).at("etag"), created->revision.etag);
  EXPECT_EQ(put("a", "two", created->revision.etag)->revision.ordinal, 2u);
  EXPECT_EQ(put("a", "three", "*")->revision.ordinal, 3u);
  EXPECT_EQ(ReasonOfPut(put("a", "four", created->revision.etag)), ErrorReason::kEtagMismatch);
}

// The draft of `source`, matched with the head of commit `base`.
PutDocumentRequest MakePutOnto(CommitNumber base, std::string_view source) {
  PutDocumentRequest request = MakePut("letters", "a", source);
  RevisionDraft draft = *request.draft;
  draft.base_commit = base;
  draft.uid = "0123456789abcdef";
  request.draft = std::make_shared<const RevisionDraft>(std::move(draft));
  return request;
}

TEST_P(RecordStoreDocuments, DraftsMatchedWithAnotherHeadAreRefused) {
  EXPECT_EQ(ReasonOfPut(Put(store(), MakePutOnto(7, "one"))), ErrorReason::kHeadMoved);
  EXPECT_EQ(head(), 0u);
  const PutDocumentResult first = MustPut(MakePutOnto(0, "one"));
  EXPECT_EQ(ReasonOfPut(Put(store(), MakePutOnto(0, "two"))), ErrorReason::kHeadMoved);
  EXPECT_EQ(head(), 1u);

  const PutDocumentResult second = MustPut(MakePutOnto(first.commit.number, "two"));

  EXPECT_EQ(second.revision.ordinal, 2u);
  EXPECT_EQ(second.revision.uid, first.revision.uid);
  // What changes nothing needs no match.
  EXPECT_EQ(MustPut(MakePutOnto(first.commit.number, "two")).outcome, PutOutcome::kUnchanged);
}

TEST_P(RecordStoreDocuments, TheFirstDraftGivesTheUid) {
  EXPECT_EQ(MustPut(MakePutOnto(0, "one")).revision.uid, "30313233-3435-3637-3839-616263646566");
}

// Both see the same head and are applied in one group.
TEST_P(RecordStoreDocuments, OfTwoDraftsOntoOneHeadTheSecondIsRefused) {
  const CommitNumber base = MustPut(MakePut("letters", "a", "one")).commit.number;
  testing::Answers answers;

  store().PutDocument(MakePutOnto(base, "two"), answers.Next());
  store().PutDocument(MakePutOnto(base, "three"), answers.Next());

  const auto results = answers.Wait(2);
  EXPECT_TRUE(results[0].ok()) << results[0].status();
  EXPECT_EQ(ReasonOf(results[1].status()), ErrorReason::kHeadMoved);
}

TEST_P(RecordStoreDocuments, CollectionsHoldTheirOwnDocuments) {
  MustPut(MakePut("letters", "a", "one"));
  MustPut(MakePut("policies", "a", "two"));

  EXPECT_EQ(*store().ReadSource(*store().GetDocument("letters", "a", head())), "one");
  EXPECT_EQ(*store().ReadSource(*store().GetDocument("policies", "a", head())), "two");
  EXPECT_NE(store().GetDocument("letters", "a", head())->uid,
            store().GetDocument("policies", "a", head())->uid);
}

TEST_P(RecordStoreDocuments, IdsThatKeysCannotHoldAreRefused) {
  EXPECT_EQ(ReasonOfPut(Put(store(), MakePut("letters", "", "x"))), ErrorReason::kFieldInvalid);
  EXPECT_EQ(ReasonOfPut(Put(store(), MakePut("", "a", "x"))), ErrorReason::kFieldInvalid);
  EXPECT_EQ(ReasonOfPut(Put(store(), MakePut("letters", std::string("a\0b", 3), "x"))),
            ErrorReason::kFieldInvalid);
  EXPECT_EQ(head(), 0u);
}

TEST_P(RecordStoreDocuments, StatesOutsideTheHistoryAreRefused) {
  MustPut(MakePut("letters", "a", "one"));

  EXPECT_EQ(ReasonOf(store().GetDocument("letters", "a", head() + 1).status()),
            ErrorReason::kHistoryTrimmed);
  EXPECT_EQ(ReasonOf(store().PointOf(head() + 1).status()), ErrorReason::kHistoryTrimmed);
  ScanSelector selector;
  selector.at = head() + 1;
  EXPECT_EQ(ReasonOf(store().Pull(selector, {}, {1}, nullptr).status()),
            ErrorReason::kHistoryTrimmed);
}

TEST_P(RecordStoreDocuments, EverythingIsThereAfterReopening) {
  const StoredRevision first = MustPut(MakePut("letters", "a", "one")).revision;
  const PutDocumentResult second = MustPut(MakePut("letters", "a", "two"));
  const std::string store_id = store().StoreId();
  const std::string token = store().Seal("test", "payload");

  Reopen();

  EXPECT_EQ(store().StoreId(), store_id);
  EXPECT_EQ(*store().Unseal("test", token), "payload");
  EXPECT_EQ(store().Head().number, second.commit.number);
  EXPECT_EQ(store().Head().time, second.commit.time);
  EXPECT_EQ(MustGet("a", head()).etag, second.revision.etag);
  EXPECT_EQ(MustGet("a", first.commit.number).etag, first.etag);
  EXPECT_EQ(MustPut(MakePut("letters", "b", "x")).revision.document_number,
            first.document_number + 1);
  EXPECT_EQ(MustPut(MakePut("policies", "b", "x")).revision.collection_number,
            first.collection_number + 1);
  EXPECT_EQ(MustPut(MakePut("letters", "a", "two")).outcome, PutOutcome::kUnchanged);
}

TEST_P(RecordStoreDocuments, StoresHaveIdentitiesOfTheirOwn) {
  const auto other_home = GetParam().make_home();
  const auto other = *RecordStore::Open(other_home->Open(), {});

  EXPECT_NE(store().StoreId(), other->StoreId());
  EXPECT_EQ(ReasonOf(other->Unseal("test", store().Seal("test", "x")).status()),
            ErrorReason::kTokenMalformed);
}

TEST_P(RecordStoreDocuments, CommitTimesGrowWhateverTheClockDoes) {
  const absl::Time start = clock_.Now();
  std::vector<absl::Time> times;
  for (const absl::Duration jump : {absl::Hours(1), -absl::Hours(30), absl::ZeroDuration(),
                                    absl::Hours(24 * 3650), -absl::Hours(24 * 7300)}) {
    clock_.Advance(jump);
    times.push_back(MustPut(MakePut("letters", "a", std::to_string(times.size()))).commit.time);
    Reopen();
  }

  EXPECT_EQ(times[0], start + absl::Hours(1));
  for (size_t i = 1; i < times.size(); ++i) EXPECT_GT(times[i], times[i - 1]);
  EXPECT_EQ(times[1], times[0] + absl::Microseconds(1));
}

TEST_P(RecordStoreDocuments, PointsAreFoundByNumberAndTime) {
  std::vector<CommitPoint> points = {{}};
  for (int i = 0; i < 40; ++i) {
    clock_.Advance(absl::Seconds(10));
    points.push_back(MustPut(MakePut("letters", "a", std::to_string(i))).commit);
  }

  for (const CommitPoint& point : points) {
    EXPECT_EQ(store().PointOf(point.number)->time, point.time);
    EXPECT_EQ(store().PointAtTime(point.time)->number, point.number);
    EXPECT_EQ(store().PointAtTime(point.time + absl::Seconds(9))->number, point.number);
  }
  EXPECT_EQ(store().PointAtTime(points[1].time - absl::Microseconds(1))->number, 0u);
  EXPECT_EQ(store().PointAtTime(absl::InfiniteFuture())->number, head());
  EXPECT_EQ(store().PointAtTime(absl::InfinitePast())->number, 0u);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreDocuments, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
