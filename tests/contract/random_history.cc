#include "tests/contract/random_history.h"

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "service/base/sha256.h"
#include "storage/job_store.h"

namespace pledge::testing {
namespace {

using storage::ChangeDocumentRequest;
using storage::DocumentChange;
using storage::JobUpdate;
using storage::JobUpdateResult;
using storage::PutDocumentRequest;
using storage::PutDocumentResult;
using storage::PutOutcome;
using storage::RevisionDraft;
using storage::StoredJob;

constexpr unsigned kSeed = 1488;
constexpr int kRounds = 80;    // of one history
constexpr int kMaxBurst = 60;  // operations handed over at once

unsigned FirstSeed() {
  const char* value = std::getenv("PLEDGE_PROPERTY_SEED");
  return value == nullptr ? kSeed : static_cast<unsigned>(std::strtoul(value, nullptr, 10));
}

}  // namespace

RandomHistory::Expected RandomHistory::Apply(const StoreModel::Name& name,
                                             const std::string& source, const std::string& caller,
                                             bool always_commits) {
  const ModelOutcome put = state_.model.Put(name, source, caller, state_.last_commit + 1);
  if (put.error) return {.error = put.error};
  if (always_commits || put.outcome != PutOutcome::kUnchanged) NextCommit();
  return {put.outcome, put.ordinal, state_.last_commit, false, std::nullopt};
}

std::optional<RandomHistory::Expected> RandomHistory::FindAnswer(const std::string& request_id,
                                                                 const std::string& digest) {
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

void RandomHistory::Hand(PutDocumentRequest request, Answers* answers) {
  if (answers != nullptr) store().PutDocument(std::move(request), answers->Next());
}

void RandomHistory::SendPut(Answers* answers) {
  const StoreModel::Name name = PickName("d", 12);
  const std::string source = PickSource();
  const std::string caller = absl::StrCat("caller ", Pick(2));
  expected_.push_back(Apply(name, source, caller, /*always_commits=*/false));
  Hand(MakePut(name.first, name.second, source, caller), answers);
}

void RandomHistory::SendRequest(Answers* answers) {
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

void RandomHistory::ExpectItem(const StoreModel::Name& name, ModelSession& session,
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

void RandomHistory::SendItem(Answers* answers) {
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

void RandomHistory::SendChange(Answers* answers) {
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

void RandomHistory::SendStep(Answers* answers) {
  JobUpdate step{.id = "job"};
  std::optional<ErrorReason> refused;
  bool has_advanced = false;
  for (int left = 1 + Pick(3); left > 0; --left) {
    const StoreModel::Name name = PickName("d", 12);
    const int result = Pick(3);
    const bool of_head = Pick(6) > 0;
    const ModelRevision* const head = state_.model.HeadOf(name);
    PutDocumentRequest put =
        MakePut(name.first, name.second, head == nullptr ? PickSource() : head->source,
                head == nullptr ? "" : head->caller);
    auto draft = std::make_shared<RevisionDraft>(*put.draft);
    if (result > 0) draft->result_digest = Sha256(absl::StrCat("result ", result));
    draft->base_commit = (head == nullptr ? 1 : head->commit) + (of_head ? 0 : 1'000'000);
    put.draft = std::move(draft);
    put.is_reanalysis = true;
    // As the store does, the model leaves out what comes after a refusal.
    if (!refused) {
      const ModelOutcome made =
          state_.model.Reanalyze(name, of_head, result, state_.last_commit + 1);
      refused = made.error;
      has_advanced |= !refused;
      if (!refused && made.outcome == PutOutcome::kUpdated) NextCommit();
      if (!refused) ++state_.job_done;
    }
    step.writes.push_back({std::move(put), {.work = "work", .done = state_.job_done}});
  }
  if (has_advanced) state_.job_commit = NextCommit();
  expected_.push_back({refused ? PutOutcome::kRejected : PutOutcome::kUpdated,
                       static_cast<uint64_t>(state_.job_done), state_.job_commit, false,
                       std::nullopt});
  if (answers == nullptr) return;
  store().Jobs().UpdateJob(
      std::move(step), [done = answers->Next()](const absl::StatusOr<JobUpdateResult>& update) {
        if (!update.ok()) return done(update.status());
        PutDocumentResult answer;
        answer.outcome = update->refused.ok() ? PutOutcome::kUpdated : PutOutcome::kRejected;
        answer.revision.ordinal = static_cast<uint64_t>(update->job.progress.done);
        answer.commit = update->job.commit;
        done(answer);
      });
}

void RandomHistory::CreateJob() {
  absl::Notification done;
  store().Jobs().CreateJob({"job", "tester", Sha256("job"), {.work = "work"}},
                           [&](const absl::StatusOr<StoredJob>& job) {
                             EXPECT_TRUE(job.ok()) << job.status();
                             done.Notify();
                           });
  done.WaitForNotification();
  state_.job_commit = NextCommit();
}

void RandomHistory::CompareAnswer(const Expected& expected,
                                  const absl::StatusOr<PutDocumentResult>& answer) {
  ASSERT_EQ(ReasonOf(answer.status()), expected.error) << answer.status();
  if (expected.error) return;
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->outcome, expected.outcome);
  EXPECT_EQ(answer->revision.ordinal, expected.ordinal);
  EXPECT_EQ(answer->commit.number, expected.commit);
  EXPECT_EQ(answer->replayed, expected.replayed);
}

void RandomHistory::SendBurst(int count, Answers* answers, uint64_t last) {
  expected_.clear();
  for (; count > 0 && state_.last_commit < last; --count) {
    switch (Pick(6)) {
      case 5:
        SendStep(answers);
        break;
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

void RandomHistory::RunBurst() {
  Answers answers;
  SendBurst(1 + Pick(kMaxBurst), &answers);
  const auto results = answers.WaitForAll();
  for (size_t i = 0; i < results.size(); ++i) {
    ASSERT_NO_FATAL_FAILURE(CompareAnswer(expected_[i], results[i]));
  }
  operations_ += results.size();
}

void RandomHistory::RunCutBurst() {
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

void RandomHistory::Attach() {
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

void RandomHistory::Finish() {
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

void RandomHistory::RunHistory(unsigned seed) {
  state_ = State();
  state_.random.seed(seed);
  MoveHome();
  CreateJob();
  BeginHistory();
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
    ASSERT_NO_FATAL_FAILURE(EndRound());
    if (Pick(6) == 0) {
      const uint64_t at = state_.random() % (state_.last_commit + 1);
      ASSERT_NO_FATAL_FAILURE(state_.model.ExpectEqual(store(), at));
    }
  }
  state_.model.ExpectEqual(store(), state_.last_commit);
  state_.model.ExpectEqualSessions(store());
  const auto job = store().Jobs().GetJob("job");
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->progress.done, state_.job_done);
  EXPECT_EQ(job->commit.number, state_.job_commit);
  ASSERT_NO_FATAL_FAILURE(EndHistory());
  ExpectNoFault();
}

void RandomHistory::RunHistories(size_t in_memory, size_t on_disk, size_t in_database) {
  const EngineCost cost = GetParam().cost;
  const size_t count = cost == EngineCost::kMemory  ? in_memory
                       : cost == EngineCost::kFiles ? on_disk
                                                    : in_database;
  const unsigned first = FirstSeed();
  unsigned seed = first;
  for (; operations_ < count; ++seed) {
    SCOPED_TRACE(absl::StrCat("PLEDGE_PROPERTY_SEED=", seed));
    ASSERT_NO_FATAL_FAILURE(RunHistory(seed));
    ASSERT_FALSE(HasFailure());
  }
  std::printf("%zu operations with the seeds %u to %u\n", operations_, first, seed - 1);
}

}  // namespace pledge::testing
