// What can be asked of ingest sessions beside sending items: their results, the
// list of them, finishing, and how expired ones go. Run on every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "storage/session_sweep.h"
#include "tests/contract/store_fixture.h"
#include "tests/contract/store_verifier.h"

namespace pledge::storage {
namespace {

using testing::AttachSession;
using testing::CreateSession;
using ::testing::ElementsAre;
using testing::EngineKinds;
using testing::FinishSession;
using testing::MakeItem;
using testing::Put;
using testing::StoreTest;
using testing::SweepSessions;

constexpr uint32_t Bit(PutOutcome outcome) { return 1u << static_cast<int>(outcome); }

class RecordStoreSessionEnd : public StoreTest {
 protected:
  RecordStoreSessionEnd() {
    options_.session_sweep_interval = absl::InfiniteDuration();  // only when a test asks
    Reopen();
  }

  void Open(const std::string& session_id) {
    ASSERT_TRUE(CreateSession(store(), "letters", session_id).ok());
    const auto attached = AttachSession(store(), "letters", session_id);
    ASSERT_TRUE(attached.ok()) << attached.status();
  }

  absl::StatusOr<PutDocumentResult> Send(const std::string& session_id, int64_t sequence,
                                         std::string_view source, std::string if_etag = "") {
    PutDocumentRequest request =
        MakeItem("letters", session_id, 1, sequence, absl::StrCat("d", sequence), source);
    request.if_etag = std::move(if_etag);
    return Put(store(), std::move(request));
  }

  // Sequences and outcomes of one page.
  std::vector<std::pair<int64_t, PutOutcome>> List(const SessionResultQuery& query,
                                                   bool* complete = nullptr) {
    const auto page = store().ListItemResults("letters", "s", query);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::pair<int64_t, PutOutcome>> out;
    if (!page.ok()) return out;
    for (const SessionResult& one : page->results) {
      out.emplace_back(one.sequence, one.result.outcome);
    }
    if (complete != nullptr) *complete = page->complete;
    return out;
  }

  std::optional<ErrorReason> ReasonOfSession(const std::string& session_id) {
    return ReasonOf(store().GetSession("letters", session_id).status());
  }
};

TEST_P(RecordStoreSessionEnd, ResultsAreListedBySequenceInPages) {
  Open("s");
  for (int i = 1; i <= 5; ++i) ASSERT_TRUE(Send("s", i, "x", i == 3 ? "*" : "").ok());
  bool complete = true;

  const auto first = List({.limit = 2}, &complete);
  EXPECT_FALSE(complete);
  const auto rest = List({.after_sequence = 2, .limit = 3}, &complete);

  EXPECT_TRUE(complete);
  EXPECT_THAT(first, ElementsAre(std::pair(int64_t{1}, PutOutcome::kCreated),
                                 std::pair(int64_t{2}, PutOutcome::kCreated)));
  EXPECT_THAT(rest, ElementsAre(std::pair(int64_t{3}, PutOutcome::kRejected),
                                std::pair(int64_t{4}, PutOutcome::kCreated),
                                std::pair(int64_t{5}, PutOutcome::kCreated)));
}

TEST_P(RecordStoreSessionEnd, ResultsAreChosenByOutcomeAndScanningIsBounded) {
  Open("s");
  for (int i = 1; i <= 6; ++i) ASSERT_TRUE(Send("s", i, "x", i % 3 == 0 ? "*" : "").ok());
  const uint32_t refused = Bit(PutOutcome::kRejected);

  EXPECT_THAT(List({.outcome_mask = refused}),
              ElementsAre(std::pair(int64_t{3}, PutOutcome::kRejected),
                          std::pair(int64_t{6}, PutOutcome::kRejected)));
  const auto short_page =
      store().ListItemResults("letters", "s", {.outcome_mask = refused, .max_scanned = 4});
  ASSERT_TRUE(short_page.ok()) << short_page.status();
  EXPECT_EQ(short_page->results.size(), 1u);
  EXPECT_EQ(short_page->last_sequence, 4);
  EXPECT_FALSE(short_page->complete);
  const SessionResult refusal = short_page->results[0];
  EXPECT_EQ(ReasonOf(refusal.result.rejection), ErrorReason::kDocumentNotFound);
  EXPECT_EQ(refusal.result.revision.document_id, "d3");
}

TEST_P(RecordStoreSessionEnd, ResultsOfAnEmptyAndOfAnUnknownSession) {
  Open("s");
  bool complete = false;

  EXPECT_TRUE(List({}, &complete).empty());
  EXPECT_TRUE(complete);
  EXPECT_EQ(ReasonOf(store().ListItemResults("letters", "t", {}).status()),
            ErrorReason::kSessionNotFound);
}

TEST_P(RecordStoreSessionEnd, SessionsAreListedById) {
  for (const char* id : {"b", "a", "c", "a-1"}) Open(id);
  ASSERT_TRUE(CreateSession(store(), "other", "z").ok());
  ASSERT_TRUE(Send("a", 1, "x").ok());

  const auto first = store().ListSessions("letters", "", 2);
  const auto rest = store().ListSessions("letters", "a-1", 10);

  ASSERT_TRUE(first.ok() && rest.ok());
  ASSERT_EQ(first->size(), 2u);
  EXPECT_EQ((*first)[0].session_id, "a");
  EXPECT_EQ((*first)[0].durable_sequence, 1);
  EXPECT_EQ((*first)[1].session_id, "a-1");
  ASSERT_EQ(rest->size(), 2u);
  EXPECT_EQ((*rest)[0].session_id, "b");
  EXPECT_EQ((*rest)[1].session_id, "c");
  EXPECT_TRUE(store().ListSessions("none", "", 10)->empty());
}

TEST_P(RecordStoreSessionEnd, FinishedSessionTakesNoMoreItems) {
  Open("s");
  ASSERT_TRUE(Send("s", 1, "x").ok());

  const auto finished = FinishSession(store(), "letters", "s", 1);

  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_TRUE(finished->finished);
  EXPECT_EQ(finished->commit.number, head());
  EXPECT_EQ(ReasonOf(Send("s", 2, "y").status()), ErrorReason::kSessionFinished);
  EXPECT_EQ(ReasonOf(AttachSession(store(), "letters", "s").status()),
            ErrorReason::kSessionFinished);
  EXPECT_TRUE(CreateSession(store(), "letters", "s")->finished);
  Reopen();
  EXPECT_TRUE(store().GetSession("letters", "s")->finished);
  EXPECT_EQ(List({}).size(), 1u);
}

TEST_P(RecordStoreSessionEnd, FinishingAgainChangesNothing) {
  Open("s");
  ASSERT_TRUE(FinishSession(store(), "letters", "s", std::nullopt).ok());
  const CommitNumber before = head();

  EXPECT_TRUE(FinishSession(store(), "letters", "s", 0)->finished);
  EXPECT_EQ(head(), before);
  EXPECT_EQ(ReasonOf(FinishSession(store(), "letters", "t", std::nullopt).status()),
            ErrorReason::kSessionNotFound);
}

TEST_P(RecordStoreSessionEnd, FinishingWithAnotherCountIsRefused) {
  Open("s");
  ASSERT_TRUE(Send("s", 1, "x").ok());

  const auto finished = FinishSession(store(), "letters", "s", 2);

  EXPECT_EQ(ReasonOf(finished.status()), ErrorReason::kCountMismatch);
  EXPECT_EQ(MetadataOf(finished.status()).at("durable_sequence"), "1");
  EXPECT_FALSE(store().GetSession("letters", "s")->finished);
  EXPECT_TRUE(Send("s", 2, "y").ok());
}

TEST_P(RecordStoreSessionEnd, ResultsGoWithExpiryAndTheSessionADayLater) {
  Open("s");
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(Send("s", i, "x").ok());
  clock_.Advance(absl::Minutes(59));
  ASSERT_TRUE(*SweepSessions(store()));
  EXPECT_EQ(List({}).size(), 3u);
  clock_.Advance(absl::Minutes(2));

  const CommitNumber before = head();
  ASSERT_TRUE(*SweepSessions(store()));

  EXPECT_EQ(head(), before + 1);
  EXPECT_TRUE(store().GetSession("letters", "s")->expired);
  EXPECT_EQ(ReasonOf(store().ListItemResults("letters", "s", {}).status()),
            ErrorReason::kSessionExpired);
  EXPECT_EQ(ReasonOf(FinishSession(store(), "letters", "s", std::nullopt).status()),
            ErrorReason::kSessionExpired);
  ASSERT_TRUE(*SweepSessions(store()));
  EXPECT_EQ(head(), before + 1);
  clock_.Advance(kExpiredSessionKept);
  ASSERT_TRUE(*SweepSessions(store()));
  EXPECT_EQ(ReasonOfSession("s"), ErrorReason::kSessionNotFound);
  EXPECT_TRUE(store().GetDocument("letters", "d1", head()).ok());
  EXPECT_EQ(CreateSession(store(), "letters", "s")->durable_sequence, 0);
}

TEST_P(RecordStoreSessionEnd, ManyResultsAreDeletedInSteps) {
  Open("s");
  Open("t");
  constexpr int kItems = 700;  // one row of results each
  for (int i = 1; i <= kItems; ++i) ASSERT_TRUE(Send("s", i, "x").ok());
  ASSERT_TRUE(Send("t", 1, "x").ok());
  clock_.Advance(absl::Hours(2) + kExpiredSessionKept);

  EXPECT_FALSE(*SweepSessions(store()));
  EXPECT_TRUE(store().GetSession("letters", "s")->expired);
  Reopen();
  while (!*SweepSessions(store())) {
  }

  EXPECT_EQ(ReasonOfSession("s"), ErrorReason::kSessionNotFound);
  EXPECT_EQ(ReasonOfSession("t"), ErrorReason::kSessionNotFound);
  store_.reset();
  EXPECT_THAT(testing::FindBrokenRows(*home_->Open()), ::testing::IsEmpty());
}

TEST_P(RecordStoreSessionEnd, SessionsAreSweptWithoutBeingAsked) {
  Open("s");
  clock_.Advance(absl::Hours(2) + kExpiredSessionKept);
  options_.session_sweep_interval = absl::Minutes(1);

  Reopen();
  // The first step is taken before any write is served.
  ASSERT_TRUE(CreateSession(store(), "letters", "other").ok());

  EXPECT_EQ(ReasonOfSession("s"), ErrorReason::kSessionNotFound);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreSessionEnd, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
