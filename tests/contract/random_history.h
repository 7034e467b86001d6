// Random operations on a real store and on a plain model beside it, with
// restarts, failing commits and steps of a job in between: everything that can be
// read, at any commit, must be equal. Tests add what else may happen in a round.
// Seeds run from PLEDGE_PROPERTY_SEED (1488) on. Where a commit fails depends on
// how operations fell into groups, so one seed may give another history next time.
#ifndef PLEDGE_TESTS_CONTRACT_RANDOM_HISTORY_H_
#define PLEDGE_TESTS_CONTRACT_RANDOM_HISTORY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "storage/record_store.h"
#include "tests/contract/store_fixture.h"
#include "tests/contract/store_model.h"

namespace pledge::testing {

class RandomHistory : public StoreTest {
 protected:
  // Histories, each with a seed and a store of its own, until there were so many
  // operations; an engine that syncs files takes `on_disk` of them, one behind a
  // socket `in_database`.
  void RunHistories(size_t in_memory, size_t on_disk, size_t in_database);

  // Called with an empty store, after the operations of each round, and at the end.
  virtual void BeginHistory() {}
  virtual void EndRound() {}
  virtual void EndHistory() {}

  // What an operation must answer, decided before it is sent.
  struct Expected {
    storage::PutOutcome outcome = storage::PutOutcome::kCreated;
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
  // A step of the history's job: some analyses made again, one of which may be of
  // a head that is none any more.
  void SendStep(Answers* answers);
  void Hand(storage::PutDocumentRequest request, Answers* answers);
  void ExpectItem(const StoreModel::Name& name, ModelSession& session, int64_t sequence,
                  const std::string& document_id, const std::string& source);
  void CompareAnswer(const Expected& expected,
                     const absl::StatusOr<storage::PutDocumentResult>& answer);
  // Creates the session when it is not there, and attaches to it.
  void Attach();
  // Finishes a session.
  void Finish();
  // Makes the job.
  void CreateJob();

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
    int64_t job_done = 0;     // documents that the steps of the job went past
    uint64_t job_commit = 0;  // that changed the job last
  };

  State state_;
  std::vector<Expected> expected_;  // of the burst
  size_t operations_ = 0;           // of all histories
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_RANDOM_HISTORY_H_
