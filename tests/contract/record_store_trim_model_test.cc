// The random histories of record_store_model_test with trims in between, and
// readers at old points that go on across them. On every engine, with the seeds
// from PLEDGE_PROPERTY_SEED (1488) on.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "service/base/sha256.h"
#include "tests/contract/store_fixture.h"
#include "tests/contract/store_model.h"

namespace pledge::storage {
namespace {

using testing::Answers;
using testing::AttachSession;
using testing::CreateSession;
using testing::EngineKinds;
using testing::Faults;
using testing::FinishSession;
using testing::ItemDigest;
using testing::MakeChange;
using testing::MakeItem;
using testing::MakePut;
using testing::ModelOutcome;
using testing::ModelResult;
using testing::ModelSession;
using testing::StoreModel;
using testing::StoreTest;

constexpr unsigned kSeed = 1488;
// On each engine; one that syncs files takes fewer.
constexpr size_t kOperationsInMemory = 40'000;
constexpr size_t kOperationsOnDisk = 8'000;
constexpr int kRounds = 80;    // of one history
constexpr int kMaxBurst = 60;  // operations handed over at once

unsigned FirstSeed() {
  const char* value = std::getenv("PLEDGE_PROPERTY_SEED");
  return value == nullptr ? kSeed : static_cast<unsigned>(std::strtoul(value, nullptr, 10));
}

class RecordStoreTrimModel : public StoreTest {
 protected:
  // What an operation must answer, decided before it is sent.
  struct Expected {
    PutOutcome outcome = PutOutcome::kCreated;
    uint64_t ordinal = 0;
    uint64_t commit = 0;
    bool replayed = false;
    std::optional<ErrorReason> error;
  };

  int Pick(int count) { return static_cast<int>(state_.random() % count); }
  StoreModel::Name PickName(std::string_view prefix, int count) {
    return {Pick(3) == 0 ? "policies" : "letters", absl::StrCat(std::string(prefix), Pick(count))};
  }
  std::string PickSource() { return absl::StrCat("source ", Pick(4)); }

  // Runs a history of its own on a new store.
  void RunHistory(unsigned seed);
  // Sends a burst and compares its answers, which come in its order.
  void RunBurst();
  // The same while a commit fails: what was acknowledged must be there after the
  // store was opened again, and the rest wholly or not at all, in order.
  void RunCutBurst();
  // Makes up to `count` operations, expects their answers of the model, and hands
  // them to the store unless `answers` is null. Ends behind the commit `last`.
  void SendBurst(int count, Answers* answers, uint64_t last = UINT64_MAX);
  void SendPut(Answers* answers);
  void SendRequest(Answers* answers);
  void SendItem(Answers* answers);
  void SendChange(Answers* answers);
  void Hand(PutDocumentRequest request, Answers* answers);
  void ExpectItem(const StoreModel::Name& name, ModelSession& session, int64_t sequence,
                  const std::string& document_id, const std::string& source);
  void CompareAnswer(const Expected& expected, const absl::StatusOr<PutDocumentResult>& answer);
  // Creates the session when it is not there, and attaches to it.
  void Attach();
  // Finishes a session.
  void Finish();
  // Drops old revisions by a random rule.
  void Trim();
  // Readers that began at some commit and go on in between: each gives what the
  // model gave when it began, or ends with HISTORY_TRIMMED once it is trimmed.
  struct Reader {
    ScanSelector selector;
    ScanPosition position;
    std::vector<std::string> expected;
    size_t given = 0;
  };
  void BeginReader();
  void MoveReaders();
  // True when the reader is at its end.
  bool Move(Reader& reader);

  // What a new answer with a commit of its own gets.
  uint64_t NextCommit() { return ++state_.last_commit; }
  // The model's answer to a plain put; `always_commits` for stored answers.
  Expected Apply(const StoreModel::Name& name, const std::string& source, const std::string& caller,
                 bool always_commits);

  // A request that was answered: its digest, its answer, and the document that
  // is needed to give it again, or -1.
  struct Answered {
    std::string digest;
    Expected answer;
    int document = -1;
  };
  // What a request with this id must answer now; nullopt when it is a new one.
  std::optional<Expected> FindAnswer(const std::string& request_id, const std::string& digest);

  struct State {
    std::mt19937 random;
    StoreModel model;
    uint64_t last_commit = 0;
    std::map<std::string, Answered> requests;
  };

  State state_;
  std::vector<Expected> expected_;  // of the burst
  std::vector<Reader> readers_;
  size_t operations_ = 0;  // of all histories
  int readers_trimmed_ = 0;
  int readers_complete_ = 0;
};

RecordStoreTrimModel::Expected RecordStoreTrimModel::Apply(const StoreModel::Name& name,
                                                           const std::string& source,
                                                           const std::string& caller,
                                                           bool always_commits) {
  const ModelOutcome put = state_.model.Put(name, source, caller, state_.last_commit + 1);
  if (put.error) return {.error = put.error};
  if (always_commits || put.outcome != PutOutcome::kUnchanged) NextCommit();
  return {put.outcome, put.ordinal, state_.last_commit, false, std::nullopt};
}

std::optional<RecordStoreTrimModel::Expected> RecordStoreTrimModel::FindAnswer(
    const std::string& request_id, const std::string& digest) {
  const auto known = state_.requests.find(request_id);
  if (known == state_.requests.end()) return std::nullopt;
  if (known->second.digest != digest) return Expected{.error = ErrorReason::kRequestIdReused};
  if (state_.model.IsPurged(known->second.document)) {
    return Expected{.error = ErrorReason::kDocumentNotFound};
  }
  // The answer names a revision that is gone.
  if (known->second.document >= 0 &&
      state_.model.IsTrimmed(known->second.document, known->second.answer.ordinal)) {
    return Expected{.error = ErrorReason::kHistoryTrimmed};
  }
  Expected answer = known->second.answer;
  answer.replayed = true;
  return answer;
}

void RecordStoreTrimModel::Hand(PutDocumentRequest request, Answers* answers) {
  if (answers != nullptr) store().PutDocument(std::move(request), answers->Next());
}

void RecordStoreTrimModel::SendPut(Answers* answers) {
  const StoreModel::Name name = PickName("d", 12);
  const std::string source = PickSource();
  const std::string caller = absl::StrCat("caller ", Pick(2));
  expected_.push_back(Apply(name, source, caller, /*always_commits=*/false));
  Hand(MakePut(name.first, name.second, source, caller), answers);
}

void RecordStoreTrimModel::SendRequest(Answers* answers) {
  const StoreModel::Name name = PickName("d", 12);
  const std::string source = PickSource();
  const std::string request_id = absl::StrCat("request ", Pick(200));
  const std::string digest = Sha256(absl::StrCat(name.first, name.second, source));
  PutDocumentRequest request = MakePut(name.first, name.second, source);
  request.request = {"p", "m", request_id, digest};
  if (const auto known = FindAnswer(request_id, digest)) {
    expected_.push_back(*known);
  } else {
    expected_.push_back(Apply(name, source, "", /*always_commits=*/true));
    if (!expected_.back().error) {
      state_.requests[request_id] = {digest, expected_.back(), state_.model.NumberOf(name)};
    }
  }
  Hand(std::move(request), answers);
}

void RecordStoreTrimModel::ExpectItem(const StoreModel::Name& name, ModelSession& session,
                                      int64_t sequence, const std::string& document_id,
                                      const std::string& source) {
  const auto durable = static_cast<int64_t>(session.results.size());
  if (session.finished) {
    expected_.push_back({.error = ErrorReason::kSessionFinished});
  } else if (sequence < 1 || sequence > durable + 1) {
    expected_.push_back({.error = ErrorReason::kSequenceGap});
  } else if (sequence == durable + 1) {
    expected_.push_back(Apply({name.first, document_id}, source, "", /*always_commits=*/true));
    if (expected_.back().error) {
      // A refusal is a durable result.
      expected_.back() = {PutOutcome::kRejected, 0, NextCommit(), false, std::nullopt};
    }
    const Expected& answer = expected_.back();
    session.results.push_back({document_id, source, answer.outcome, answer.ordinal, answer.commit});
  } else {
    const ModelResult& stored = session.results[sequence - 1];
    const bool is_same =
        ItemDigest(stored.document_id, stored.source) == ItemDigest(document_id, source);
    if (is_same) {
      expected_.push_back({stored.outcome, stored.ordinal, stored.commit, true, std::nullopt});
    } else {
      expected_.push_back({.error = ErrorReason::kSequenceReused});
    }
  }
}

void RecordStoreTrimModel::SendItem(Answers* answers) {
  if (state_.model.sessions.empty()) return SendPut(answers);
  auto session = std::next(state_.model.sessions.begin(), Pick(state_.model.sessions.size()));
  const auto durable = static_cast<int64_t>(session->second.results.size());
  // Mostly the next one; else one around it, which may be durable or a gap.
  const int64_t sequence = Pick(4) > 0 ? durable + 1 : durable + Pick(5) - 2;
  std::string document_id = absl::StrCat("d", Pick(12));
  std::string source = PickSource();
  const bool resends = sequence >= 1 && sequence <= durable && Pick(2) == 0;
  if (resends) {
    document_id = session->second.results[sequence - 1].document_id;
    source = session->second.results[sequence - 1].source;
  }
  ExpectItem(session->first, session->second, sequence, document_id, source);
  Hand(MakeItem(session->first.first, session->first.second, session->second.epoch, sequence,
                document_id, source),
       answers);
}

void RecordStoreTrimModel::SendChange(Answers* answers) {
  constexpr DocumentChange kChanges[] = {DocumentChange::kDelete, DocumentChange::kUndelete,
                                         DocumentChange::kRollback, DocumentChange::kPurge};
  const StoreModel::Name name = PickName("d", 12);
  ChangeDocumentRequest request = MakeChange(kChanges[Pick(4)], name.first, name.second);
  request.ordinal = 1 + Pick(4);
  const std::string request_id = absl::StrCat("change ", Pick(200));
  const std::string digest = Sha256(absl::StrCat(name.first, name.second, request.ordinal, "/",
                                                 static_cast<int>(request.change)));
  if (Pick(2) == 0) request.request = {"p", "m", request_id, digest};
  const auto known = request.request ? FindAnswer(request_id, digest) : std::nullopt;
  if (known) {
    expected_.push_back(*known);
  } else {
    const int document = state_.model.NumberOf(name);
    const ModelOutcome made =
        state_.model.Change(request.change, name, request.ordinal, state_.last_commit + 1);
    const uint64_t commit = made.error ? 0 : NextCommit();
    expected_.push_back({made.outcome, made.ordinal, commit, false, made.error});
    // The tombstone answers for a purge.
    const bool needs_document = request.change != DocumentChange::kPurge;
    if (request.request && !made.error) {
      state_.requests[request_id] = {digest, expected_.back(), needs_document ? document : -1};
    }
  }
  if (answers != nullptr) store().ChangeDocument(std::move(request), answers->Next());
}

void RecordStoreTrimModel::CompareAnswer(const Expected& expected,
                                         const absl::StatusOr<PutDocumentResult>& answer) {
  ASSERT_EQ(ReasonOf(answer.status()), expected.error) << answer.status();
  if (expected.error) return;
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->outcome, expected.outcome);
  EXPECT_EQ(answer->revision.ordinal, expected.ordinal);
  EXPECT_EQ(answer->commit.number, expected.commit);
  EXPECT_EQ(answer->replayed, expected.replayed);
}

void RecordStoreTrimModel::SendBurst(int count, Answers* answers, uint64_t last) {
  expected_.clear();
  for (; count > 0 && state_.last_commit < last; --count) {
    switch (Pick(5)) {
      case 0:
        SendRequest(answers);
        break;
      case 1:
        SendPut(answers);
        break;
      case 2:
        SendChange(answers);
        break;
      default:
        SendItem(answers);
    }
  }
}

void RecordStoreTrimModel::RunBurst() {
  Answers answers;
  SendBurst(1 + Pick(kMaxBurst), &answers);
  const auto results = answers.WaitForAll();
  for (size_t i = 0; i < results.size(); ++i) {
    ASSERT_NO_FATAL_FAILURE(CompareAnswer(expected_[i], results[i]));
  }
  operations_ += results.size();
}

void RecordStoreTrimModel::RunCutBurst() {
  const int count = 1 + Pick(kMaxBurst);
  const auto fault =
      Pick(2) == 0 ? Faults::NextCommit::kFailBefore : Faults::NextCommit::kFailAfter;
  faults_->SetCommitAfter(Pick(3), fault);
  const State before = state_;
  Answers answers;
  SendBurst(count, &answers);
  const auto results = answers.WaitForAll();
  operations_ += results.size();
  faults_->SetNextCommit(Faults::NextCommit::kNormal);
  Reopen();

  const uint64_t recovered = head();
  bool has_failed = false;
  for (size_t i = 0; i < results.size(); ++i) {
    if (ReasonOf(results[i].status()) == ErrorReason::kStoreReadOnly) {
      has_failed = true;
      continue;
    }
    ASSERT_NO_FATAL_FAILURE(CompareAnswer(expected_[i], results[i])) << "operation " << i;
    // Nothing behind a failed commit is taken, and nothing that was is lost.
    if (expected_[i].commit > before.last_commit && !expected_[i].error) {
      ASSERT_FALSE(has_failed) << "operation " << i;
      ASSERT_LE(expected_[i].commit, recovered) << "operation " << i;
    }
  }
  ASSERT_LE(recovered, state_.last_commit);
  // The model takes again what the store has.
  state_ = before;
  SendBurst(count, nullptr, recovered);
}

void RecordStoreTrimModel::Attach() {
  const StoreModel::Name name = PickName("s", 5);
  const bool is_new = state_.model.sessions.count(name) == 0;
  ModelSession& session = state_.model.sessions[name];
  ASSERT_TRUE(CreateSession(store(), name.first, name.second).ok());
  if (is_new) NextCommit();
  const auto attached = AttachSession(store(), name.first, name.second);
  if (session.finished) {
    EXPECT_EQ(ReasonOf(attached.status()), ErrorReason::kSessionFinished);
    return;
  }
  ASSERT_TRUE(attached.ok()) << attached.status();
  session.epoch += 1;
  EXPECT_EQ(attached->epoch, session.epoch);
  EXPECT_EQ(attached->commit.number, NextCommit());
}

void RecordStoreTrimModel::Finish() {
  if (state_.model.sessions.empty()) return;
  auto& [name, session] =
      *std::next(state_.model.sessions.begin(), Pick(state_.model.sessions.size()));
  const auto count = static_cast<int64_t>(session.results.size());
  const auto refused = FinishSession(store(), name.first, name.second, count + 1);
  EXPECT_EQ(ReasonOf(refused.status()), ErrorReason::kCountMismatch);
  const auto finished = FinishSession(store(), name.first, name.second, count);
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_TRUE(finished->finished);
  if (!session.finished) NextCommit();
  session.finished = true;
}

void RecordStoreTrimModel::Trim() {
  TrimSelector selector;
  selector.rule.keep_revisions = 1 + Pick(6);
  selector.at = state_.last_commit;
  uint64_t keep_from = state_.last_commit;
  if (Pick(3) > 0) {
    keep_from =
        state_.model.floor() + state_.random() % (state_.last_commit - state_.model.floor() + 1);
    selector.rule.keep_after = store().PointOf(keep_from)->time;
  }
  selector.dry_run = true;
  const auto counted = store().Trim(selector, {});
  ASSERT_TRUE(counted.ok()) << counted.status();
  EXPECT_EQ(head(), state_.last_commit) << "a dry run writes nothing";
  selector.dry_run = false;
  TrimStep step;
  int64_t gone = 0;
  for (TrimPosition position; !step.complete; position = step.position) {
    const auto taken = store().Trim(selector, position);
    ASSERT_TRUE(taken.ok()) << taken.status();
    step = *taken;
    gone += step.revisions;
    EXPECT_EQ(step.failed, 0);
  }
  EXPECT_EQ(gone, state_.model.Trim(selector.rule.keep_revisions, keep_from));
  EXPECT_EQ(counted->revisions, gone);
  state_.last_commit = head();  // an erase task takes a commit
}

void RecordStoreTrimModel::BeginReader() {
  Reader reader;
  reader.selector.kind = RecordKind::kCommitments;
  reader.selector.at =
      state_.model.floor() + state_.random() % (state_.last_commit - state_.model.floor() + 1);
  reader.expected = state_.model.ScanAt(reader.selector.at);
  readers_.push_back(std::move(reader));
}

bool RecordStoreTrimModel::Move(Reader& reader) {
  const auto pulled = store().Pull(
      reader.selector, reader.position, {.bytes = 2000},
      [&](const StoredRevision& revision, const UnpackedRow& row, size_t index) {
        const std::string found =
            absl::StrCat(revision.collection_id, "/", revision.document_id, "@", revision.ordinal,
                         ":", std::string(row.record(index)));
        // What was purged since is left out.
        while (reader.given < reader.expected.size() && reader.expected[reader.given] != found) {
          ++reader.given;
        }
        EXPECT_LT(reader.given, reader.expected.size()) << found;
        ++reader.given;
        return true;
      });
  if (reader.selector.at < state_.model.floor()) {
    EXPECT_EQ(ReasonOf(pulled.status()), ErrorReason::kHistoryTrimmed);
    ++readers_trimmed_;
    return true;
  }
  EXPECT_TRUE(pulled.ok()) << pulled.status();
  if (!pulled.ok()) return true;
  reader.position = pulled->position;
  if (pulled->complete) ++readers_complete_;
  return pulled->complete;
}

void RecordStoreTrimModel::MoveReaders() {
  std::vector<Reader> left;
  for (Reader& reader : readers_) {
    if (!Move(reader)) left.push_back(std::move(reader));
  }
  readers_ = std::move(left);
}

void RecordStoreTrimModel::RunHistory(unsigned seed) {
  state_ = State();
  state_.random.seed(seed);
  readers_.clear();
  MoveHome();
  for (int round = 0; round < kRounds; ++round) {
    clock_.Advance(absl::Milliseconds(Pick(1000)));
    if (Pick(10) == 0) {
      ASSERT_NO_FATAL_FAILURE(RunCutBurst());
    } else {
      ASSERT_NO_FATAL_FAILURE(RunBurst());
    }
    if (Pick(8) == 0) {
      ASSERT_NO_FATAL_FAILURE(Attach());
    }
    if (Pick(60) == 0) {
      ASSERT_NO_FATAL_FAILURE(Finish());
    }
    if (Pick(12) == 0) {
      Reopen();
    }
    ASSERT_EQ(head(), state_.last_commit);
    ASSERT_EQ(store().Oldest().number, state_.model.floor());
    if (Pick(4) == 0) BeginReader();
    if (Pick(10) == 0) {
      ASSERT_NO_FATAL_FAILURE(Trim());
    }
    MoveReaders();
    if (Pick(6) == 0) {
      const uint64_t at = state_.random() % (state_.last_commit + 1);
      ASSERT_NO_FATAL_FAILURE(state_.model.ExpectEqual(store(), at));
    }
  }
  state_.model.ExpectEqual(store(), state_.last_commit);
  state_.model.ExpectEqualSessions(store());
  ExpectNoFault();
}

TEST_P(RecordStoreTrimModel, StoreEqualsTheModelAtEveryCommit) {
  const size_t count = home_->dir().empty() ? kOperationsInMemory : kOperationsOnDisk;
  const unsigned first = FirstSeed();
  unsigned seed = first;
  for (; operations_ < count; ++seed) {
    SCOPED_TRACE(absl::StrCat("PLEDGE_PROPERTY_SEED=", seed));
    ASSERT_NO_FATAL_FAILURE(RunHistory(seed));
    ASSERT_FALSE(HasFailure());
  }
  std::printf("%zu operations with the seeds %u to %u\n", operations_, first, seed - 1);
  EXPECT_GT(readers_trimmed_, 0);
  EXPECT_GT(readers_complete_, 0);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreTrimModel, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
