#include "storage/rocksdb_engine.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/log.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;

constexpr size_t kHeaderBytes = 32;  // of a batch, and of an entry, at most
// Checksum that goes with each key from the batch through the memtable.
constexpr size_t kProtectionBytes = 8;
// Folder in the folder of the store for copies of logs that did not open.
constexpr char kDamagedLogs[] = "damaged";

rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

absl::Status ToStatus(std::string_view what, const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = absl::StrCat(std::string(what), ": ", status.ToString());
  if (status.IsCorruption()) return MakeError(ErrorReason::kChecksumFailed, message);
  return absl::UnavailableError(message);
}

// --- Options: DESIGN.md section 4 says why. ---

rocksdb::DBOptions DatabaseOptions(const RocksDbOptions& options) {
  rocksdb::DBOptions db;
  if (options.env != nullptr) db.env = options.env;
  db.create_if_missing = true;
  db.create_missing_column_families = true;
  // The default drops synced writes after one flipped byte, in silence.
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db.recycle_log_file_num = 0;
  db.manual_wal_flush = false;
  db.paranoid_checks = true;
  // Resuming by itself after an error is not reliable: close and open instead.
  db.max_bgerror_resume_count = 0;
  db.db_write_buffer_size = options.write_buffer_bytes;
  db.max_total_wal_size = options.max_log_bytes;
  db.max_background_jobs = 2;
  db.max_open_files = 512;
  // The default is DEBUG in a library that was built with asserts.
  db.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  db.keep_log_file_num = 5;
  db.stats_dump_period_sec = 0;
  return db;
}

size_t BlockBytes(KeyProfile profile) {
  switch (profile) {
    case KeyProfile::kLarge:
      return 32 << 10;
    case KeyProfile::kScan:
      return 16 << 10;
    default:
      return 8 << 10;
  }
}

// Large rows have a cache of their own, so that a stream over the whole store
// does not push out the rows that every call reads.
struct Caches {
  explicit Caches(size_t bytes)
      : large(rocksdb::NewLRUCache(bytes / 3)), other(rocksdb::NewLRUCache(bytes - bytes / 3)) {}

  std::shared_ptr<rocksdb::Cache> large;
  std::shared_ptr<rocksdb::Cache> other;
};

rocksdb::ColumnFamilyOptions FamilyOptions(KeyProfile profile, const RocksDbOptions& options,
                                           const Caches& caches) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = profile == KeyProfile::kLarge ? caches.large : caches.other;
  table.block_size = BlockBytes(profile);
  table.filter_policy.reset(rocksdb::NewRibbonFilterPolicy(10));
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;

  rocksdb::ColumnFamilyOptions family;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  // Large values are compressed by the writer, so log and memtable gain too.
  family.compression =
      profile == KeyProfile::kLarge ? rocksdb::kNoCompression : rocksdb::kLZ4Compression;
  family.write_buffer_size = options.write_buffer_bytes / (profile == KeyProfile::kLarge ? 4 : 16);
  family.level_compaction_dynamic_level_bytes = true;
  family.memtable_protection_bytes_per_key = kProtectionBytes;
  return family;
}

// --- Reading. ---

struct Family {
  uint8_t first_tag = 0;
  uint8_t last_tag = 0;
  rocksdb::ColumnFamilyHandle* handle = nullptr;
};

// The open database with its families; views share it.
struct Database {
  ~Database() {
    for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle);
    if (db != nullptr) db->Close().PermitUncheckedError();
  }

  rocksdb::ColumnFamilyHandle* FamilyOf(std::string_view key) const {
    const uint8_t tag = key.empty() ? 0 : static_cast<uint8_t>(key[0]);
    for (const Family& family : families) {
      if (tag >= family.first_tag && tag <= family.last_tag) return family.handle;
    }
    return db->DefaultColumnFamily();
  }

  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  std::vector<Family> families;
};

class RocksDbCursor : public Cursor {
 public:
  RocksDbCursor(const Database& database, const rocksdb::Snapshot* snapshot, std::string_view lower,
                std::string_view upper, const ScanOptions& options)
      : lower_(lower),
        upper_(upper),
        lower_slice_(lower_),
        upper_slice_(upper_),
        is_forward_(options.direction == ScanDirection::kForward) {
    rocksdb::ReadOptions read;
    read.snapshot = snapshot;
    read.iterate_lower_bound = &lower_slice_;
    read.iterate_upper_bound = &upper_slice_;
    read.readahead_size = options.readahead_bytes;
    read.fill_cache = options.fill_cache;
    iterator_.reset(database.db->NewIterator(read, database.FamilyOf(lower)));
  }

  void Seek(std::string_view key) override {
    if (is_forward_) {
      iterator_->Seek(ToSlice(key));
    } else {
      iterator_->SeekForPrev(ToSlice(key));
    }
  }

  void Next() override {
    if (is_forward_) {
      iterator_->Next();
    } else {
      iterator_->Prev();
    }
  }

  bool Valid() const override { return iterator_->Valid(); }
  std::string_view key() const override { return ToView(iterator_->key()); }
  std::string_view value() const override { return ToView(iterator_->value()); }
  absl::Status status() const override {
    return ToStatus("reading the store", iterator_->status());
  }

 private:
  const std::string lower_;
  const std::string upper_;
  const rocksdb::Slice lower_slice_;
  const rocksdb::Slice upper_slice_;
  const bool is_forward_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

using Value = std::optional<std::string>;

class RocksDbView : public View {
 public:
  explicit RocksDbView(const Database& database)
      : database_(database), snapshot_(database.db->GetSnapshot()) {}
  ~RocksDbView() override { database_.db->ReleaseSnapshot(snapshot_); }

  absl::StatusOr<Value> Get(std::string_view key) override {
    rocksdb::ReadOptions read;
    read.snapshot = snapshot_;
    rocksdb::PinnableSlice value;
    return ToValue(database_.db->Get(read, database_.FamilyOf(key), ToSlice(key), &value), value);
  }

  absl::StatusOr<std::vector<Value>> MultiGet(const std::vector<std::string>& keys) override {
    std::vector<rocksdb::ColumnFamilyHandle*> families;
    std::vector<rocksdb::Slice> slices;
    for (const std::string& key : keys) {
      families.push_back(database_.FamilyOf(key));
      slices.push_back(key);
    }
    std::vector<rocksdb::PinnableSlice> found(keys.size());
    std::vector<rocksdb::Status> statuses(keys.size());
    rocksdb::ReadOptions read;
    read.snapshot = snapshot_;
    database_.db->MultiGet(read, keys.size(), families.data(), slices.data(), found.data(),
                           statuses.data());
    std::vector<Value> values;
    for (size_t i = 0; i < keys.size(); ++i) {
      absl::StatusOr<Value> value = ToValue(statuses[i], found[i]);
      if (!value.ok()) return value.status();
      values.push_back(*std::move(value));
    }
    return values;
  }

  std::unique_ptr<Cursor> Scan(std::string_view lower, std::string_view upper,
                               const ScanOptions& options) override {
    return std::make_unique<RocksDbCursor>(database_, snapshot_, lower, upper, options);
  }

 private:
  static absl::StatusOr<Value> ToValue(const rocksdb::Status& status,
                                       const rocksdb::PinnableSlice& value) {
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) return ToStatus("reading the store", status);
    return value.ToString();
  }

  const Database& database_;
  const rocksdb::Snapshot* const snapshot_;
};

// --- Writing. ---

// So that a batch is built without moving it.
size_t ReservedBytes(const Batch& batch) {
  return batch.size_bytes() + kHeaderBytes * (1 + batch.entries().size());
}

rocksdb::Status FillBatch(const Database& database, const Batch& batch, rocksdb::WriteBatch& out) {
  for (const Batch::Entry& entry : batch.entries()) {
    rocksdb::ColumnFamilyHandle* family = database.FamilyOf(entry.key);
    rocksdb::Status status = entry.is_delete ? out.Delete(family, entry.key)
                                             : out.Put(family, entry.key, ToSlice(entry.value));
    if (!status.ok()) return status;
  }
  return rocksdb::Status::OK();
}

// Compaction keeps what an open view can see. Views live for milliseconds.
absl::Status WaitForOlderViews(const Database& database) {
  constexpr absl::Duration kLongest = absl::Seconds(10);
  const uint64_t now = database.db->GetLatestSequenceNumber();
  for (const absl::Time give_up = absl::Now() + kLongest; absl::Now() < give_up;) {
    uint64_t oldest = 0;
    database.db->GetIntProperty("rocksdb.oldest-snapshot-sequence", &oldest);
    if (oldest == 0 || oldest >= now) return absl::OkStatus();
    absl::SleepFor(absl::Milliseconds(5));
  }
  return absl::UnavailableError("a view has been open for long");
}

class RocksDbEngineImpl : public RocksDbEngine {
 public:
  RocksDbEngineImpl(std::string dir, std::unique_ptr<Database> database, bool log_was_damaged)
      : dir_(std::move(dir)), log_was_damaged_(log_was_damaged), database_(std::move(database)) {}

  std::unique_ptr<View> OpenView() override { return std::make_unique<RocksDbView>(*database_); }

  CommitResult Commit(Batch& batch) override {
    if (has_failed_) {
      return {CommitOutcome::kRefused, absl::UnavailableError("an earlier commit failed")};
    }
    batch.Sort();
    rocksdb::WriteBatch out(ReservedBytes(batch), 0, kProtectionBytes, 0);
    const rocksdb::Status filled = FillBatch(*database_, batch, out);
    if (!filled.ok()) return {CommitOutcome::kRefused, ToStatus("building a batch", filled)};
    rocksdb::WriteOptions write;
    write.sync = true;
    const rocksdb::Status written = database_->db->Write(write, &out);
    if (written.ok()) return {};
    has_failed_ = true;
    return {CommitOutcome::kUnknown, ToStatus("writing the store", written)};
  }

  absl::Status Erase(const std::vector<EraseRange>& ranges) override {
    if (absl::Status status = WaitForOlderViews(*database_); !status.ok()) return status;
    // The log of the deletes and of what they delete goes with the flush.
    rocksdb::Status status = database_->db->Flush(rocksdb::FlushOptions(), database_->handles);
    rocksdb::CompactRangeOptions compact;
    // Also files that no later write has touched.
    compact.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    compact.exclusive_manual_compaction = false;
    for (const EraseRange& range : ranges) {
      if (!status.ok()) break;
      const rocksdb::Slice lower = range.lower;
      const rocksdb::Slice upper = range.upper;
      status =
          database_->db->CompactRange(compact, database_->FamilyOf(range.lower), &lower, &upper);
    }
    if (!status.ok()) return ToStatus("erasing", status);
    return RemoveDamagedLogs();
  }

  absl::StatusOr<EngineStats> Stats() override {
    std::error_code error;
    const fs::space_info space = fs::space(dir_, error);
    if (error) return absl::UnavailableError(absl::StrCat("free disk space: ", error.message()));
    return EngineStats{.free_disk_bytes = space.available, .log_was_damaged = log_was_damaged_};
  }

  // Flushes first, so that the copy does not hang on a log. Table files become
  // links where the file system has them, for they never change.
  absl::Status Checkpoint(const std::string& dir) override {
    rocksdb::Checkpoint* raw = nullptr;
    rocksdb::Status status = rocksdb::Checkpoint::Create(database_->db.get(), &raw);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(raw);
    if (status.ok()) status = checkpoint->CreateCheckpoint((fs::path(dir) / "db").string());
    return ToStatus("copying the store", status);
  }

  EngineMemory Memory() override {
    std::set<const rocksdb::Cache*> seen;
    EngineMemory memory;
    for (rocksdb::ColumnFamilyHandle* family : database_->handles) {
      const rocksdb::Options options = database_->db->GetOptions(family);
      const auto* table = options.table_factory->GetOptions<rocksdb::BlockBasedTableOptions>();
      const rocksdb::Cache* cache = table == nullptr ? nullptr : table->block_cache.get();
      if (cache == nullptr || !seen.insert(cache).second) continue;
      memory.cache_bytes += cache->GetUsage();
      memory.cache_limit_bytes += cache->GetCapacity();
    }
    return memory;
  }

  // Files come and go meanwhile: those that went count for nothing.
  absl::StatusOr<uint64_t> StoredBytes() override {
    std::error_code error;
    uint64_t bytes = 0;
    for (fs::recursive_directory_iterator it(dir_, error), end; !error && it != end;
         it.increment(error)) {
      std::error_code gone;
      const uintmax_t size = it->is_regular_file(gone) ? it->file_size(gone) : 0;
      if (!gone) bytes += size;
    }
    if (error) return absl::UnavailableError(absl::StrCat("size of the store: ", error.message()));
    return bytes;
  }

 private:
  // What is to go may stand in the copies of damaged logs too, where nobody can
  // find it: they go as a whole.
  absl::Status RemoveDamagedLogs() const {
    const fs::path damaged = fs::path(dir_) / kDamagedLogs;
    std::error_code error;
    const uintmax_t removed = fs::remove_all(damaged, error);
    if (error) {
      return absl::UnavailableError(absl::StrCat("removing damaged logs: ", error.message()));
    }
    if (removed > 0) Log(LogLevel::kWarning, "damaged_logs_erased", {{"folder", damaged.string()}});
    return absl::OkStatus();
  }

  const std::string dir_;
  const bool log_was_damaged_;
  std::unique_ptr<Database> database_;
  std::atomic<bool> has_failed_ = false;
};

// --- Opening. ---

std::vector<rocksdb::ColumnFamilyDescriptor> Descriptors(const RocksDbOptions& options) {
  const Caches caches(options.cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName,
                           FamilyOptions(KeyProfile::kSmall, options, caches));
  for (const KeyFamily& family : options.families) {
    descriptors.emplace_back(family.name, FamilyOptions(family.profile, options, caches));
  }
  return descriptors;
}

rocksdb::Status OpenDatabase(const std::string& path, const RocksDbOptions& options,
                             rocksdb::WALRecoveryMode mode, Database& database) {
  rocksdb::DBOptions db_options = DatabaseOptions(options);
  db_options.wal_recovery_mode = mode;
  rocksdb::DB* db = nullptr;
  rocksdb::Status status =
      rocksdb::DB::Open(db_options, path, Descriptors(options), &database.handles, &db);
  if (!status.ok()) return status;
  database.db.reset(db);
  for (size_t i = 0; i < options.families.size(); ++i) {
    const KeyFamily& family = options.families[i];
    database.families.push_back({family.first_tag, family.last_tag, database.handles[i + 1]});
  }
  return status;
}

// Links the log files of `path` into a new folder of `damaged`, for an expert.
absl::Status KeepLogs(const fs::path& path, const fs::path& damaged) {
  std::error_code error;
  int number = 1;
  while (fs::exists(damaged / std::to_string(number), error)) ++number;
  const fs::path folder = damaged / std::to_string(number);
  fs::create_directories(folder, error);
  if (error) return absl::UnavailableError(absl::StrCat("keeping logs: ", error.message()));
  for (const fs::directory_entry& file : fs::directory_iterator(path, error)) {
    if (file.path().extension() != ".log") continue;
    fs::create_hard_link(file.path(), folder / file.path().filename(), error);
    if (error) return absl::UnavailableError(absl::StrCat("keeping logs: ", error.message()));
  }
  return absl::OkStatus();
}

absl::Status OpenError(const rocksdb::Status& status) {
  if (status.IsIOError() && status.ToString().find("/LOCK: ") != std::string::npos) {
    return absl::FailedPreconditionError(
        absl::StrCat("the store is open in another process: ", status.ToString()));
  }
  // A file that the database counts on is not there.
  if (status.IsPathNotFound()) {
    return MakeError(ErrorReason::kChecksumFailed,
                     absl::StrCat("opening the store: ", status.ToString()));
  }
  return ToStatus("opening the store", status);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> RocksDbEngine::Open(const std::string& dir,
                                                            const RocksDbOptions& options) {
  const fs::path path = fs::path(dir) / "db";
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return absl::UnavailableError(absl::StrCat("creating the store: ", error.message()));

  auto database = std::make_unique<Database>();
  rocksdb::Status status = OpenDatabase(
      path, options, rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords, *database);
  const bool is_damaged = status.IsCorruption();
  if (is_damaged) {
    if (absl::Status kept = KeepLogs(path, fs::path(dir) / kDamagedLogs); !kept.ok()) return kept;
    status = OpenDatabase(path, options, rocksdb::WALRecoveryMode::kPointInTimeRecovery, *database);
  }
  if (!status.ok()) return OpenError(status);
  return std::make_unique<RocksDbEngineImpl>(dir, std::move(database), is_damaged);
}

}  // namespace pledge::storage
