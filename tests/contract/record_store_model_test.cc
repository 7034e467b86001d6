// Random operations on a real store and on a plain model, with restarts in
// between: everything that can be read, at any commit, must be equal. Run on
// every engine; the seed is printed.
#include <gtest/gtest.h>

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
constexpr int kRounds = 300;
constexpr int kMaxBurst = 20;  // operations handed over at once

class RecordStoreModel : public StoreTest {
 protected:
  // What an operation must answer, decided before it is sent.
  struct Expected {
    PutOutcome outcome = PutOutcome::kCreated;
    uint64_t ordinal = 0;
    uint64_t commit = 0;
    bool replayed = false;
    std::optional<ErrorReason> error;
  };

  int Pick(int count) { return static_cast<int>(random_() % count); }
  StoreModel::Name PickName(std::string_view prefix, int count) {
    return {Pick(3) == 0 ? "policies" : "letters", absl::StrCat(std::string(prefix), Pick(count))};
  }
  std::string PickSource() { return absl::StrCat("source ", Pick(4)); }

  // Sends a burst and compares its answers, which come in its order.
  void RunBurst();
  void SendPut(Answers& answers);
  void SendRequest(Answers& answers);
  void SendItem(Answers& answers);
  void SendChange(Answers& answers);
  void ExpectItem(const StoreModel::Name& name, ModelSession& session, int64_t sequence,
                  const std::string& document_id, const std::string& source);
  void CompareAnswers(Answers& answers);
  // Creates the session when it is not there, and attaches to it.
  void Attach();
  // Finishes a session.
  void Finish();

  // What a new answer with a commit of its own gets.
  uint64_t NextCommit() { return ++last_commit_; }
  // The model's answer to a plain put; `always_commits` for stored answers.
  Expected Apply(const StoreModel::Name& name, const std::string& source, const std::string& caller,
                 bool always_commits);

  std::mt19937 random_{kSeed};
  StoreModel model_;
  uint64_t last_commit_ = 0;
  // A request that was answered: its digest, its answer, and the document that
  // is needed to give it again, or -1.
  struct Answered {
    std::string digest;
    Expected answer;
    int document = -1;
  };
  // What a request with this id must answer now; nullopt when it is a new one.
  std::optional<Expected> FindAnswer(const std::string& request_id, const std::string& digest);

  std::map<std::string, Answered> requests_;
  std::vector<Expected> expected_;
};

RecordStoreModel::Expected RecordStoreModel::Apply(const StoreModel::Name& name,
                                                   const std::string& source,
                                                   const std::string& caller, bool always_commits) {
  const ModelOutcome put = model_.Put(name, source, caller, last_commit_ + 1);
  if (put.error) return {.error = put.error};
  if (always_commits || put.outcome != PutOutcome::kUnchanged) NextCommit();
  return {put.outcome, put.ordinal, last_commit_, false, std::nullopt};
}

std::optional<RecordStoreModel::Expected> RecordStoreModel::FindAnswer(
    const std::string& request_id, const std::string& digest) {
  const auto known = requests_.find(request_id);
  if (known == requests_.end()) return std::nullopt;
  if (known->second.digest != digest) return Expected{.error = ErrorReason::kRequestIdReused};
  if (model_.IsPurged(known->second.document)) {
    return Expected{.error = ErrorReason::kDocumentNotFound};
  }
  Expected answer = known->second.answer;
  answer.replayed = true;
  return answer;
}

void RecordStoreModel::SendPut(Answers& answers) {
  const StoreModel::Name name = PickName("d", 12);
  const std::string source = PickSource();
  const std::string caller = absl::StrCat("caller ", Pick(2));
  expected_.push_back(Apply(name, source, caller, /*always_commits=*/false));
  store().PutDocument(MakePut(name.first, name.second, source, caller), answers.Next());
}

void RecordStoreModel::SendRequest(Answers& answers) {
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
      requests_[request_id] = {digest, expected_.back(), model_.NumberOf(name)};
    }
  }
  store().PutDocument(std::move(request), answers.Next());
}

void RecordStoreModel::ExpectItem(const StoreModel::Name& name, ModelSession& session,
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

void RecordStoreModel::SendItem(Answers& answers) {
  if (model_.sessions.empty()) return SendPut(answers);
  auto session = std::next(model_.sessions.begin(), Pick(model_.sessions.size()));
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
  store().PutDocument(MakeItem(session->first.first, session->first.second, session->second.epoch,
                               sequence, document_id, source),
                      answers.Next());
}

void RecordStoreModel::SendChange(Answers& answers) {
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
    const int document = model_.NumberOf(name);
    const ModelOutcome made =
        model_.Change(request.change, name, request.ordinal, last_commit_ + 1);
    const uint64_t commit = made.error ? 0 : NextCommit();
    expected_.push_back({made.outcome, made.ordinal, commit, false, made.error});
    // The tombstone answers for a purge.
    const bool needs_document = request.change != DocumentChange::kPurge;
    if (request.request && !made.error) {
      requests_[request_id] = {digest, expected_.back(), needs_document ? document : -1};
    }
  }
  store().ChangeDocument(std::move(request), answers.Next());
}

void RecordStoreModel::CompareAnswers(Answers& answers) {
  const auto results = answers.Wait(expected_.size());
  for (size_t i = 0; i < expected_.size(); ++i) {
    const Expected& expected = expected_[i];
    ASSERT_EQ(ReasonOf(results[i].status()), expected.error) << results[i].status();
    if (expected.error) continue;
    ASSERT_TRUE(results[i].ok()) << results[i].status();
    EXPECT_EQ(results[i]->outcome, expected.outcome);
    EXPECT_EQ(results[i]->revision.ordinal, expected.ordinal);
    EXPECT_EQ(results[i]->commit.number, expected.commit);
    EXPECT_EQ(results[i]->replayed, expected.replayed);
  }
}

void RecordStoreModel::RunBurst() {
  Answers answers;
  expected_.clear();
  for (int left = 1 + Pick(kMaxBurst); left > 0; --left) {
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
  CompareAnswers(answers);
}

void RecordStoreModel::Attach() {
  const StoreModel::Name name = PickName("s", 5);
  const bool is_new = model_.sessions.count(name) == 0;
  ModelSession& session = model_.sessions[name];
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

void RecordStoreModel::Finish() {
  if (model_.sessions.empty()) return;
  auto& [name, session] = *std::next(model_.sessions.begin(), Pick(model_.sessions.size()));
  const auto count = static_cast<int64_t>(session.results.size());
  const auto refused = FinishSession(store(), name.first, name.second, count + 1);
  EXPECT_EQ(ReasonOf(refused.status()), ErrorReason::kCountMismatch);
  const auto finished = FinishSession(store(), name.first, name.second, count);
  ASSERT_TRUE(finished.ok()) << finished.status();
  EXPECT_TRUE(finished->finished);
  if (!session.finished) NextCommit();
  session.finished = true;
}

TEST_P(RecordStoreModel, StoreEqualsTheModelAtEveryCommit) {
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  for (int round = 0; round < kRounds; ++round) {
    clock_.Advance(absl::Milliseconds(Pick(1000)));
    ASSERT_NO_FATAL_FAILURE(RunBurst());
    if (Pick(8) == 0) {
      ASSERT_NO_FATAL_FAILURE(Attach());
    }
    if (Pick(60) == 0) {
      ASSERT_NO_FATAL_FAILURE(Finish());
    }
    if (Pick(12) == 0) {
      Reopen();
    }
    ASSERT_EQ(head(), last_commit_);
    if (Pick(6) == 0) {
      ASSERT_NO_FATAL_FAILURE(model_.ExpectEqual(store(), random_() % (last_commit_ + 1)));
    }
  }

  model_.ExpectEqual(store(), last_commit_);
  model_.ExpectEqualSessions(store());
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreModel, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
