#include "tests/bench/store_ingest.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/options_util.h>
#include <rocksdb/write_batch.h>

#include <utility>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "service/base/sha256.h"
#include "tests/bench/child_process.h"

namespace pledge::storage {
namespace {

using bench::Die;

constexpr int kInFlight = 256;

std::unique_ptr<Engine> OpenEngine(const std::string& dir) {
  auto engine = RocksDbEngine::Open(dir);
  if (!engine.ok()) Die(engine.status().ToString());
  return *std::move(engine);
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

PutDocumentRequest Item(const std::shared_ptr<const RevisionDraft>& draft, int64_t epoch,
                        int64_t sequence) {
  PutDocumentRequest request;
  request.collection_id = "letters";
  request.document_id = Hex(draft->source_sha256);
  request.if_exists = IfExists::kNewRevision;
  request.draft = draft;
  request.item = {"bulk", epoch, sequence, draft->source_sha256};
  return request;
}

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

void Check(const rocksdb::Status& status) {
  if (!status.ok()) Die(status.ToString());
}

}  // namespace

std::unique_ptr<RecordStore> OpenStore(std::unique_ptr<Engine> engine, const std::string& dir) {
  RecordStoreOptions options;
  options.mark_dir = dir;
  auto store = RecordStore::Open(std::move(engine), options);
  if (!store.ok()) Die(store.status().ToString());
  return *std::move(store);
}

std::unique_ptr<RecordStore> OpenStore(const std::string& dir) {
  return OpenStore(OpenEngine(dir), dir);
}

void Ingest(RecordStore& store, const Drafts& drafts) {
  const int64_t epoch = OpenSession(store);
  absl::Mutex mutex;
  int in_flight = 0;
  // Half of it, so that this thread wakes once for many answers.
  const auto has_room = [&] { return in_flight <= kInFlight / 2; };
  const auto is_idle = [&] { return in_flight == 0; };
  for (size_t i = 0; i < drafts.size(); ++i) {
    {
      absl::MutexLock lock(&mutex);
      if (in_flight == kInFlight) mutex.Await(absl::Condition(&has_room));
      ++in_flight;
    }
    store.PutDocument(Item(drafts[i], epoch, static_cast<int64_t>(i) + 1),
                      [&](absl::StatusOr<PutDocumentResult> result) {
                        if (!result.ok()) Die(result.status().ToString());
                        absl::MutexLock lock(&mutex);
                        --in_flight;
                      });
  }
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&is_idle));
}

Groups RecordGroups(const std::string& dir, const Drafts& drafts) {
  Groups groups;
  const auto store = OpenStore(std::make_unique<RecordingEngine>(OpenEngine(dir), groups), dir);
  Ingest(*store, drafts);
  return groups;
}

PlainRocksDb::PlainRocksDb(const std::string& dir) {
  { OpenEngine(dir); }
  rocksdb::DBOptions options;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  Check(rocksdb::LoadLatestOptions(rocksdb::ConfigOptions(), dir + "/db", &options, &families));
  rocksdb::DB* db = nullptr;
  Check(rocksdb::DB::Open(options, dir + "/db", families, &handles_, &db));
  db_.reset(db);
}

PlainRocksDb::~PlainRocksDb() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
}

void PlainRocksDb::Write(const std::vector<Row>& rows) {
  rocksdb::WriteBatch batch;
  for (const Row& row : rows) Check(batch.Put(FamilyOf(row.key), row.key, row.value));
  rocksdb::WriteOptions options;
  options.sync = true;
  Check(db_->Write(options, &batch));
}

rocksdb::ColumnFamilyHandle* PlainRocksDb::FamilyOf(const std::string& key) const {
  const auto tag = static_cast<uint8_t>(key[0]);
  for (size_t i = 0; i < KeyFamilies().size(); ++i) {
    const KeyFamily& family = KeyFamilies()[i];
    if (tag >= family.first_tag && tag <= family.last_tag) return handles_[i + 1];
  }
  return handles_[0];
}

}  // namespace pledge::storage
