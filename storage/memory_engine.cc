#include "storage/memory_engine.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "service/base/error.h"

namespace pledge::storage {
namespace {

using Sequence = uint64_t;

// Orders the versions of a key from new to old, as the commit keys do.
struct Version {
  std::string key;
  Sequence sequence = 0;
  bool operator<(const Version& other) const {
    const int order = key.compare(other.key);
    return order != 0 ? order < 0 : sequence > other.sequence;
  }
};

using Value = std::optional<std::string>;  // nullopt: deleted
using Rows = std::map<Version, Value>;
using Row = std::pair<std::string, std::string>;

// Rows and the sequences that open views read at; shared by views and cursors.
class Table {
 public:
  Sequence OpenView() {
    absl::MutexLock lock(&mutex_);
    open_views_.insert(head_);
    return head_;
  }

  void CloseView(Sequence sequence) {
    absl::MutexLock lock(&mutex_);
    open_views_.erase(open_views_.find(sequence));
  }

  void Write(const Batch& batch) {
    absl::MutexLock lock(&mutex_);
    ++head_;
    for (const Batch::Entry& entry : batch.entries()) WriteOne(entry);
  }

  // The row of the first key >= `key` that is there at `sequence`.
  std::optional<Row> AtOrAfter(std::string_view key, Sequence sequence) {
    absl::MutexLock lock(&mutex_);
    auto row = rows_.lower_bound({std::string(key), kMaxSequence});
    while (row != rows_.end()) {
      if (row->first.sequence > sequence) {
        ++row;
      } else if (row->second.has_value()) {
        return Row(row->first.key, *row->second);
      } else {
        row = rows_.upper_bound({row->first.key, 0});
      }
    }
    return std::nullopt;
  }

  // The row of the last key < `key` that is there at `sequence`.
  std::optional<Row> Before(std::string_view key, Sequence sequence) {
    absl::MutexLock lock(&mutex_);
    auto end = rows_.lower_bound({std::string(key), kMaxSequence});
    while (end != rows_.begin()) {
      const std::string& candidate = std::prev(end)->first.key;
      const auto row = rows_.lower_bound({candidate, sequence});
      if (row != end && row->second.has_value()) return Row(row->first.key, *row->second);
      end = rows_.lower_bound({candidate, kMaxSequence});
    }
    return std::nullopt;
  }

 private:
  static constexpr Sequence kMaxSequence = std::numeric_limits<Sequence>::max();

  void WriteOne(const Batch::Entry& entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    rows_[{entry.key, head_}] = entry.is_delete ? Value() : Value(entry.value);
    DropUnseen(entry.key);
  }

  // Versions older than the newest one that the oldest view sees.
  void DropUnseen(const std::string& key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const Sequence oldest = open_views_.empty() ? head_ : *open_views_.begin();
    auto seen = rows_.lower_bound({key, oldest});
    if (seen == rows_.end() || seen->first.key != key) return;
    const auto end = rows_.upper_bound({key, 0});
    const bool is_gone = !seen->second.has_value();
    rows_.erase(is_gone ? seen : std::next(seen), end);
  }

  absl::Mutex mutex_;
  Rows rows_ ABSL_GUARDED_BY(mutex_);
  Sequence head_ ABSL_GUARDED_BY(mutex_) = 1;
  std::multiset<Sequence> open_views_ ABSL_GUARDED_BY(mutex_);
};

class MemoryCursor : public Cursor {
 public:
  MemoryCursor(Table& table, Sequence sequence, std::string_view lower, std::string_view upper,
               ScanDirection direction)
      : table_(table),
        sequence_(sequence),
        lower_(lower),
        upper_(upper),
        is_forward_(direction == ScanDirection::kForward) {}

  void Seek(std::string_view key) override {
    if (is_forward_) {
      Take(table_.AtOrAfter(std::max<std::string_view>(key, lower_), sequence_));
    } else if (key >= upper_) {
      Take(table_.Before(upper_, sequence_));
    } else {
      Take(table_.Before(Successor(key), sequence_));
    }
  }

  void Next() override {
    Take(is_forward_ ? table_.AtOrAfter(Successor(row_->first), sequence_)
                     : table_.Before(row_->first, sequence_));
  }

  bool Valid() const override { return row_.has_value(); }
  std::string_view key() const override { return row_->first; }
  std::string_view value() const override { return row_->second; }
  absl::Status status() const override { return absl::OkStatus(); }

 private:
  // The smallest key after `key`.
  static std::string Successor(std::string_view key) { return std::string(key) + '\0'; }

  // Stands on `row` when it is inside the bounds.
  void Take(std::optional<Row> row) {
    row_ = std::move(row);
    if (row_ && (row_->first < lower_ || row_->first >= upper_)) row_.reset();
  }

  Table& table_;
  const Sequence sequence_;
  const std::string lower_;
  const std::string upper_;
  const bool is_forward_;
  std::optional<Row> row_;
};

class MemoryView : public View {
 public:
  explicit MemoryView(Table& table) : table_(table), sequence_(table.OpenView()) {}
  ~MemoryView() override { table_.CloseView(sequence_); }

  absl::StatusOr<Value> Get(std::string_view key) override {
    const std::optional<Row> row = table_.AtOrAfter(key, sequence_);
    if (!row || row->first != key) return std::nullopt;
    return row->second;
  }

  absl::StatusOr<std::vector<Value>> MultiGet(const std::vector<std::string>& keys) override {
    std::vector<Value> values;
    values.reserve(keys.size());
    for (const std::string& key : keys) values.push_back(*Get(key));
    return values;
  }

  std::unique_ptr<Cursor> Scan(std::string_view lower, std::string_view upper,
                               const ScanOptions& options) override {
    return std::make_unique<MemoryCursor>(table_, sequence_, lower, upper, options.direction);
  }

 private:
  Table& table_;
  const Sequence sequence_;
};

class MemoryEngine : public Engine {
 public:
  std::unique_ptr<View> OpenView() override { return std::make_unique<MemoryView>(table_); }

  CommitResult Commit(Batch& batch) override {
    table_.Write(batch);
    written_bytes_ += batch.size_bytes();
    return {};
  }

  absl::Status Erase(const std::vector<EraseRange>&) override { return absl::OkStatus(); }

  absl::StatusOr<EngineStats> Stats() override {
    return EngineStats{.free_disk_bytes = std::numeric_limits<uint64_t>::max()};
  }

  absl::Status Checkpoint(const std::string&) override {
    return MakeError(ErrorReason::kNotSupported, "a store in memory has no files to copy");
  }

  // All that was ever written: what was replaced is counted too.
  absl::StatusOr<uint64_t> StoredBytes() override { return written_bytes_.load(); }

 private:
  Table table_;
  std::atomic<uint64_t> written_bytes_ = 0;
};

}  // namespace

std::unique_ptr<Engine> NewMemoryEngine() { return std::make_unique<MemoryEngine>(); }

}  // namespace pledge::storage
