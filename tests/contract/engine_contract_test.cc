// What every engine promises, run on every engine.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <thread>

#include "storage/engine.h"
#include "storage/key_codec.h"
#include "tests/contract/engines.h"

namespace pledge::storage {
namespace {

using pledge::testing::EngineHome;
using pledge::testing::EngineKind;
using pledge::testing::EngineKinds;
using Rows = std::vector<std::pair<std::string, std::string>>;
using Model = std::map<std::string, std::string>;

// Keys of a test lie in one family: names may hold any bytes.
std::string Key(std::string_view rest) { return std::string("\x10").append(rest); }

class EngineContract : public ::testing::TestWithParam<EngineKind> {
 protected:
  void Put(std::string key, std::string value) {
    Batch batch;
    batch.Put(std::move(key), std::move(value));
    Commit(batch);
  }

  void Delete(std::string key) {
    Batch batch;
    batch.Delete(std::move(key));
    Commit(batch);
  }

  void Commit(Batch& batch) {
    const CommitResult result = engine_->Commit(batch);
    ASSERT_EQ(result.outcome, CommitOutcome::kDone) << result.status;
  }

  std::optional<std::string> Get(std::string_view key) { return *engine_->OpenView()->Get(key); }

  void Reopen() {
    engine_.reset();
    engine_ = home_->Open();
  }

  std::unique_ptr<EngineHome> home_ = GetParam().make_home();
  std::unique_ptr<Engine> engine_ = home_->Open();
};

// Rows of `cursor` from `start` on.
Rows Read(Cursor& cursor, std::string_view start) {
  Rows rows;
  for (cursor.Seek(start); cursor.Valid(); cursor.Next()) {
    rows.emplace_back(cursor.key(), cursor.value());
  }
  EXPECT_TRUE(cursor.status().ok()) << cursor.status();
  return rows;
}

Rows Read(View& view, std::string_view lower, std::string_view upper, ScanDirection direction,
          std::string_view start) {
  return Read(*view.Scan(lower, upper, {.direction = direction}), start);
}

TEST_P(EngineContract, GetFindsWhatWasCommitted) {
  Put(Key("a"), "1");

  EXPECT_EQ(Get(Key("a")), "1");
  EXPECT_EQ(Get(Key("b")), std::nullopt);
  EXPECT_EQ(Get(Key("")), std::nullopt);
}

TEST_P(EngineContract, GetFindsNothingAfterDelete) {
  Put(Key("a"), "1");

  Delete(Key("a"));

  EXPECT_EQ(Get(Key("a")), std::nullopt);
}

TEST_P(EngineContract, LaterEntryOfABatchWins) {
  Batch batch;
  batch.Put(Key("b"), "1");
  batch.Delete(Key("a"));
  batch.Put(Key("a"), "2");
  batch.Delete(Key("b"));

  Commit(batch);

  EXPECT_EQ(Get(Key("a")), "2");
  EXPECT_EQ(Get(Key("b")), std::nullopt);
}

TEST_P(EngineContract, KeepsEmptyAndLargeAndBinaryValues) {
  const std::string large(3 << 20, 'x');
  const std::string binary("\0\xff\n", 3);
  Batch batch;
  batch.Put(Key("empty"), "");
  batch.PutView(Key("large"), large);
  batch.PutView(Key("binary"), binary);

  Commit(batch);

  EXPECT_EQ(Get(Key("empty")), "");
  EXPECT_EQ(Get(Key("large")), large);
  EXPECT_EQ(Get(Key("binary")), binary);
}

TEST_P(EngineContract, CommitsAnEmptyBatch) {
  Batch batch;

  Commit(batch);
}

TEST_P(EngineContract, ViewKeepsItsState) {
  Put(Key("changed"), "old");
  Put(Key("deleted"), "old");
  const std::unique_ptr<View> view = engine_->OpenView();
  const std::unique_ptr<Cursor> cursor = view->Scan(Key(""), Key("\xff"), {});

  Put(Key("changed"), "new");
  Put(Key("changed"), "newer");
  Delete(Key("deleted"));
  Put(Key("added"), "new");

  EXPECT_EQ(*view->Get(Key("changed")), "old");
  EXPECT_EQ(*view->Get(Key("deleted")), "old");
  EXPECT_EQ(*view->Get(Key("added")), std::nullopt);
  EXPECT_EQ(Read(*cursor, Key("")), (Rows{{Key("changed"), "old"}, {Key("deleted"), "old"}}));
  EXPECT_EQ(Read(*engine_->OpenView(), Key(""), Key("\xff"), ScanDirection::kForward, ""),
            (Rows{{Key("added"), "new"}, {Key("changed"), "newer"}}));
}

TEST_P(EngineContract, MultiGetKeepsTheOrderOfItsKeys) {
  Put(Key("a"), "1");
  Put("\x20z", "2");

  const auto values =
      engine_->OpenView()->MultiGet({"\x20z", Key("none"), Key("a"), "\x20z", "\x14none"});

  EXPECT_EQ(*values,
            (std::vector<std::optional<std::string>>{"2", std::nullopt, "1", "2", std::nullopt}));
}

TEST_P(EngineContract, KeysSortByUnsignedByte) {
  const std::vector<std::string> sorted = {
      Key(""),     Key(std::string(1, '\0')), Key("\x01"), Key("\x7f"),
      Key("\x80"), Key("\x80\x01"),           Key("\xff"), Key("\xff\xff")};
  for (auto key = sorted.rbegin(); key != sorted.rend(); ++key) Put(*key, "v");

  std::vector<std::string> keys;
  for (const auto& [key, value] :
       Read(*engine_->OpenView(), "\x10", "\x11", ScanDirection::kForward, "")) {
    keys.push_back(key);
  }

  EXPECT_EQ(keys, sorted);
}

TEST_P(EngineContract, ForwardScanKeepsItsBounds) {
  for (const char* key : {"a", "b", "c", "d"}) Put(Key(key), key);
  const std::unique_ptr<View> view = engine_->OpenView();
  const auto read = [&](std::string_view start) {
    return Read(*view, Key("b"), Key("d"), ScanDirection::kForward, start);
  };

  const Rows all = {{Key("b"), "b"}, {Key("c"), "c"}};
  EXPECT_EQ(read(""), all);
  EXPECT_EQ(read(Key("a")), all);
  EXPECT_EQ(read(Key("b")), all);
  EXPECT_EQ(read(Key("bb")), (Rows{{Key("c"), "c"}}));
  EXPECT_EQ(read(Key("d")), Rows());
  EXPECT_EQ(read(Key("z")), Rows());
}

TEST_P(EngineContract, BackwardScanKeepsItsBounds) {
  for (const char* key : {"a", "b", "c", "d"}) Put(Key(key), key);
  const std::unique_ptr<View> view = engine_->OpenView();
  const auto read = [&](std::string_view start) {
    return Read(*view, Key("b"), Key("d"), ScanDirection::kBackward, start);
  };

  const Rows all = {{Key("c"), "c"}, {Key("b"), "b"}};
  EXPECT_EQ(read(Key("z")), all);
  EXPECT_EQ(read(Key("d")), all);
  EXPECT_EQ(read(Key("c")), all);
  EXPECT_EQ(read(Key("bb")), (Rows{{Key("b"), "b"}}));
  EXPECT_EQ(read(Key("a")), Rows());
  EXPECT_EQ(read(""), Rows());
}

TEST_P(EngineContract, ScansSkipDeletedRows) {
  for (const char* key : {"a", "b", "c", "d"}) Put(Key(key), key);
  Delete(Key("a"));
  Delete(Key("c"));
  const std::unique_ptr<View> view = engine_->OpenView();

  const Rows forward = Read(*view, Key(""), Key("\xff"), ScanDirection::kForward, Key("a"));
  const Rows backward = Read(*view, Key(""), Key("\xff"), ScanDirection::kBackward, Key("c"));

  EXPECT_EQ(forward, (Rows{{Key("b"), "b"}, {Key("d"), "d"}}));
  EXPECT_EQ(backward, (Rows{{Key("b"), "b"}}));
}

TEST_P(EngineContract, CommittedRowsAreThereAfterReopening) {
  Batch batch;
  for (const KeyFamily& family : KeyFamilies()) {
    batch.Put(std::string(1, static_cast<char>(family.first_tag)) + "key", family.name);
  }
  Commit(batch);

  Reopen();

  for (const KeyFamily& family : KeyFamilies()) {
    EXPECT_EQ(Get(std::string(1, static_cast<char>(family.first_tag)) + "key"), family.name);
  }
}

TEST_P(EngineContract, StatsNameFreeDiskSpace) {
  const auto stats = engine_->Stats();

  ASSERT_TRUE(stats.ok());
  EXPECT_GT(stats->free_disk_bytes, 0u);
  EXPECT_FALSE(stats->log_was_damaged);
}

// Rows of two families change together: no view may see one without the other.
TEST_P(EngineContract, ViewsOfOtherThreadsSeeWholeBatches) {
  constexpr int kCommits = 300;
  std::atomic<bool> is_done = false;
  std::atomic<int> torn = 0;
  std::thread reader([&] {
    while (!is_done) {
      const std::unique_ptr<View> view = engine_->OpenView();
      const auto first = view->Get("\x10pair");
      const auto second = view->Get("\x34pair");
      if (*first != *second) ++torn;
    }
  });

  for (int i = 0; i < kCommits; ++i) {
    Batch batch;
    batch.Put("\x34pair", std::to_string(i));
    batch.Put("\x10pair", std::to_string(i));
    Commit(batch);
  }
  is_done = true;
  reader.join();

  EXPECT_EQ(torn, 0);
}

// A view opened at some moment with what the engine held then.
struct KeptView {
  std::unique_ptr<View> view;
  Model model;
};

Rows Expected(const Model& model, const std::string& lower, const std::string& upper,
              ScanDirection direction) {
  Rows rows(model.lower_bound(lower), model.lower_bound(upper));
  if (direction == ScanDirection::kBackward) std::reverse(rows.begin(), rows.end());
  return rows;
}

TEST_P(EngineContract, RandomOperationsEqualAMap) {
  const unsigned seed = 20240;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const auto random_key = [&] { return Key(std::to_string(random() % 200)); };
  Model model;
  std::vector<KeptView> kept;
  for (int round = 0; round < 300; ++round) {
    Batch batch;
    for (unsigned i = random() % 10; i > 0; --i) {
      const std::string key = random_key();
      if (random() % 3 == 0) {
        batch.Delete(key);
        model.erase(key);
      } else {
        model[key] = std::string(random() % 2000, static_cast<char>('a' + round % 26));
        batch.Put(key, model[key]);
      }
    }
    Commit(batch);
    if (random() % 10 == 0) kept.push_back({engine_->OpenView(), model});
    if (kept.size() > 5) kept.erase(kept.begin() + random() % kept.size());

    for (const KeptView& old : kept) {
      std::string lower = random_key();
      std::string upper = random_key();
      if (upper < lower) std::swap(lower, upper);
      const auto direction = random() % 2 ? ScanDirection::kForward : ScanDirection::kBackward;
      const std::string& start = direction == ScanDirection::kForward ? lower : upper;
      ASSERT_EQ(Read(*old.view, lower, upper, direction, start),
                Expected(old.model, lower, upper, direction));
    }
  }
  kept.clear();
  Reopen();

  EXPECT_EQ(Read(*engine_->OpenView(), Key(""), "\x11", ScanDirection::kForward, ""),
            Rows(model.begin(), model.end()));
}

INSTANTIATE_TEST_SUITE_P(All, EngineContract, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
