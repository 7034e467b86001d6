#include "tests/contract/engines.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "storage/memory_engine.h"
#include "storage/postgres_engine.h"
#include "storage/rocksdb_engine.h"
#include "tests/contract/temp_dir.h"
#include "tests/postgres/private_postgres.h"

namespace pledge::testing {
namespace {

using storage::Batch;
using storage::CommitOutcome;
using storage::CommitResult;
using storage::Engine;
using storage::EngineStats;
using storage::View;

// An engine that lives on after this handle of it is closed.
class SharedEngine : public Engine {
 public:
  explicit SharedEngine(std::shared_ptr<Engine> engine) : engine_(std::move(engine)) {}

  std::unique_ptr<View> OpenView() override { return engine_->OpenView(); }
  CommitResult Commit(Batch& batch) override { return engine_->Commit(batch); }
  absl::Status Erase(const std::vector<storage::EraseRange>& ranges) override {
    return engine_->Erase(ranges);
  }
  absl::StatusOr<EngineStats> Stats() override { return engine_->Stats(); }
  absl::StatusOr<uint64_t> StoredBytes() override { return engine_->StoredBytes(); }
  absl::Status Checkpoint(const std::string& dir) override { return engine_->Checkpoint(dir); }

 private:
  const std::shared_ptr<Engine> engine_;
};

class MemoryHome : public EngineHome {
 public:
  std::unique_ptr<Engine> Open() override { return std::make_unique<SharedEngine>(engine_); }
  std::string dir() const override { return ""; }

 private:
  const std::shared_ptr<Engine> engine_ = storage::NewMemoryEngine();
};

class RocksDbHome : public EngineHome {
 public:
  std::unique_ptr<Engine> Open() override {
    // Small buffers, so that tests reach flushed files and compaction.
    storage::RocksDbOptions options;
    options.write_buffer_bytes = 2 << 20;
    options.cache_bytes = 8 << 20;
    auto engine = storage::RocksDbEngine::Open(dir(), options);
    if (engine.ok()) return *std::move(engine);
    std::fprintf(stderr, "%s\n", engine.status().ToString().c_str());
    std::abort();
  }
  std::string dir() const override { return dir_.string(); }

 private:
  TempDir dir_;
};

class PostgresHome : public EngineHome {
 public:
  std::unique_ptr<Engine> Open() override {
    storage::PostgresOptions options;
    options.lease.target.conninfo = target_;
    options.lease.owner = "test";
    auto engine = storage::OpenPostgresEngine(options);
    if (engine.ok()) return *std::move(engine);
    std::fprintf(stderr, "%s\n", engine.status().ToString().c_str());
    std::abort();
  }
  std::string dir() const override { return ""; }

 private:
  const std::string target_ = SharedPostgres().NewStore();
};

class FaultyEngine : public Engine {
 public:
  FaultyEngine(std::unique_ptr<Engine> engine, std::shared_ptr<Faults> faults)
      : engine_(std::move(engine)), faults_(std::move(faults)) {}

  std::unique_ptr<View> OpenView() override { return engine_->OpenView(); }

  CommitResult Commit(Batch& batch) override {
    faults_->WaitWhileHeld();
    ++faults_->commits;
    switch (faults_->TakeNextCommit()) {
      case Faults::NextCommit::kRefuse:
        return {CommitOutcome::kRefused, absl::UnavailableError("refused")};
      case Faults::NextCommit::kFailBefore:
        return {CommitOutcome::kUnknown, absl::UnavailableError("failed")};
      case Faults::NextCommit::kFailAfter:
        engine_->Commit(batch);
        return {CommitOutcome::kUnknown, absl::UnavailableError("failed")};
      case Faults::NextCommit::kNormal:
        break;
    }
    return engine_->Commit(batch);
  }

  absl::Status Erase(const std::vector<storage::EraseRange>& ranges) override {
    return engine_->Erase(ranges);
  }
  absl::StatusOr<uint64_t> StoredBytes() override { return engine_->StoredBytes(); }
  absl::Status Checkpoint(const std::string& dir) override { return engine_->Checkpoint(dir); }

  absl::StatusOr<EngineStats> Stats() override {
    return EngineStats{.free_disk_bytes = faults_->free_disk_bytes,
                       .log_was_damaged = faults_->log_was_damaged};
  }

 private:
  const std::unique_ptr<Engine> engine_;
  const std::shared_ptr<Faults> faults_;
};

}  // namespace

const std::vector<EngineKind>& EngineKinds() {
  static const auto& kinds = *new std::vector<EngineKind>([] {
    std::vector<EngineKind> kinds = {
        {"memory", [] { return std::make_unique<MemoryHome>(); }, EngineCost::kMemory},
        {"rocksdb", MakeRocksDbHome, EngineCost::kFiles},
    };
    if (PrivatePostgres::IsInstalled()) {
      kinds.push_back(
          {"postgres", [] { return std::make_unique<PostgresHome>(); }, EngineCost::kRoundTrips});
    }
    return kinds;
  }());
  return kinds;
}

std::unique_ptr<EngineHome> MakeRocksDbHome() { return std::make_unique<RocksDbHome>(); }

void Faults::Hold() {
  absl::MutexLock lock(&mutex_);
  is_held_ = true;
}

void Faults::Release() {
  absl::MutexLock lock(&mutex_);
  is_held_ = false;
}

void Faults::WaitWhileHeld() {
  const auto is_free = [this] { return !is_held_; };
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&is_free));
}

std::unique_ptr<Engine> MakeFaulty(std::unique_ptr<Engine> engine, std::shared_ptr<Faults> faults) {
  return std::make_unique<FaultyEngine>(std::move(engine), std::move(faults));
}

}  // namespace pledge::testing
