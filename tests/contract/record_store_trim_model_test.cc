// Random histories of a store with trims in between, and readers at old points
// that go on across them.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/contract/random_history.h"

namespace pledge::storage {
namespace {

using testing::EngineKinds;

constexpr size_t kOperationsInMemory = 40'000;
constexpr size_t kOperationsOnDisk = 8'000;
constexpr size_t kOperationsInDatabase = 8'000;

class RecordStoreTrimModel : public testing::RandomHistory {
 protected:
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

  void BeginHistory() override { readers_.clear(); }
  void EndRound() override {
    if (Pick(4) == 0) BeginReader();
    if (Pick(10) == 0) {
      ASSERT_NO_FATAL_FAILURE(Trim());
    }
    MoveReaders();
  }

  std::vector<Reader> readers_;
  int readers_trimmed_ = 0;
  int readers_complete_ = 0;
};

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
  // The only records that may be left out: those of what was purged meanwhile.
  const std::vector<std::string> kept = state_.model.ScanAt(reader.selector.at);
  const std::set<std::string> is_kept(kept.begin(), kept.end());
  const auto skip_purged = [&] {
    while (reader.given < reader.expected.size() &&
           is_kept.count(reader.expected[reader.given]) == 0) {
      ++reader.given;
    }
  };
  const auto pulled =
      store().Pull(reader.selector, reader.position, {.bytes = 2000},
                   [&](const StoredRevision& revision, const UnpackedRow& row, size_t index) {
                     skip_purged();
                     EXPECT_LT(reader.given, reader.expected.size());
                     if (reader.given == reader.expected.size()) return false;
                     EXPECT_EQ(absl::StrCat(revision.collection_id, "/", revision.document_id, "@",
                                            revision.ordinal, ":", std::string(row.record(index))),
                               reader.expected[reader.given]);
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
  if (!pulled->complete) return false;
  skip_purged();
  EXPECT_EQ(reader.given, reader.expected.size()) << "records are missing";
  ++readers_complete_;
  return true;
}

void RecordStoreTrimModel::MoveReaders() {
  std::vector<Reader> left;
  for (Reader& reader : readers_) {
    if (!Move(reader)) left.push_back(std::move(reader));
  }
  readers_ = std::move(left);
}

TEST_P(RecordStoreTrimModel, StoreEqualsTheModelAtEveryCommit) {
  RunHistories(kOperationsInMemory, kOperationsOnDisk, kOperationsInDatabase);

  EXPECT_GT(readers_trimmed_, 0);
  EXPECT_GT(readers_complete_, 0);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreTrimModel, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
