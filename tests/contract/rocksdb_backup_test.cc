// Backups of a store that is written to meanwhile: each can be opened as a
// store of its own, holds what was acknowledged before, and is not half there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "storage/memory_engine.h"
#include "storage/rocksdb_engine.h"
#include "tests/contract/store_fixture.h"
#include "tests/contract/store_verifier.h"
#include "tests/contract/temp_dir.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;

using testing::MakePut;
using testing::Put;

std::unique_ptr<RecordStore> OpenStore(const std::string& dir) {
  auto engine = RocksDbEngine::Open(dir);
  EXPECT_TRUE(engine.ok()) << engine.status();
  RecordStoreOptions options;
  options.mark_dir = dir;
  options.disk_reserve_bytes = 0;
  auto store = RecordStore::Open(*std::move(engine), options);
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

class RocksDbBackup : public ::testing::Test {
 protected:
  std::string dir(const std::string& name) const { return absl::StrCat(home_.string(), "/", name); }

  const testing::TempDir home_;
  std::unique_ptr<RecordStore> store_ = OpenStore(dir("store"));
};

TEST_F(RocksDbBackup, HoldsWhatWasAcknowledgedThoughWritesGoOn) {
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(Put(*store_, MakePut("letters", absl::StrCat("d", i), "before")).ok());
  }
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      ASSERT_TRUE(Put(*store_, MakePut("letters", absl::StrCat("e", i), "meanwhile")).ok());
    }
  });

  const CommitNumber before = store_->Head().number;
  const auto backup = store_->Backup(dir("backup"));
  stop = true;
  writer.join();

  ASSERT_TRUE(backup.ok()) << backup.status();
  EXPECT_GE(backup->commit, before);
  EXPECT_GT(backup->summary.file_count, 2);
  EXPECT_FALSE(fs::exists(dir("backup.part")));
  const auto copy = OpenStore(dir("backup"));
  EXPECT_EQ(copy->Condition(), StoreCondition::kReadWrite);
  EXPECT_EQ(copy->StoreId(), store_->StoreId());
  EXPECT_GE(copy->Head().number, backup->commit);
  for (int i = 0; i < 50; ++i) {
    const std::string id = absl::StrCat("d", i);
    const auto original = store_->GetDocument("letters", id, before);
    const auto copied = copy->GetDocument("letters", id, before);
    ASSERT_TRUE(copied.ok()) << copied.status();
    EXPECT_EQ(copied->chain_digest, original->chain_digest);
    EXPECT_EQ(*copy->ReadSource(*copied), "before");
  }
  EXPECT_TRUE(Put(*copy, MakePut("letters", "new", "after")).ok());
}

TEST_F(RocksDbBackup, RowsOfTheCopyAreWhole) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Put(*store_, MakePut("letters", "d", absl::StrCat("text ", i))).ok());
  }

  ASSERT_TRUE(store_->Backup(dir("backup")).ok());

  const auto engine = RocksDbEngine::Open(dir("backup"));
  ASSERT_TRUE(engine.ok()) << engine.status();
  EXPECT_THAT(testing::FindBrokenRows(**engine), ::testing::IsEmpty());
}

TEST_F(RocksDbBackup, LeftoverOfACutBackupIsReplacedAndAFinishedOneIsNot) {
  ASSERT_TRUE(Put(*store_, MakePut("letters", "d", "text")).ok());
  fs::create_directories(dir("backup.part") + "/db");
  std::ofstream(dir("backup.part") + "/db/junk") << "half";

  const auto first = store_->Backup(dir("backup"));
  const auto second = store_->Backup(dir("backup"));

  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(fs::exists(dir("backup") + "/db/junk"));
  EXPECT_TRUE(absl::IsAlreadyExists(second.status())) << second.status();
  EXPECT_TRUE(Put(*store_, MakePut("letters", "e", "text")).ok());
}

TEST_F(RocksDbBackup, CopyThatLostItsTableFilesIsNoticed) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Put(*store_, MakePut("letters", absl::StrCat("d", i), "text")).ok());
  }
  ASSERT_TRUE(store_->Backup(dir("empty")).ok());
  ASSERT_TRUE(store_->Backup(dir("full")).ok());
  // The mark of a full backup beside the files of an empty store.
  fs::remove_all(dir("empty") + "/db");

  const auto mixed = OpenStore(dir("empty"));

  EXPECT_EQ(mixed->Condition(), StoreCondition::kDataLoss);
}

TEST(MemoryBackup, IsNotPossible) {
  auto store = RecordStore::Open(NewMemoryEngine(), {});
  ASSERT_TRUE(store.ok());
  const testing::TempDir home;

  EXPECT_TRUE(absl::IsUnimplemented((*store)->Backup(home.string() + "/b").status()));
}

}  // namespace
}  // namespace pledge::storage
