// Kills a process that writes, or takes the power from its disk, again and
// again, and looks at what is left: every acknowledged write is there, every
// commit is whole, and the process after it goes on where it stopped.
//
// The process that is killed is this very program, started with --writer DIR.
// It prints one line for each acknowledgement.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "storage/rocksdb_engine.h"
#include "tests/contract/crash_writer.h"
#include "tests/contract/power_loss.h"
#include "tests/contract/store_verifier.h"
#include "tests/contract/temp_dir.h"

extern char** environ;

namespace pledge::storage {
namespace {

using testing::ExpectItems;
using testing::FindBrokenRows;
using ::testing::IsEmpty;
using testing::PowerLossDisk;
using testing::TempDir;
using testing::WriteItems;

constexpr char kWriterFlag[] = "--writer";
constexpr unsigned kSeed = 7;

absl::StatusOr<std::unique_ptr<RecordStore>> OpenAt(const std::string& dir,
                                                    rocksdb::Env* env = nullptr) {
  // Small buffers: a crash shall also meet flushes and compactions.
  RocksDbOptions engine_options;
  engine_options.write_buffer_bytes = 1 << 20;
  engine_options.env = env;
  auto engine = RocksDbEngine::Open(dir, engine_options);
  if (!engine.ok()) return engine.status();
  RecordStoreOptions options;
  options.mark_dir = dir;
  return RecordStore::Open(*std::move(engine), options);
}

void ExpectWholeRows(const std::string& dir) {
  const auto engine = RocksDbEngine::Open(dir);
  ASSERT_TRUE(engine.ok()) << engine.status();
  EXPECT_THAT(FindBrokenRows(**engine), IsEmpty());
}

// Starts the writer on `dir`; its acknowledgements come out of `*output`.
pid_t StartWriter(const std::string& dir, FILE** output) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  const char* const arguments[] = {"/proc/self/exe", kWriterFlag, dir.c_str(), nullptr};
  pid_t writer = 0;
  const int failed = posix_spawn(&writer, arguments[0], &actions, nullptr,
                                 const_cast<char* const*>(arguments), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failed != 0) std::abort();
  *output = fdopen(ends[0], "r");
  return writer;
}

// The last sequence that the writer acknowledged before it was killed, which
// happens after about `acknowledgements` of them.
int64_t KillWriter(const std::string& dir, int acknowledgements) {
  FILE* output = nullptr;
  const pid_t writer = StartWriter(dir, &output);
  long last = 0;  // NOLINT(google-runtime-int): what %ld reads
  char line[64];
  while (fgets(line, sizeof(line), output) != nullptr) {
    if (sscanf(line, "ack %ld", &last) == 1 && --acknowledgements == 0) kill(writer, SIGKILL);
  }
  fclose(output);
  int status = 0;
  waitpid(writer, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself with " << status;
  return last;
}

TEST(RocksDbCrash, KilledWriterLosesNothingAcknowledged) {
  constexpr int kCycles = 12;
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  std::mt19937 random(kSeed);
  TempDir dir;
  int64_t before = 0;
  for (int cycle = 0; cycle < kCycles; ++cycle) {
    const int64_t acknowledged = KillWriter(dir.string(), 1 + static_cast<int>(random() % 400));
    EXPECT_GT(acknowledged, before);

    const auto store = OpenAt(dir.string());
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ((*store)->Condition(), StoreCondition::kReadWrite);
    const int64_t first = cycle + 1 < kCycles ? before + 1 : 1;
    ASSERT_NO_FATAL_FAILURE(ExpectItems(**store, first, acknowledged));
    before = acknowledged;
  }
  ExpectWholeRows(dir.string());
}

// How far a writer in another thread has come.
class Progress {
 public:
  // False when the writer is to stop.
  bool Reach(int64_t sequence) {
    absl::MutexLock lock(&mutex_);
    acknowledged_ = sequence;
    return !is_stopping_;
  }

  // Waits until `count` more were acknowledged; returns the last one.
  int64_t WaitForMore(int64_t count) {
    absl::MutexLock lock(&mutex_);
    const int64_t wanted = acknowledged_ + count;
    const auto is_there = [&] { return acknowledged_ >= wanted; };
    mutex_.Await(absl::Condition(&is_there));
    return acknowledged_;
  }

  void Stop() {
    absl::MutexLock lock(&mutex_);
    is_stopping_ = true;
  }

 private:
  absl::Mutex mutex_;
  int64_t acknowledged_ = 0;
  bool is_stopping_ = false;
};

TEST(RocksDbCrash, PowerLossLosesNothingAcknowledged) {
  constexpr int kLosses = 8;
  PowerLossDisk disk;
  TempDir dir;
  const auto store = OpenAt(dir.string(), disk.env());
  ASSERT_TRUE(store.ok()) << store.status();
  Progress progress;
  std::thread writer([&] {
    EXPECT_TRUE(WriteItems(**store, [&](int64_t sequence) { return progress.Reach(sequence); }));
  });

  for (int loss = 0; loss < kLosses; ++loss) {
    TempDir image;
    const int64_t before = progress.WaitForMore(60);
    // The mark first: it must not be newer than the rest.
    std::filesystem::copy_file(dir.path() / "mark", image.path() / "mark");
    disk.CopyAfterPowerLoss(dir.path() / "db", image.path() / "db");

    {
      const auto left = OpenAt(image.string());
      if (!left.ok()) ADD_FAILURE() << left.status();
      if (!left.ok()) break;
      EXPECT_EQ((*left)->Condition(), StoreCondition::kReadWrite);
      ExpectItems(**left, loss + 1 < kLosses ? std::max<int64_t>(1, before - 50) : 1, before);
    }
    ExpectWholeRows(image.string());
  }
  progress.Stop();
  writer.join();
}

int RunWriter(const char* dir) {
  const auto store = OpenAt(dir);
  if (!store.ok()) return 1;
  WriteItems(**store, [](int64_t sequence) {
    printf("ack %ld\n", static_cast<long>(sequence));  // NOLINT(google-runtime-int)
    fflush(stdout);
    return true;
  });
  return 1;  // it was to be killed
}

}  // namespace
}  // namespace pledge::storage

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == pledge::storage::kWriterFlag) {
    return pledge::storage::RunWriter(argv[2]);
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
