// Durable ingest into the record store beside RocksDB alone: the same keys and
// values, grouped the same way, written by plain RocksDB with the same options
// and a sync for each group. The two sides take turns in each round; counters
// are documents a second, CPU microseconds a document, and their ratio. Beside
// it point reads and whole scans.
//
// Documents are made of invented words with the sizes of real letters: 12 KB of
// source, 20 sections, 30 commitments, 50 achievements.
#include <benchmark/benchmark.h>
#include <rocksdb/db.h>
#include <rocksdb/utilities/options_util.h>
#include <rocksdb/write_batch.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "service/base/sha256.h"
#include "storage/record_store.h"
#include "storage/rocksdb_engine.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;

constexpr int kDocuments = 4000;
constexpr int kInFlight = 256;

// --- Documents. ---

class Words {
 public:
  Words() {
    for (int i = 0; i < 3000; ++i) words_.push_back(NewWord());
  }

  // About `bytes` of text; frequent words are frequent.
  std::string Text(size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
      const double u = std::uniform_real_distribution<>(0.0, 1.0)(random_);
      text += words_[static_cast<size_t>(u * u * u * static_cast<double>(words_.size() - 1))];
      if (random_() % 8 == 0) text += "，";
    }
    return text;
  }

 private:
  std::string NewWord() {
    std::string word;
    for (unsigned i = 2 + random_() % 4; i > 0; --i) {
      const unsigned code = 0x4e00 + random_() % 3000;
      word += static_cast<char>(0xe0 | code >> 12);
      word += static_cast<char>(0x80 | (code >> 6 & 0x3f));
      word += static_cast<char>(0x80 | (code & 0x3f));
    }
    return word;
  }

  std::mt19937 random_{1};
  std::vector<std::string> words_;
};

std::string Records(Words& words, int count, size_t bytes) {
  std::vector<TaggedRecord> records;
  for (int i = 0; i < count; ++i) records.push_back({words.Text(bytes), 1});
  return PackRecords(records, "");
}

std::shared_ptr<const RevisionDraft> NewDraft(Words& words) {
  auto draft = std::make_shared<RevisionDraft>();
  draft->source = words.Text(11'900);
  draft->source_sha256 = Sha256(draft->source);
  draft->document = words.Text(500);
  draft->caller_digest = Sha256("");
  draft->result_digest = Sha256(draft->source);
  draft->engine_version = "bench";
  draft->sections = Records(words, 20, 650);
  draft->commitments = Records(words, 30, 410);
  draft->achievements = Records(words, 50, 210);
  draft->columns.issuer = words.Text(30);
  draft->columns.commitments.resize(30);
  return draft;
}

const std::vector<std::shared_ptr<const RevisionDraft>>& Drafts() {
  static const auto& drafts = *[] {
    auto* const made = new std::vector<std::shared_ptr<const RevisionDraft>>;
    Words words;
    for (int i = 0; i < kDocuments; ++i) made->push_back(NewDraft(words));
    return made;
  }();
  return drafts;
}

// --- Measuring. ---

[[noreturn]] void Die(const std::string& what) {
  fprintf(stderr, "store_bench: %s\n", what.c_str());
  std::abort();
}

// A folder for one run.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / absl::StrCat("pledge-bench-", getpid())) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string string() const { return path_.string(); }

 private:
  const fs::path path_;
};

double CpuSeconds() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Cost {
  double seconds = 0;
  double cpu_seconds = 0;
};

template <typename Work>
Cost Measure(const Work& work) {
  const double cpu = CpuSeconds();
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  return {wall.count(), CpuSeconds() - cpu};
}

// --- The store's side. ---

std::unique_ptr<Engine> OpenEngine(const std::string& dir) {
  auto engine = RocksDbEngine::Open(dir);
  if (!engine.ok()) Die(engine.status().ToString());
  return *std::move(engine);
}

std::unique_ptr<RecordStore> OpenStore(std::unique_ptr<Engine> engine, const std::string& dir) {
  RecordStoreOptions options;
  options.mark_dir = dir;
  auto store = RecordStore::Open(std::move(engine), options);
  if (!store.ok()) Die(store.status().ToString());
  return *std::move(store);
}

int64_t OpenSession(RecordStore& store) {
  int64_t epoch = 0;
  absl::BlockingCounter done(2);
  store.CreateSession("letters", "bulk", absl::Hours(1), [&](auto) { done.DecrementCount(); });
  store.AttachSession("letters", "bulk", [&](absl::StatusOr<StoredSession> session) {
    if (!session.ok()) Die(session.status().ToString());
    epoch = session->epoch;
    done.DecrementCount();
  });
  done.Wait();
  return epoch;
}

PutDocumentRequest Item(int64_t epoch, int i) {
  PutDocumentRequest request;
  request.collection_id = "letters";
  request.document_id = Hex(Drafts()[i]->source_sha256);
  request.if_exists = IfExists::kNewRevision;
  request.draft = Drafts()[i];
  request.item = {"bulk", epoch, i + 1, Drafts()[i]->source_sha256};
  return request;
}

// All documents as items of one session, kInFlight at a time.
void Ingest(RecordStore& store) {
  const int64_t epoch = OpenSession(store);
  absl::Mutex mutex;
  int in_flight = 0;
  // Half of it, so that this thread wakes once for many answers.
  const auto has_room = [&] { return in_flight <= kInFlight / 2; };
  const auto is_idle = [&] { return in_flight == 0; };
  for (int i = 0; i < kDocuments; ++i) {
    {
      absl::MutexLock lock(&mutex);
      if (in_flight == kInFlight) mutex.Await(absl::Condition(&has_room));
      ++in_flight;
    }
    store.PutDocument(Item(epoch, i), [&](absl::StatusOr<PutDocumentResult> result) {
      if (!result.ok()) Die(result.status().ToString());
      absl::MutexLock lock(&mutex);
      --in_flight;
    });
  }
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&is_idle));
}

Cost IngestIntoStore() {
  const Folder folder;
  const auto store = OpenStore(OpenEngine(folder.string()), folder.string());
  return Measure([&] { Ingest(*store); });
}

// --- RocksDB's side. ---

struct Row {
  std::string key;
  std::string value;
};
using Groups = std::vector<std::vector<Row>>;

// Keeps a copy of all that is committed.
class RecordingEngine : public Engine {
 public:
  RecordingEngine(std::unique_ptr<Engine> engine, Groups& groups)
      : engine_(std::move(engine)), groups_(groups) {}

  std::unique_ptr<View> OpenView() override { return engine_->OpenView(); }
  CommitResult Commit(Batch& batch) override {
    groups_.emplace_back();
    for (const Batch::Entry& entry : batch.entries()) {
      groups_.back().push_back({entry.key, std::string(entry.value)});
    }
    return engine_->Commit(batch);
  }
  absl::Status Erase(const std::vector<EraseRange>& ranges) override {
    return engine_->Erase(ranges);
  }
  absl::StatusOr<EngineStats> Stats() override { return engine_->Stats(); }
  absl::StatusOr<uint64_t> StoredBytes() override { return engine_->StoredBytes(); }
  absl::Status Checkpoint(const std::string& dir) override { return engine_->Checkpoint(dir); }

 private:
  const std::unique_ptr<Engine> engine_;
  Groups& groups_;
};

const Groups& RecordedGroups() {
  static const Groups& groups = *[] {
    auto* const made = new Groups;
    const Folder folder;
    const auto store = OpenStore(
        std::make_unique<RecordingEngine>(OpenEngine(folder.string()), *made), folder.string());
    Ingest(*store);
    return made;
  }();
  return groups;
}

// RocksDB by itself, with the options and families that the engine uses.
class PlainRocksDb {
 public:
  explicit PlainRocksDb(const std::string& dir) {
    { OpenEngine(dir); }
    rocksdb::DBOptions options;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    Check(rocksdb::LoadLatestOptions(rocksdb::ConfigOptions(), dir + "/db", &options, &families));
    rocksdb::DB* db = nullptr;
    Check(rocksdb::DB::Open(options, dir + "/db", families, &handles_, &db));
    db_.reset(db);
  }

  ~PlainRocksDb() {
    for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
  }

  void Write(const std::vector<Row>& rows) {
    rocksdb::WriteBatch batch;
    for (const Row& row : rows) Check(batch.Put(FamilyOf(row.key), row.key, row.value));
    rocksdb::WriteOptions options;
    options.sync = true;
    Check(db_->Write(options, &batch));
  }

 private:
  static void Check(const rocksdb::Status& status) {
    if (!status.ok()) Die(status.ToString());
  }

  rocksdb::ColumnFamilyHandle* FamilyOf(const std::string& key) const {
    const auto tag = static_cast<uint8_t>(key[0]);
    for (size_t i = 0; i < KeyFamilies().size(); ++i) {
      const KeyFamily& family = KeyFamilies()[i];
      if (tag >= family.first_tag && tag <= family.last_tag) return handles_[i + 1];
    }
    return handles_[0];
  }

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

Cost WriteToRocksDb() {
  const Folder folder;
  PlainRocksDb db(folder.string());
  return Measure([&] {
    for (const std::vector<Row>& group : RecordedGroups()) db.Write(group);
  });
}

// --- Benchmarks. ---

void BM_IngestBesideRocksDb(benchmark::State& state) {
  Drafts();
  RecordedGroups();
  Cost store;
  Cost plain;
  for (auto _ : state) {
    store = IngestIntoStore();
    plain = WriteToRocksDb();
    state.SetIterationTime(store.seconds);
  }
  state.counters["store_docs_per_s"] = kDocuments / store.seconds;
  state.counters["rocksdb_docs_per_s"] = kDocuments / plain.seconds;
  state.counters["ratio"] = plain.seconds / store.seconds;
  state.counters["store_cpu_us"] = store.cpu_seconds / kDocuments * 1e6;
  state.counters["rocksdb_cpu_us"] = plain.cpu_seconds / kDocuments * 1e6;
  state.counters["docs_per_group"] = kDocuments / static_cast<double>(RecordedGroups().size());
}
BENCHMARK(BM_IngestBesideRocksDb)
    ->Iterations(1)
    ->Repetitions(5)
    ->ReportAggregatesOnly(true)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

// A store with all documents, made once.
struct Filled {
  Folder folder;
  std::unique_ptr<RecordStore> store;
};

RecordStore& FilledStore() {
  static Filled& filled = *[] {
    auto* const made = new Filled;
    made->store = OpenStore(OpenEngine(made->folder.string()), made->folder.string());
    Ingest(*made->store);
    return made;
  }();
  return *filled.store;
}

void BM_GetDocument(benchmark::State& state) {
  RecordStore& store = FilledStore();
  std::mt19937 random(1);
  for (auto _ : state) {
    const std::string id = Hex(Drafts()[random() % kDocuments]->source_sha256);
    auto revision = store.GetDocument("letters", id, store.Head().number);
    if (!revision.ok()) Die(revision.status().ToString());
    benchmark::DoNotOptimize(revision);
  }
}
BENCHMARK(BM_GetDocument);

// Whole scan in pulls that stop after 32 KiB of records, as streams do.
void BM_ScanCommitments(benchmark::State& state) {
  RecordStore& store = FilledStore();
  ScanSelector selector;
  selector.kind = RecordKind::kCommitments;
  selector.at = store.Head().number;
  int64_t records = 0;
  int64_t bytes = 0;
  for (auto _ : state) {
    ScanPosition position;
    for (bool is_complete = false; !is_complete;) {
      size_t left = size_t{32} << 10;
      const auto visit = [&](const StoredRevision&, const UnpackedRow& row, size_t index) {
        const size_t size = row.record(index).size();
        if (size > left) return false;
        left -= size;
        bytes += static_cast<int64_t>(size);
        ++records;
        return true;
      };
      const auto pulled = store.Pull(selector, position, {size_t{4} << 20}, visit);
      if (!pulled.ok()) Die(pulled.status().ToString());
      position = pulled->position;
      is_complete = pulled->complete;
    }
  }
  state.SetItemsProcessed(records);
  state.SetBytesProcessed(bytes);
}
BENCHMARK(BM_ScanCommitments)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pledge::storage

BENCHMARK_MAIN();
