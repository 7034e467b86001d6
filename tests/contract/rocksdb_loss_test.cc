// Loss is never silent: a store on RocksDB whose files were cut, flipped,
// deleted or swapped for older ones comes back whole, or says DATA_LOSS and
// serves reads only. The damage is done to a copy of the files of a running
// store, as a crash would leave them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "storage/rocksdb_engine.h"
#include "tests/contract/store_fixture.h"
#include "tests/contract/store_verifier.h"
#include "tests/contract/temp_dir.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;
using testing::CopyFolder;
using testing::FindBrokenRows;
using ::testing::IsEmpty;
using testing::MakePut;
using testing::Put;
using testing::TempDir;

constexpr int kDocuments = 12;

std::string ReadFile(const fs::path& path) {
  std::stringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

void WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

void FlipByte(const fs::path& path, size_t offset) {
  std::string bytes = ReadFile(path);
  ASSERT_LT(offset, bytes.size());
  bytes[offset] = static_cast<char>(bytes[offset] ^ 0x40);
  WriteFile(path, bytes);
}

// The newest file of `dir` whose name has this beginning and ending.
fs::path NewestFile(const fs::path& dir, std::string_view prefix, std::string_view suffix) {
  fs::path newest;
  for (const fs::directory_entry& file : fs::directory_iterator(dir)) {
    const std::string name = file.path().filename().string();
    const bool fits = name.size() >= suffix.size() && name.compare(0, prefix.size(), prefix) == 0 &&
                      name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0;
    if (fits && file.path() > newest) newest = file.path();
  }
  return newest;
}

std::string Text(int i) { return absl::StrCat("text of document ", i); }
std::string Id(int i) { return absl::StrCat("d", i); }

absl::StatusOr<std::unique_ptr<RecordStore>> OpenAt(const fs::path& dir) {
  auto engine = RocksDbEngine::Open(dir.string());
  if (!engine.ok()) return engine.status();
  RecordStoreOptions options;
  options.mark_dir = dir.string();
  options.mark_interval = absl::ZeroDuration();
  return RecordStore::Open(*std::move(engine), options);
}

class RocksDbLoss : public ::testing::Test {
 protected:
  // A store with kDocuments acknowledged documents, and what a crash would
  // leave of it.
  static void SetUpTestSuite() {
    base_ = new TempDir();
    TempDir live;
    auto store = OpenAt(live.path());
    ASSERT_TRUE(store.ok()) << store.status();
    for (int i = 0; i < kDocuments; ++i) {
      ASSERT_TRUE(Put(**store, MakePut("letters", Id(i), Text(i))).ok());
      if (i == kDocuments / 2) CopyFolder(live.path(), base_->path() / "older");
      log_sizes_.push_back(fs::file_size(NewestFile(live.path() / "db", "", ".log")));
    }
    CopyFolder(live.path(), base_->path() / "image");
  }

  static void TearDownTestSuite() {
    delete base_;
    base_ = nullptr;
  }

  void SetUp() override { Restore(); }

  // Undoes all damage.
  void Restore() {
    fs::remove_all(dir_.path());
    CopyFolder(base_->path() / "image", dir_.path());
  }

  fs::path Log() const { return NewestFile(dir_.path() / "db", "", ".log"); }

  // Whether the store came back whole; false when it said DATA_LOSS. Anything
  // else fails the test.
  bool OpensWhole() {
    const auto store = OpenAt(dir_.path());
    if (!store.ok()) {
      EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
      return false;
    }
    if ((*store)->Condition() == StoreCondition::kDataLoss) {
      ExpectReadsOnly(**store);
      return false;
    }
    EXPECT_EQ((*store)->Condition(), StoreCondition::kReadWrite);
    ExpectAll(**store);
    return true;
  }

  void ExpectAll(RecordStore& store) {
    ASSERT_EQ(store.Head().number, static_cast<CommitNumber>(kDocuments));
    for (int i = 0; i < kDocuments; ++i) {
      const auto revision = store.GetDocument("letters", Id(i), store.Head().number);
      ASSERT_TRUE(revision.ok()) << revision.status();
      EXPECT_EQ(*store.ReadSource(*revision), Text(i));
    }
    EXPECT_TRUE(Put(store, MakePut("letters", "new", "text")).ok());
  }

  // What is left is right, and nothing can be written.
  void ExpectReadsOnly(RecordStore& store) {
    const CommitNumber head = store.Head().number;
    EXPECT_LT(head, static_cast<CommitNumber>(kDocuments));
    for (CommitNumber i = 0; i < head; ++i) {
      const auto revision = store.GetDocument("letters", Id(static_cast<int>(i)), head);
      ASSERT_TRUE(revision.ok()) << revision.status();
      EXPECT_EQ(*store.ReadSource(*revision), Text(static_cast<int>(i)));
    }
    EXPECT_EQ(ReasonOf(Put(store, MakePut("letters", "new", "text")).status()),
              ErrorReason::kRecoveredBehindMark);
    EXPECT_EQ(store.Head().number, head);
  }

  static TempDir* base_;
  static std::vector<uintmax_t> log_sizes_;  // after each acknowledgement
  TempDir dir_;
};

TempDir* RocksDbLoss::base_ = nullptr;
std::vector<uintmax_t> RocksDbLoss::log_sizes_;

TEST_F(RocksDbLoss, UndamagedImageIsWhole) {
  EXPECT_TRUE(OpensWhole());
  // Also when it was closed and opened once more.
  const auto store = OpenAt(dir_.path());
  ASSERT_TRUE(store.ok());
  EXPECT_EQ((*store)->Head().number, static_cast<CommitNumber>(kDocuments + 1));
  EXPECT_EQ((*store)->Condition(), StoreCondition::kReadWrite);
}

TEST_F(RocksDbLoss, LogCutAtARecordBorderIsNoticed) {
  for (size_t i = 0; i + 1 < log_sizes_.size(); ++i) {
    Restore();
    fs::resize_file(Log(), log_sizes_[i]);

    EXPECT_FALSE(OpensWhole()) << "cut after " << i + 1 << " commits";
  }
}

TEST_F(RocksDbLoss, LogCutAnywhereIsNoticed) {
  const uintmax_t size = fs::file_size(Log());
  for (uintmax_t cut = 1; cut < size; cut += 1 + size / 23) {
    Restore();
    fs::resize_file(Log(), size - cut);

    EXPECT_FALSE(OpensWhole()) << cut << " bytes cut off";
  }
}

TEST_F(RocksDbLoss, FlippedByteInTheLogIsNoticed) {
  const uintmax_t size = fs::file_size(Log());
  for (uintmax_t offset = 0; offset < size; offset += 1 + size / 23) {
    Restore();
    FlipByte(Log(), offset);

    EXPECT_FALSE(OpensWhole()) << "at " << offset;
  }
}

TEST_F(RocksDbLoss, DamagedLogsAreKeptForAnExpert) {
  const std::string name = Log().filename().string();
  FlipByte(Log(), log_sizes_[2] + 100);
  const std::string damaged = ReadFile(Log());

  OpensWhole();

  EXPECT_EQ(ReadFile(dir_.path() / "damaged" / "1" / name), damaged);
}

TEST_F(RocksDbLoss, DeletedLogIsNoticed) {
  fs::remove(Log());

  EXPECT_FALSE(OpensWhole());
}

TEST_F(RocksDbLoss, DataLossStaysUntilTheMarkIsRemoved) {
  fs::remove(Log());
  EXPECT_FALSE(OpensWhole());
  EXPECT_FALSE(OpensWhole());

  fs::remove(dir_.path() / "mark");

  const auto store = OpenAt(dir_.path());
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Condition(), StoreCondition::kReadWrite);
  EXPECT_TRUE(Put(**store, MakePut("letters", "new", "text")).ok());
}

// Bytes after the last record were never acknowledged.
TEST_F(RocksDbLoss, BytesAfterTheLogLoseNothing) {
  for (const std::string& tail :
       {std::string(100, '\0'), std::string(40'000, '\0'), std::string("\x01\x02\x03", 3)}) {
    Restore();
    WriteFile(Log(), ReadFile(Log()) + tail);

    EXPECT_TRUE(OpensWhole()) << tail.size() << " bytes";
  }
}

TEST_F(RocksDbLoss, GarbageAfterTheLogLosesNothingInSilence) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    Restore();
    std::string garbage;
    for (unsigned i = 0; i < 500; ++i)
      garbage.push_back(static_cast<char>((i + seed) * 2654435761));
    WriteFile(Log(), ReadFile(Log()) + garbage);

    OpensWhole();  // fails by itself on a silent loss
  }
}

TEST_F(RocksDbLoss, OlderFilesUnderANewerMarkAreNoticed) {
  fs::remove_all(dir_.path() / "db");
  CopyFolder(base_->path() / "older" / "db", dir_.path() / "db");

  EXPECT_FALSE(OpensWhole());
}

TEST_F(RocksDbLoss, MissingDatabaseIsNoticed) {
  fs::remove_all(dir_.path() / "db");

  EXPECT_FALSE(OpensWhole());
}

TEST_F(RocksDbLoss, DamagedFilesOfTheDatabaseAreNoticed) {
  OpensWhole();  // and closing writes tables
  fs::copy(dir_.path(), base_->path() / "closed", fs::copy_options::recursive);
  const std::vector<std::function<void(const fs::path&)>> damages = {
      [](const fs::path& db) { fs::remove(NewestFile(db, "", ".sst")); },
      [](const fs::path& db) { fs::remove(db / "CURRENT"); },
      [](const fs::path& db) { fs::remove(NewestFile(db, "MANIFEST", "")); },
      [](const fs::path& db) { WriteFile(NewestFile(db, "", ".sst"), "not a table"); },
      [](const fs::path& db) { WriteFile(db / "CURRENT", "MANIFEST-999999\n"); },
      [](const fs::path& db) {
        const fs::path manifest = NewestFile(db, "MANIFEST", "");
        fs::resize_file(manifest, fs::file_size(manifest) / 2);
      },
      [](const fs::path& db) { FlipByte(NewestFile(db, "MANIFEST", ""), 200); },
  };
  for (size_t i = 0; i < damages.size(); ++i) {
    fs::remove_all(dir_.path());
    CopyFolder(base_->path() / "closed", dir_.path());
    damages[i](dir_.path() / "db");

    const auto store = OpenAt(dir_.path());

    const bool says_so = store.ok() ? (*store)->Condition() == StoreCondition::kDataLoss
                                    : absl::IsDataLoss(store.status());
    EXPECT_TRUE(says_so) << "damage " << i << ": " << store.status();
  }
}

// A block that is read only later must not give wrong bytes either.
TEST_F(RocksDbLoss, FlippedBytesInTablesAreNeverReadAsRight) {
  OpensWhole();
  for (const fs::directory_entry& file : fs::directory_iterator(dir_.path() / "db")) {
    if (file.path().extension() == ".sst") FlipByte(file.path(), 10);
  }

  const auto store = OpenAt(dir_.path());

  if (!store.ok()) {
    EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
    return;
  }
  for (int i = 0; i < kDocuments; ++i) {
    const auto revision = (*store)->GetDocument("letters", Id(i), (*store)->Head().number);
    EXPECT_TRUE(absl::IsDataLoss(revision.status())) << revision.status();
  }
}

TEST_F(RocksDbLoss, DamagedMarkIsNoticed) {
  WriteFile(dir_.path() / "mark", "not a mark");

  const auto store = OpenAt(dir_.path());

  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Condition(), StoreCondition::kDataLoss);
  EXPECT_EQ((*store)->Head().number, static_cast<CommitNumber>(kDocuments));
}

TEST_F(RocksDbLoss, MarkOfAnotherStoreIsNoticed) {
  for (const int documents : {0, 1}) {
    Restore();
    TempDir other;
    {
      const auto store = OpenAt(other.path());
      for (int i = 0; i < documents; ++i) {
        ASSERT_TRUE(Put(**store, MakePut("letters", Id(i), Text(i))).ok());
      }
    }
    fs::copy_file(other.path() / "mark", dir_.path() / "mark",
                  fs::copy_options::overwrite_existing);

    const auto store = OpenAt(dir_.path());

    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ((*store)->Condition(), StoreCondition::kDataLoss) << documents;
  }
}

// The same number of commits, but not the same ones.
TEST_F(RocksDbLoss, OtherHistoryUnderTheMarkIsNoticed) {
  fs::remove_all(dir_.path());
  CopyFolder(base_->path() / "older", dir_.path());
  {
    const auto store = OpenAt(dir_.path());
    ASSERT_TRUE(store.ok()) << store.status();
    while ((*store)->Head().number < kDocuments) {
      ASSERT_TRUE(
          Put(**store, MakePut("letters", Id(static_cast<int>((*store)->Head().number)), "x"))
              .ok());
    }
  }
  fs::copy_file(base_->path() / "image" / "mark", dir_.path() / "mark",
                fs::copy_options::overwrite_existing);

  const auto store = OpenAt(dir_.path());

  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->Condition(), StoreCondition::kDataLoss);
}

TEST_F(RocksDbLoss, StoreIsOpenInOneProcessOnly) {
  const auto store = OpenAt(dir_.path());
  ASSERT_TRUE(store.ok());

  EXPECT_TRUE(absl::IsFailedPrecondition(RocksDbEngine::Open(dir_.string()).status()));
}

}  // namespace
}  // namespace pledge::storage
