// Kills a process that writes, again and again, and looks at what it left:
// every acknowledged write is there, every commit is whole, and the process
// after it goes on where it stopped.
//
// The writer is this very program, started with --writer DIR. It prints one line
// for each acknowledgement.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "service/base/sha256.h"
#include "storage/rocksdb_engine.h"
#include "tests/contract/store_fixture.h"
#include "tests/contract/store_verifier.h"
#include "tests/contract/temp_dir.h"

extern char** environ;

namespace pledge::storage {
namespace {

using testing::AttachSession;
using testing::CreateSession;
using testing::FindBrokenRows;
using ::testing::IsEmpty;
using testing::ItemDigest;
using testing::MakeItem;
using testing::MakePut;
using testing::TempDir;

constexpr char kWriterFlag[] = "--writer";
constexpr int kCycles = 20;
constexpr int kItemsInFlight = 40;

absl::StatusOr<std::unique_ptr<RecordStore>> OpenAt(const std::string& dir) {
  // Small buffers: the kill shall also meet flushes and compactions.
  RocksDbOptions engine_options;
  engine_options.write_buffer_bytes = 1 << 20;
  auto engine = RocksDbEngine::Open(dir, engine_options);
  if (!engine.ok()) return engine.status();
  RecordStoreOptions options;
  options.mark_dir = dir;
  return RecordStore::Open(*std::move(engine), options);
}

// Sequence n of the session writes this.
std::string DocumentOf(int64_t sequence) { return absl::StrCat("d", sequence % 50); }
// Up to 16 KB that do not compress, so that some kills meet a flush.
std::string SourceOf(int64_t sequence) {
  std::string source = absl::StrCat("text ", sequence);
  for (int64_t i = 0; i < sequence % 8 * 64; ++i) source += Sha256(absl::StrCat(sequence, ".", i));
  return source;
}

PutDocumentRequest ItemOf(int64_t epoch, int64_t sequence) {
  return MakeItem("letters", "s", epoch, sequence, DocumentOf(sequence), SourceOf(sequence));
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
  int64_t last = 0;
  char line[256];
  while (fgets(line, sizeof(line), output) != nullptr) {
    if (sscanf(line, "ack %ld", &last) == 1 && --acknowledgements == 0) kill(writer, SIGKILL);
  }
  fclose(output);
  int status = 0;
  waitpid(writer, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself with " << status;
  return last;
}

// Sequences from `first` up to the durable one, which is at least `acknowledged`.
void ExpectItems(RecordStore& store, int64_t first, int64_t acknowledged) {
  const auto session = store.GetSession("letters", "s");
  ASSERT_TRUE(session.ok()) << session.status();
  EXPECT_GE(session->durable_sequence, acknowledged);
  for (int64_t i = first; i <= session->durable_sequence; ++i) {
    const auto result =
        store.FindItemResult("letters", "s", i, ItemDigest(DocumentOf(i), SourceOf(i)));
    ASSERT_TRUE(result.ok() && result->has_value()) << result.status();
    const auto revision = store.GetRevision("letters", DocumentOf(i), (*result)->revision.ordinal,
                                            store.Head().number);
    ASSERT_TRUE(revision.ok()) << revision.status();
    EXPECT_EQ(*store.ReadSource(*revision), SourceOf(i));
  }
}

TEST(RocksDbCrash, KilledWriterLosesNothingAcknowledged) {
  const unsigned seed = 7;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
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

  const auto engine = RocksDbEngine::Open(dir.string());
  ASSERT_TRUE(engine.ok()) << engine.status();
  EXPECT_THAT(FindBrokenRows(**engine), IsEmpty());
}

// Goes on after the durable sequence, with many items in flight. Returns only
// when something fails.
int RunWriter(const char* dir) {
  const auto store = OpenAt(dir);
  if (!store.ok() || !CreateSession(**store, "letters", "s").ok()) return 1;
  const auto session = AttachSession(**store, "letters", "s");
  if (!session.ok()) return 1;
  absl::Mutex mutex;
  int in_flight = 0;
  bool has_failed = false;
  const auto has_room = [&] { return in_flight < kItemsInFlight || has_failed; };
  for (int64_t sequence = session->durable_sequence + 1; !has_failed; ++sequence) {
    (*store)->PutDocument(
        ItemOf(session->epoch, sequence), [&, sequence](absl::StatusOr<PutDocumentResult> result) {
          printf("%s %ld\n", result.ok() ? "ack" : "failed", static_cast<long>(sequence));
          fflush(stdout);
          absl::MutexLock lock(&mutex);
          has_failed = has_failed || !result.ok();
          --in_flight;
        });
    absl::MutexLock lock(&mutex);
    ++in_flight;
    mutex.Await(absl::Condition(&has_room));
  }
  return 1;
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
