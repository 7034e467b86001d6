// Ingest sessions and request ids: one effect and one answer for each item and
// each request, however often it is sent. Run on every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "service/base/sha256.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using testing::Answers;
using testing::AttachSession;
using testing::CreateSession;
using testing::EngineKinds;
using testing::ItemDigest;
using testing::MakeItem;
using testing::MakePut;
using testing::Put;
using testing::StoreTest;

std::optional<ErrorReason> ReasonOfPut(const absl::StatusOr<PutDocumentResult>& result) {
  return ReasonOf(result.status());
}

class RecordStoreSessions : public StoreTest {
 protected:
  void Open(const std::string& session_id = "s") {
    ASSERT_TRUE(CreateSession(store(), "letters", session_id).ok());
    const auto attached = AttachSession(store(), "letters", session_id);
    ASSERT_TRUE(attached.ok()) << attached.status();
    epoch_ = attached->epoch;
  }

  absl::StatusOr<PutDocumentResult> Send(int64_t sequence, std::string document_id,
                                         std::string_view source) {
    return Put(store(), Item(sequence, std::move(document_id), source));
  }

  PutDocumentRequest Item(int64_t sequence, std::string document_id, std::string_view source) {
    return MakeItem("letters", "s", epoch_, sequence, std::move(document_id), source);
  }

  StoredSession Session() { return *store().GetSession("letters", "s"); }

  int64_t epoch_ = 0;
};

TEST_P(RecordStoreSessions, NewSessionIsEmpty) {
  const auto created = CreateSession(store(), "letters", "s", absl::Hours(2));

  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->collection_id, "letters");
  EXPECT_EQ(created->session_id, "s");
  EXPECT_FALSE(created->expired);
  EXPECT_EQ(created->durable_sequence, 0);
  EXPECT_EQ(created->epoch, 0);
  EXPECT_EQ(created->create_time, clock_.Now());
  EXPECT_EQ(created->expire_time, clock_.Now() + absl::Hours(2));
  EXPECT_EQ(created->commit.number, 1u);
  EXPECT_EQ(Session().create_time, created->create_time);
}

TEST_P(RecordStoreSessions, CreatingAgainReturnsTheSession) {
  Open();
  ASSERT_TRUE(Send(1, "a", "x").ok());
  const CommitNumber before = head();

  const auto again = CreateSession(store(), "letters", "s");

  EXPECT_EQ(again->durable_sequence, 1);
  EXPECT_EQ(again->epoch, epoch_);
  EXPECT_EQ(head(), before);
}

TEST_P(RecordStoreSessions, UnknownSessionsAreRefused) {
  EXPECT_EQ(ReasonOf(store().GetSession("letters", "s").status()), ErrorReason::kSessionNotFound);
  EXPECT_EQ(ReasonOf(AttachSession(store(), "letters", "s").status()),
            ErrorReason::kSessionNotFound);
  EXPECT_EQ(ReasonOfPut(Send(1, "a", "x")), ErrorReason::kSessionNotFound);
  Open();
  EXPECT_EQ(ReasonOf(store().GetSession("letters", "t").status()), ErrorReason::kSessionNotFound);
  EXPECT_EQ(ReasonOf(store().FindItemResult("letters", "t", 1, "").status()),
            ErrorReason::kSessionNotFound);
}

TEST_P(RecordStoreSessions, ItemsMoveTheSession) {
  Open();

  EXPECT_EQ(Send(1, "a", "one")->outcome, PutOutcome::kCreated);
  EXPECT_EQ(Send(2, "a", "three")->outcome, PutOutcome::kUpdated);
  EXPECT_EQ(Send(3, "a", "three")->outcome, PutOutcome::kUnchanged);
  EXPECT_EQ(Send(4, "b", "x")->outcome, PutOutcome::kCreated);

  const StoredSession session = Session();
  EXPECT_EQ(session.durable_sequence, 4);
  EXPECT_EQ(session.created, 2);
  EXPECT_EQ(session.updated, 1);
  EXPECT_EQ(session.unchanged, 1);
  EXPECT_EQ(session.failed, 0);
  EXPECT_EQ(session.bytes_stored, 3 + 5 + 1);
  EXPECT_EQ(session.commit.number, head());
}

TEST_P(RecordStoreSessions, EachDurableResultHasACommitOfItsOwn) {
  Open();
  const CommitNumber before = head();

  const auto created = Send(1, "a", "x");
  const auto unchanged = Send(2, "a", "x");

  EXPECT_EQ(created->commit.number, before + 1);
  EXPECT_EQ(unchanged->commit.number, before + 2);
  EXPECT_EQ(unchanged->revision.commit.number, before + 1);
}

TEST_P(RecordStoreSessions, DurableSequenceIsAnsweredFromTheStore) {
  Open();
  const auto first = Send(1, "a", "one");
  ASSERT_TRUE(Send(2, "a", "two").ok());
  const CommitNumber before = head();

  const auto again = Send(1, "a", "one");

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->outcome, PutOutcome::kCreated);
  EXPECT_EQ(again->revision.document_id, "a");
  EXPECT_EQ(again->revision.ordinal, 1u);
  EXPECT_EQ(again->revision.commit.number, first->revision.commit.number);
  EXPECT_EQ(again->revision.analysis_state, 2);
  EXPECT_EQ(again->commit.number, first->commit.number);
  EXPECT_EQ(again->commit.time, first->commit.time);
  EXPECT_EQ(head(), before);
  EXPECT_EQ(Session().durable_sequence, 2);
}

TEST_P(RecordStoreSessions, DurableSequenceWithAnotherItemIsRefused) {
  Open();
  ASSERT_TRUE(Send(1, "a", "one").ok());

  EXPECT_EQ(ReasonOfPut(Send(1, "a", "other")), ErrorReason::kSequenceReused);
  EXPECT_EQ(ReasonOf(store().FindItemResult("letters", "s", 1, "other").status()),
            ErrorReason::kSequenceReused);
}

TEST_P(RecordStoreSessions, GapsAreRefusedWithTheExpectedSequence) {
  Open();
  ASSERT_TRUE(Send(1, "a", "one").ok());

  const auto gap = Send(3, "a", "three");

  EXPECT_EQ(ReasonOfPut(gap), ErrorReason::kSequenceGap);
  EXPECT_EQ(MetadataOf(gap.status()).at("expected_sequence"), "2");
  EXPECT_EQ(ReasonOfPut(Send(0, "a", "x")), ErrorReason::kSequenceGap);
  EXPECT_EQ(ReasonOfPut(Send(-1, "a", "x")), ErrorReason::kSequenceGap);
  EXPECT_EQ(Session().durable_sequence, 1);
}

TEST_P(RecordStoreSessions, FailedExpectationIsADurableResult) {
  Open();
  PutDocumentRequest request = Item(1, "a", "one");
  request.if_etag = "*";

  const auto rejected = Put(store(), request);

  ASSERT_TRUE(rejected.ok()) << rejected.status();
  EXPECT_EQ(rejected->outcome, PutOutcome::kRejected);
  EXPECT_EQ(rejected->revision.ordinal, 0u);
  EXPECT_EQ(ReasonOf(rejected->rejection), ErrorReason::kDocumentNotFound);
  EXPECT_EQ(rejected->commit.number, head());
  EXPECT_EQ(Session().failed, 1);
  EXPECT_EQ(Session().durable_sequence, 1);
  EXPECT_TRUE(Send(2, "a", "one").ok());
  // The document is there by now, yet the answer stays what it was.
  const auto again = Put(store(), request);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->outcome, PutOutcome::kRejected);
  EXPECT_EQ(again->rejection, rejected->rejection);
}

TEST_P(RecordStoreSessions, EtagMismatchKeepsItsMetadata) {
  Open();
  const auto created = Send(1, "a", "one");
  PutDocumentRequest request = Item(2, "a", "two");
  request.if_etag = "\"other\"";
  ASSERT_TRUE(Put(store(), request).ok());

  Reopen();
  const auto again = Put(store(), request);

  EXPECT_EQ(ReasonOf(again->rejection), ErrorReason::kEtagMismatch);
  EXPECT_EQ(MetadataOf(again->rejection).at("etag"), created->revision.etag);
}

TEST_P(RecordStoreSessions, ItemRefusedBeforeTheStoreHasADurableResult) {
  Open();
  PutDocumentRequest request = Item(1, std::string("\xff\0 no id", 8), "x");
  request.draft = nullptr;
  request.rejection =
      MakeError(ErrorReason::kCharsetUndecodable, "content.data: no charset", {{"field", "data"}});

  const auto rejected = Put(store(), request);
  Reopen();
  const auto stored = store().FindItemResult("letters", "s", 1, request.item->digest);

  EXPECT_EQ(rejected->outcome, PutOutcome::kRejected);
  ASSERT_TRUE(stored.ok()) << stored.status();
  ASSERT_TRUE(stored->has_value());
  EXPECT_EQ((*stored)->rejection, request.rejection);
  EXPECT_EQ((*stored)->revision.document_id, request.document_id);
}

TEST_P(RecordStoreSessions, RejectionWithoutAReasonKeepsItsCode) {
  Open();
  PutDocumentRequest request = Item(1, "a", "x");
  request.draft = nullptr;
  request.rejection = absl::InvalidArgumentError("why");
  ASSERT_TRUE(Put(store(), request).ok());

  EXPECT_EQ(Put(store(), request)->rejection, absl::InvalidArgumentError("why"));
}

TEST_P(RecordStoreSessions, FindItemResultTellsWhatIsDurable) {
  Open();
  ASSERT_TRUE(Send(1, "a", "one").ok());

  const auto found = store().FindItemResult("letters", "s", 1, ItemDigest("a", "one"));
  const auto next = store().FindItemResult("letters", "s", 2, ItemDigest("a", "two"));

  EXPECT_EQ((*found)->outcome, PutOutcome::kCreated);
  EXPECT_EQ((*found)->revision.ordinal, 1u);
  EXPECT_EQ(*next, std::nullopt);
}

TEST_P(RecordStoreSessions, AttachingFencesOlderStreams) {
  Open();
  ASSERT_TRUE(Send(1, "a", "one").ok());
  ASSERT_EQ(AttachSession(store(), "letters", "s")->epoch, epoch_ + 1);

  const auto fenced = Send(2, "a", "two");
  const auto resent = Send(1, "a", "one");
  epoch_ += 2;
  const auto ahead = Send(2, "a", "two");

  EXPECT_EQ(ReasonOfPut(fenced), ErrorReason::kSessionFenced);
  EXPECT_EQ(MetadataOf(fenced.status()).at("epoch"), std::to_string(epoch_ - 1));
  EXPECT_EQ(ReasonOfPut(resent), ErrorReason::kSessionFenced);
  EXPECT_EQ(ReasonOfPut(ahead), ErrorReason::kSessionFenced);
  EXPECT_EQ(Session().durable_sequence, 1);
}

TEST_P(RecordStoreSessions, UnusedSessionExpires) {
  Open();
  clock_.Advance(absl::Minutes(59));
  ASSERT_TRUE(Send(1, "a", "one").ok());
  clock_.Advance(absl::Minutes(59));
  EXPECT_FALSE(Session().expired);
  ASSERT_TRUE(AttachSession(store(), "letters", "s").ok());
  ++epoch_;

  clock_.Advance(absl::Minutes(60));

  EXPECT_TRUE(Session().expired);
  EXPECT_EQ(ReasonOfPut(Send(2, "a", "two")), ErrorReason::kSessionExpired);
  EXPECT_EQ(ReasonOf(AttachSession(store(), "letters", "s").status()),
            ErrorReason::kSessionExpired);
  EXPECT_TRUE(CreateSession(store(), "letters", "s")->expired);
}

TEST_P(RecordStoreSessions, SessionsGoOnAfterReopening) {
  Open();
  for (int i = 1; i <= 5; ++i) ASSERT_TRUE(Send(i, absl::StrCat("d", i), "x").ok());
  const StoredSession before = Session();

  Reopen();

  EXPECT_EQ(Session().durable_sequence, before.durable_sequence);
  EXPECT_EQ(Session().expire_time, before.expire_time);
  EXPECT_EQ(Session().epoch, before.epoch);
  EXPECT_EQ(Session().commit.number, before.commit.number);
  for (int i = 1; i <= 5; ++i) {
    EXPECT_TRUE(Send(i, absl::StrCat("d", i), "x")->replayed);
  }
  EXPECT_EQ(Send(6, "d6", "x")->outcome, PutOutcome::kCreated);
}

// All of it waits for one group: the items must see each other.
TEST_P(RecordStoreSessions, ItemsOfOneGroupSeeEachOther) {
  Open();
  Answers answers;
  faults_->Hold();
  store().PutDocument(MakePut("letters", "z", "first group"), answers.Next());
  store().PutDocument(Item(1, "a", "one"), answers.Next());
  store().PutDocument(Item(2, "a", "two"), answers.Next());
  store().PutDocument(Item(2, "a", "two"), answers.Next());
  store().PutDocument(Item(2, "a", "other"), answers.Next());
  store().PutDocument(Item(3, "a", "two"), answers.Next());
  store().PutDocument(Item(5, "a", "five"), answers.Next());
  PutDocumentRequest mismatch = Item(4, "a", "four");
  mismatch.if_etag = "\"other\"";
  store().PutDocument(mismatch, answers.Next());
  store().PutDocument(Item(5, "a", "five"), answers.Next());
  faults_->Release();

  const auto results = answers.Wait(9);

  EXPECT_EQ(results[1]->outcome, PutOutcome::kCreated);
  EXPECT_EQ(results[2]->outcome, PutOutcome::kUpdated);
  EXPECT_EQ(results[2]->revision.previous_commit, results[1]->commit.number);
  EXPECT_TRUE(results[3]->replayed);
  EXPECT_EQ(results[3]->commit.number, results[2]->commit.number);
  EXPECT_EQ(ReasonOfPut(results[4]), ErrorReason::kSequenceReused);
  EXPECT_EQ(results[5]->outcome, PutOutcome::kUnchanged);
  EXPECT_EQ(ReasonOfPut(results[6]), ErrorReason::kSequenceGap);
  EXPECT_EQ(MetadataOf(results[7]->rejection).at("etag"), results[2]->revision.etag);
  EXPECT_EQ(results[8]->revision.ordinal, 3u);
  EXPECT_EQ(Session().durable_sequence, 5);
  for (int i = 1; i <= 5; ++i) {
    const char* const sources[] = {"one", "two", "two", "four", "five"};
    EXPECT_TRUE(
        store().FindItemResult("letters", "s", i, ItemDigest("a", sources[i - 1]))->has_value());
  }
}

class RecordStoreRequests : public StoreTest {
 protected:
  absl::StatusOr<PutDocumentResult> Send(std::string request_id, std::string source,
                                         std::string principal = "p", std::string method = "m") {
    PutDocumentRequest request = MakePut("letters", "a", source);
    request.request = {std::move(principal), std::move(method), std::move(request_id),
                       Sha256(source)};
    return Put(store(), std::move(request));
  }
};

TEST_P(RecordStoreRequests, RepeatedRequestHasOneEffectAndOneAnswer) {
  const auto first = Send("r1", "one");
  ASSERT_TRUE(Send("r2", "two").ok());
  const CommitNumber before = head();

  const auto again = Send("r1", "one");
  Reopen();
  const auto later = Send("r1", "one");

  for (const auto& answer : {again, later}) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_TRUE(answer->replayed);
    EXPECT_EQ(answer->outcome, PutOutcome::kCreated);
    EXPECT_EQ(answer->commit.number, first->commit.number);
    EXPECT_EQ(answer->commit.time, first->commit.time);
    EXPECT_EQ(answer->revision.etag, first->revision.etag);
    EXPECT_EQ(answer->revision.document, first->revision.document);
    EXPECT_EQ(answer->revision.collection_id, "letters");
    EXPECT_TRUE(answer->revision.is_head);
  }
  EXPECT_EQ(head(), before);
}

TEST_P(RecordStoreRequests, RequestIdWithAnotherRequestIsRefused) {
  ASSERT_TRUE(Send("r1", "one").ok());

  EXPECT_EQ(ReasonOfPut(Send("r1", "two")), ErrorReason::kRequestIdReused);
}

TEST_P(RecordStoreRequests, PrincipalsAndMethodsHaveIdsOfTheirOwn) {
  ASSERT_TRUE(Send("r1", "one").ok());

  EXPECT_EQ(Send("r1", "two", "other", "m")->outcome, PutOutcome::kUpdated);
  EXPECT_EQ(Send("r1", "three", "p", "other")->outcome, PutOutcome::kUpdated);
  EXPECT_EQ(Send("1", "four", "pr", "m")->outcome, PutOutcome::kUpdated);
}

TEST_P(RecordStoreRequests, UnchangedIsADurableAnswer) {
  ASSERT_TRUE(Send("r1", "one").ok());
  const auto unchanged = Send("r2", "one");
  ASSERT_TRUE(Send("r3", "two").ok());

  const auto again = Send("r2", "one");

  EXPECT_EQ(unchanged->outcome, PutOutcome::kUnchanged);
  EXPECT_EQ(unchanged->commit.number, 2u);
  EXPECT_EQ(again->outcome, PutOutcome::kUnchanged);
  EXPECT_EQ(again->commit.number, 2u);
  EXPECT_EQ(again->revision.ordinal, 1u);
}

TEST_P(RecordStoreRequests, FailedRequestLeavesItsIdFree) {
  PutDocumentRequest request = MakePut("letters", "a", "one");
  request.if_etag = "*";
  request.request = {"p", "m", "r1", "digest"};
  EXPECT_EQ(ReasonOfPut(Put(store(), request)), ErrorReason::kDocumentNotFound);
  request.if_etag = "";

  EXPECT_EQ(Put(store(), request)->outcome, PutOutcome::kCreated);
}

TEST_P(RecordStoreRequests, TwinsInOneGroupHaveOneEffect) {
  PutDocumentRequest request = MakePut("letters", "a", "one");
  request.request = {"p", "m", "r1", "digest"};
  PutDocumentRequest reused = request;
  reused.request->digest = "other";
  Answers answers;
  faults_->Hold();
  store().PutDocument(MakePut("letters", "z", "first group"), answers.Next());
  store().PutDocument(request, answers.Next());
  store().PutDocument(request, answers.Next());
  store().PutDocument(reused, answers.Next());
  faults_->Release();

  const auto results = answers.Wait(4);

  EXPECT_FALSE(results[1]->replayed);
  EXPECT_TRUE(results[2]->replayed);
  EXPECT_EQ(results[2]->revision.etag, results[1]->revision.etag);
  EXPECT_EQ(results[2]->commit.number, results[1]->commit.number);
  EXPECT_EQ(ReasonOfPut(results[3]), ErrorReason::kRequestIdReused);
}

TEST_P(RecordStoreRequests, AnswersAreKeptForADayAndThenForgotten) {
  ASSERT_TRUE(Send("r1", "one").ok());
  clock_.Advance(absl::Hours(24));
  EXPECT_TRUE(Send("r1", "one")->replayed);

  clock_.Advance(absl::Hours(7));

  const auto later = Send("r1", "one");
  EXPECT_FALSE(later->replayed);
  EXPECT_EQ(later->outcome, PutOutcome::kUnchanged);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreSessions, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });
INSTANTIATE_TEST_SUITE_P(All, RecordStoreRequests, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
