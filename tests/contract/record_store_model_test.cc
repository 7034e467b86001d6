// Random histories of a store, and copies of their states by export and import:
// each is equal to the model.
#include <gtest/gtest.h>

#include "tests/contract/random_history.h"
#include "tests/contract/transfer_fixture.h"

namespace pledge::storage {
namespace {

using testing::EngineKinds;

constexpr size_t kOperationsInMemory = 150'000;
constexpr size_t kOperationsOnDisk = 50'000;
constexpr size_t kOperationsInDatabase = 4'000;

class RecordStoreModel : public testing::RandomHistory {
 protected:
  void EndRound() override {
    if (Pick(50) == 0) CompareCopy(state_.random() % (state_.last_commit + 1));
  }
  void EndHistory() override { CompareCopy(state_.last_commit); }

  // Exports the state at a commit into another store, which must be equal.
  void CompareCopy(uint64_t at);
};

void RecordStoreModel::CompareCopy(uint64_t at) {
  const auto point = store().PointOf(at);
  ASSERT_TRUE(point.ok()) << point.status();
  const auto exported = testing::Export(store(), *point);
  ASSERT_TRUE(exported.ok()) << exported.status();
  testing::OtherStore copy(EngineKinds().front(), clock_);
  const auto imported = testing::Import(*copy, exported->blocks, exported->end.digest);
  ASSERT_TRUE(imported.ok()) << imported.status();
  ASSERT_EQ(copy->Head().number, at);
  EXPECT_EQ(copy->Oldest().number, at);
  ASSERT_NO_FATAL_FAILURE(state_.model.ExpectEqual(*copy, at));
  if (at == state_.last_commit) state_.model.ExpectEqualSessions(*copy);
  EXPECT_EQ(testing::Export(*copy, *point)->end, exported->end);
  EXPECT_EQ(copy.BrokenRows(), "");
}

TEST_P(RecordStoreModel, StoreEqualsTheModelAtEveryCommit) {
  RunHistories(kOperationsInMemory, kOperationsOnDisk, kOperationsInDatabase);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreModel, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
